import Domain

/// The right of a pattern of evidence to post alone, earned from persons' decisions (licencia de un patrón).
///
/// A pattern is who paid (`payer-name`) and what the amount says (`discount`). Each half is judged by all
/// decisions that show it, and the pattern's error rate is at most the sum of both.
public struct Licence: Sendable, Equatable {
    public let pattern: String
    /// Decisions that count for the half that has fewer: at most three a customer, so that one loyal payer
    /// does not vouch for all.
    public let decisions: Int
    /// Decisions on either half in which the person chose something else.
    public let disagreements: Int
    /// Upper bound of the error rate at 95 % confidence, per ten thousand.
    public let bound: Int
    public let isGranted: Bool
}

/// Which patterns may post alone, by what persons decided when the pattern was only shown.
final class Licences {
    private(set) var all: [Licence] = []
    private var granted: Set<String> = []

    init() {}

    init(_ adjudications: [Adjudication], _ book: OpenBook, policy: MatchingPolicy) {
        var halves: [String: Tally] = [:]
        var patterns: Set<String> = []
        for decision in adjudications where !decision.isReversed {
            guard let (payer, amount) = Self.halves(decision.shownPattern) else { continue }
            patterns.insert(decision.shownPattern)
            let customer = decision.allocations.first.flatMap { book.index(of: $0.invoice) }
                .map { book.table.customers[$0] }
            for half in [payer, amount] {
                halves[half, default: Tally()].count(decision.agreesWithShown, of: customer ?? -1)
            }
        }
        for pattern in patterns.sorted() {
            guard let (payer, amount) = Self.halves(pattern), let one = halves[payer],
                let other = halves[amount]
            else { continue }
            let isIdentified = Self.identifying.contains(payer)
            let bound = min(10_000, (isIdentified ? 0 : one.bound(payer)) + other.bound(amount))
            let decisions = isIdentified ? other.decisions : min(one.decisions, other.decisions)
            let licence = Licence(
                pattern: pattern, decisions: decisions,
                disagreements: one.disagreements + other.disagreements,
                bound: bound, isGranted: bound <= policy.licenceBound && decisions >= Self.decisionsMin)
            all.append(licence)
            if licence.isGranted { granted.insert(pattern) }
        }
    }

    /// Payers that need no licence of their own: a tax id, an account on the customer's invoices, an account
    /// that decisions have made sure, a rule of the accountant. A common price stands with one kind of payer
    /// only: every decision on it judges both at once.
    private static let identifying: Set<String> = [
        "payer-tax-id", "payer-iban", "payer-known", "payer-rule", "only-payer",
    ]

    func allows(_ pattern: String) -> Bool { isOpen || granted.contains(pattern) }

    /// Grants everything: for measuring what licences would post.
    var isOpen = false

    /// Fewer decisions of the creditor's own say nothing, whatever was measured elsewhere.
    private static let decisionsMin = 12

    /// Whether a pattern says who paid (`payer-name+…`, `no-payer+…`) and not what was named.
    static func isByPayer(_ pattern: String) -> Bool {
        pattern.prefix { $0 != "+" }.split(separator: "-").contains("payer")
    }

    /// Payer and amount of a pattern; `suggestion` has none, and nothing is learned from it. One that posts
    /// by a number or by ids needs no licence; what is taken back of it suspends it.
    private static func halves(_ pattern: String) -> (payer: String, amount: String)? {
        guard let plus = pattern.firstIndex(of: "+"), isByPayer(pattern) else { return nil }
        return (String(pattern[..<plus]), String(pattern[plus...]))
    }
}

/// Decisions that showed one half of a pattern.
private struct Tally {
    var decisions = 0
    var disagreements = 0
    private var byCustomer: [Int32: Int] = [:]

    private static let countedPerCustomer = 3

    mutating func count(_ agrees: Bool, of customer: Int32) {
        if agrees {
            guard byCustomer[customer, default: 0] < Self.countedPerCustomer else { return }
            byCustomer[customer, default: 0] += 1
        } else {
            // A disagreement always counts.
            disagreements += 1
        }
        decisions += 1
    }

    /// Upper bound of the half's error rate, per ten thousand: a hundredth of what was measured on generated
    /// sets counts as the creditor's own.
    func bound(_ half: String) -> Int {
        let measured = MeasuredEvidence.counts[half] ?? (0, 0)
        return PoissonLimit.bound(
            disagreements: disagreements + measured.wrong / 100, of: decisions + measured.posted / 100)
    }
}

/// What each half of a pattern posted, and how much of it wrongly, on twenty generated sets (typical and
/// hard, ten seeds, 100 000 movements each, every pattern posting). `Scripts/bench-matching --licences`
/// measures it again.
///
/// Generated sets are no proof of anybody's real payments: a hundredth of these counts stands beside the
/// creditor's own decisions, so that rare patterns need dozens of those instead of hundreds.
enum MeasuredEvidence {
    static let counts: [String: (posted: Int, wrong: Int)] = [
        "payer-iban": (35_017, 0), "payer-name": (140_891, 2), "payer-name-cut": (39_128, 2),
        "payer-namesakes": (31_187, 2), "+amount": (83_063, 1), "+balance": (15_582, 0), "+cents": (3_774, 0),
        "+discount": (12_409, 0), "+fee": (17_139, 3), "+part": (43_533, 2), "+set": (61_567, 0),
        "+withholding": (9_156, 0),
    ]
}

/// The 95 % upper limit of a rate after so many events.
enum PoissonLimit {
    /// Ten thousand times the upper limit of a Poisson mean, for 0 to 10 events: the limit of an error rate
    /// is this over the number of decisions. A little above the exact binomial one (Clopper & Pearson 1934),
    /// so never too kind.
    private static let limits = [
        29_958, 47_439, 62_958, 77_537, 91_536, 105_131, 118_425, 131_482, 144_347, 157_053, 169_623,
    ]

    /// Per ten thousand; 10 000 where nothing is known.
    static func bound(disagreements: Int, of decisions: Int) -> Int {
        guard decisions > 0, disagreements < limits.count else { return 10_000 }
        return min(10_000, (limits[disagreements] + decisions - 1) / decisions)
    }
}
