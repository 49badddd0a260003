internal import Domain
internal import Handover
internal import Ledger

/// Interest and the fixed sum of cases at one agency: what it was told of them, and what it stated that it
/// collected of them. They are frozen when the case is placed, and no invoice of the ledger holds them.
struct ChargeBook {
    /// Minor units of the case's currency, by kind.
    struct Amounts: Equatable {
        var interest: Int64 = 0
        var fixedSum: Int64 = 0

        var total: Int64 { interest + fixedSum }

        subscript(kind: LateCharge) -> Int64 {
            get { kind == .interest ? interest : fixedSum }
            set { if kind == .interest { interest = newValue } else { fixedSum = newValue } }
        }
    }

    private let charges: [String: [ToldCharge]]
    /// References of the cases in which an invoice had charges.
    private var cases: [Int64: Set<String>] = [:]
    private var collected: [String: Amounts] = [:]
    /// What adjustments took off.
    private var adjusted: [String: Amounts] = [:]

    /// - Parameter reader: what all agencies were told; each has cases of its own.
    init(_ reader: LedgerReader) throws {
        charges = try reader.toldCharges()
        guard !charges.isEmpty else { return }
        for charge in charges.values.joined() {
            cases[charge.invoice, default: []].insert(charge.caseReference)
        }
        for adjustment in try reader.toldAdjustments() {
            guard let kind = adjustment.charge else { continue }
            adjusted[adjustment.caseReference, default: Amounts()][kind] += adjustment.amount
        }
    }

    /// Takes what a line of a statement collected, took back or corrected. The echo of a payment to the
    /// creditor is none of these: its PAY said already what it pays.
    mutating func take(_ line: RemittanceLine) {
        guard line.kind.isCollected || line.kind == .adjustment, let allocation = line.allocation else {
            return
        }
        collected[line.caseRef, default: Amounts()].interest += allocation.interest
        collected[line.caseRef, default: Amounts()].fixedSum += allocation.fixedComp
    }

    /// What the NEW of a case told the agency.
    func told(_ reference: String) -> Amounts {
        (charges[reference] ?? []).reduce(into: Amounts()) { $0[$1.kind] += $1.amount }
    }

    /// What it should still hold of that.
    func left(_ reference: String) -> Amounts {
        let told = told(reference)
        var left = told
        for kind in LateCharge.allCases {
            let change = (adjusted[reference] ?? Amounts())[kind] - (collected[reference] ?? Amounts())[kind]
            left[kind] = min(told[kind], max(0, told[kind] + change))
        }
        return left
    }

    /// The charges of one invoice of a case.
    func charges(of invoice: Int64, in reference: String) -> [ToldCharge] {
        (charges[reference] ?? []).filter { $0.invoice == invoice }
    }

    /// Whether the agency collected no more of each kind than it was told.
    func covers(_ reference: String) -> Bool {
        let (told, collected) = (told(reference), collected[reference] ?? Amounts())
        return LateCharge.allCases.allSatisfy { collected[$0] <= told[$0] }
    }

    /// What of a line is of kinds that the case has no charges of: by no book but the agency's is it owed.
    func untold(_ line: RemittanceLine) -> Int64 {
        guard let allocation = line.allocation else { return 0 }
        let told = told(line.caseRef)
        return (told.interest == 0 ? allocation.interest : 0)
            + (told.fixedSum == 0 ? allocation.fixedComp : 0)
    }

    /// Whether an agency collected any of a kind in a case that an invoice was in.
    func hasCollected(_ kind: LateCharge, of invoice: Int64) -> Bool {
        (cases[invoice] ?? []).contains { (collected[$0] ?? Amounts())[kind] != 0 }
    }

    /// The charges as an update must repeat them: those of a kind of which nothing is left are gone. `nil`
    /// where a part of a kind is left, for of which charge that is nobody says.
    func repeated(_ reference: String) -> [CaseCharge]? {
        let (told, left) = (told(reference), left(reference))
        guard LateCharge.allCases.allSatisfy({ left[$0] == 0 || left[$0] == told[$0] }) else { return nil }
        return (charges[reference] ?? []).filter { left[$0.kind] > 0 }.map(CaseCharge.init)
    }
}

extension CaseCharge {
    fileprivate init(_ told: ToldCharge) {
        self.init(
            chargeRef: told.reference, kind: told.kind == .interest ? .interest : .fixedCompensation,
            relatesTo: CaseLine.ref(told.invoice), amount: told.amount,
            terms: told.terms.map {
                InterestTerms(
                    base: $0.base, ratePercentHundredths: $0.ratePercentHundredths, from: $0.from, to: $0.to)
            }, legalBasis: told.legalBasis)
    }
}

extension ToldCharge {
    /// What it would have been on a smaller base: a price that a credit note lowers was never owed higher.
    func amount(on base: Int64) -> Int64 {
        guard let terms, base < terms.base else { return base > 0 ? amount : 0 }
        let smaller = CaseCharge.InterestTerms(
            base: max(0, base), ratePercentHundredths: terms.ratePercentHundredths, from: terms.from,
            to: terms.to)
        return min(amount, smaller.amount ?? 0)
    }
}
