internal import Domain
internal import Recovery
internal import Verification

/// Late-payment interest (intereses de demora) and the fixed sum for recovery costs, where the law gives them
/// and every row that they rest on was read at a source worth relying on: what a letter claims must hold.
struct InterestClaims {
    /// Letters that claim them.
    static let kinds: Set<LetterKind> = [.formalClaim, .lastNotice, .mediation]

    private let configuration: Configuration
    private let law: LawPack
    private let asOf: Day

    init(configuration: Configuration, _ judgement: DebtJudgement, asOf: Day) {
        self.configuration = configuration
        law = judgement.law
        self.asOf = asOf
    }

    /// Minor units by invoice; invoices for which nothing can be claimed safely are left out.
    func of(_ items: [OpenItem], _ customer: Customer) -> (interest: [Int64: Int64], sums: [Int64: Int64]) {
        guard configuration.letters.claimsInterest, let debtor = commercial(customer) else {
            return ([:], [:])
        }
        var interest: [Int64: Int64] = [:]
        var sums: [Int64: Int64] = [:]
        for item in items {
            guard let due = item.due, item.instalments.count <= 1, item.currency == .eur else { continue }
            let claim = LateInterest.Claim(
                principal: Money(minorUnits: item.outstanding, currency: item.currency), debtor: debtor,
                due: due)
            if let late = try? LateInterest(on: claim, until: asOf, law: law),
                late.rows.allSatisfy(\.isVerified),
                late.amount.minorUnits > 0
            {
                interest[item.id] = late.amount.minorUnits
            }
            if let sum = try? RecoverySum(dueDays: [due], debtor: debtor, asOf: asOf, law: law),
                sum.rows.allSatisfy(\.isVerified), sum.amount.minorUnits > 0
            {
                sums[item.id] = sum.amount.minorUnits
            }
        }
        return (interest, sums)
    }

    /// Debtors whose debt bears interest without a demand.
    private func commercial(_ customer: Customer) -> CustomerKind? {
        switch customer.standing {
        case .company, .soleTrader: customer.standing
        case .consumer, .publicBody: nil
        }
    }
}
