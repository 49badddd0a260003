internal import Domain
internal import Recovery
internal import Verification

/// Late-payment interest (intereses de demora) and the fixed sum for recovery costs, where the law gives them
/// and every row that they rest on was read at a source worth relying on: what a letter claims, or an agency
/// is told to claim, must hold.
struct InterestClaims {
    /// Letters that claim them.
    static let kinds: Set<LetterKind> = [.formalClaim, .lastNotice, .mediation]

    /// What can be claimed safely of one invoice.
    struct Claim {
        /// More than nothing.
        let interest: LateInterest?
        /// More than nothing, euro.
        let sum: RecoverySum?
    }

    private let configuration: Configuration
    private let law: LawPack
    private let asOf: Day

    init(configuration: Configuration, _ judgement: DebtJudgement, asOf: Day) {
        self.configuration = configuration
        law = judgement.law
        self.asOf = asOf
    }

    /// What a letter may claim of invoices.
    func of(_ items: [OpenItem], _ customer: Customer) -> LetterClaims {
        var claims = LetterClaims()
        for item in items {
            let claim = of(item, customer)
            claims.interest[item.id] = claim.interest?.amount.minorUnits
            claims.sums[item.id] = claim.sum?.amount.minorUnits
        }
        return claims
    }

    /// Of what is still owed alone, as if no more had ever been: never more than the law gives.
    func of(_ item: OpenItem, _ customer: Customer) -> Claim {
        guard configuration.letters.claimsInterest, let debtor = commercial(customer), let due = item.due,
            item.outstanding > 0, item.instalments.count <= 1, item.currency == .eur
        else { return Claim(interest: nil, sum: nil) }
        let principal = Money(minorUnits: item.outstanding, currency: item.currency)
        let late = try? LateInterest(
            on: LateInterest.Claim(principal: principal, debtor: debtor, due: due), until: asOf, law: law)
        let sum = try? RecoverySum(dueDays: [due], debtor: debtor, asOf: asOf, law: law)
        return Claim(
            interest: late.flatMap { Self.isSafe($0.amount, $0.rows) ? $0 : nil },
            sum: sum.flatMap { Self.isSafe($0.amount, $0.rows) ? $0 : nil })
    }

    private static func isSafe(_ amount: Money, _ rows: [LawRow]) -> Bool {
        amount.minorUnits > 0 && rows.allSatisfy(\.isVerified)
    }

    /// Debtors whose debt bears interest without a demand.
    private func commercial(_ customer: Customer) -> CustomerKind? {
        switch customer.standing {
        case .company, .soleTrader: customer.standing
        case .consumer, .publicBody: nil
        }
    }
}

/// What a letter claims beside principal, minor units by invoice; invoices of which nothing can be claimed
/// safely are left out.
struct LetterClaims {
    var interest: [Int64: Int64] = [:]
    var sums: [Int64: Int64] = [:]

    /// What of it a letter demanded, by its digest.
    func demanded(of invoice: Int64, in document: String) -> [DemandedCharge] {
        [(LateCharge.interest, interest[invoice]), (.fixedSum, sums[invoice])].compactMap { kind, amount in
            amount.map {
                DemandedCharge(documentSHA256: document, invoice: invoice, kind: kind, amount: $0)
            }
        }
    }
}
