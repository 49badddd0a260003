internal import Domain
internal import Handover
internal import Ledger
internal import Verification

/// Interest and the fixed sum as charges of a case: what can be claimed safely tonight, of the kinds that a
/// formal claim or a last notice demanded of the same invoice. What no letter demanded is not handed over.
///
/// When the case is placed they are frozen: an agency is told the same of them until the case ends, and a
/// case without principal ends whatever is left of them; nobody pursues that.
struct CaseCharges {
    private let claims: InterestClaims
    private let judgement: DebtJudgement
    /// What agencies were told of charges and collected of them.
    private let books: [ChargeBook]

    init(_ claims: InterestClaims, _ judgement: DebtJudgement, books: [ChargeBook]) {
        self.claims = claims
        self.judgement = judgement
        self.books = books
    }

    /// The charges of a new case. A kind of which an agency collected anything in an earlier case of the
    /// invoice is not claimed again: what is left of it nobody has reckoned.
    func of(_ items: [OpenItem], _ customer: Customer, _ reader: LedgerReader) throws -> [CaseCharge] {
        try items.flatMap { item in
            let demanded = try demanded(of: item, reader)
            guard !demanded.isEmpty else { return [CaseCharge]() }
            let open = demanded.filter { kind in !books.contains { $0.hasCollected(kind, of: item.id) } }
            let claim = claims.of(item, customer)
            return (open.contains(.interest) ? claim.interest.map { Self.interest($0, of: item) } ?? [] : [])
                + (open.contains(.fixedSum) ? claim.sum.map { [Self.sum($0, of: item)] } ?? [] : [])
        }
    }

    /// The kinds that a formal claim or last notice for the invoice demanded.
    private func demanded(of item: OpenItem, _ reader: LedgerReader) throws -> Set<LateCharge> {
        let letters = Set(
            judgement.steps(of: item.id).filter { $0.kind == .formalClaim || $0.kind == .lastNotice }
                .map(\.documentSHA256))
        return Set(
            try reader.demandedCharges(of: item.id).filter { letters.contains($0.documentSHA256) }.map(\.kind)
        )
    }

    private static func sum(_ sum: RecoverySum, of item: OpenItem) -> CaseCharge {
        CaseCharge(
            chargeRef: "F\(item.id)", kind: .fixedCompensation, relatesTo: CaseLine.ref(item.id),
            amount: sum.amount.minorUnits, legalBasis: basis(sum.rows.first))
    }

    /// One charge a half-year. The exchange rounds each of them by itself, where interest is rounded once:
    /// where that would make a cent more than the law gives, the last one is on some cents less.
    ///
    /// None where a rate is finer than the exchange writes, hundredths of a percent.
    static func interest(_ late: LateInterest, of item: OpenItem) -> [CaseCharge] {
        var periods: [(terms: CaseCharge.InterestTerms, row: LawRow?)] = []
        for segment in late.segments {
            guard let rate = segment.rate.basisPoints.flatMap(Int.init(exactly:)) else { return [] }
            periods.append(
                (
                    CaseCharge.InterestTerms(
                        base: segment.principal, ratePercentHundredths: rate, from: segment.from,
                        to: segment.to),
                    late.rows.first { $0.id == segment.rows.first }
                ))
        }
        while let last = periods.last, let sum = sum(periods.map(\.terms)), sum > late.amount.minorUnits {
            let amount = (last.terms.amount ?? 0) - (sum - late.amount.minorUnits)
            if amount > 0 {
                periods[periods.count - 1].terms.base = base(giving: amount, last.terms)
            } else {
                periods.removeLast()
            }
        }
        return periods.compactMap { period in
            guard let amount = period.terms.amount, amount > 0 else { return nil }
            let day = period.terms.from.description.filter { $0 != "-" }
            return CaseCharge(
                chargeRef: "I\(item.id)-\(day)", kind: .interest, relatesTo: CaseLine.ref(item.id),
                amount: amount, terms: period.terms, legalBasis: basis(period.row))
        }
    }

    /// The greatest base on which a period bears no more than an amount.
    private static func base(giving amount: Int64, _ terms: CaseCharge.InterestTerms) -> Int64 {
        let divisor: Int128 = 10_000 * 365
        let factor = Int128(terms.ratePercentHundredths) * Int128(terms.to.days(since: terms.from) + 1)
        // base × factor + divisor / 2 < (amount + 1) × divisor: half up.
        return Int64(clamping: ((Int128(amount) + 1) * divisor - divisor / 2 - 1) / factor)
    }

    private static func sum(_ terms: [CaseCharge.InterestTerms]) -> Int64? {
        terms.reduce(Int64?(0)) { sum, one in
            sum.flatMap { sum in one.amount.flatMap { try? sum.addingExactly($0) } }
        }
    }

    private static func basis(_ row: LawRow?) -> String { String((row?.article ?? "").prefix(140)) }
}

extension DraftOperation {
    /// The charges that a NEW tells, for the journal.
    var toldCharges: [ToldCharge] {
        guard case .new(let debtCase) = operation.content else { return [] }
        return debtCase.charges.compactMap { charge in
            guard let kind = LateCharge(rawValue: charge.kind.rawValue),
                let line = lines.first(where: { CaseLine.ref($0.invoice) == charge.relatesTo })
            else { return nil }
            return ToldCharge(
                caseReference: operation.caseRef, invoice: line.invoice, reference: charge.chargeRef,
                kind: kind, amount: charge.amount,
                terms: charge.terms.map {
                    ToldCharge.Terms(
                        base: $0.base, ratePercentHundredths: $0.ratePercentHundredths, from: $0.from,
                        to: $0.to)
                }, legalBasis: charge.legalBasis)
        }
    }
}
