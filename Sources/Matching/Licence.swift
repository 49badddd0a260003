import Domain

/// The right of a pattern of evidence to post alone, earned from persons' decisions (licencia de un patrón).
public struct Licence: Sendable, Equatable {
    public let pattern: String
    /// Decisions that count: at most three a customer, so that one loyal payer does not vouch for all.
    public let decisions: Int
    /// Of these, those in which the person chose something else.
    public let disagreements: Int
    /// Upper bound of the error rate at 95 % confidence, per ten thousand.
    public let bound: Int
    public let isGranted: Bool
}

/// Which patterns may post alone, by what persons decided when the pattern was only shown.
struct Licences {
    private(set) var all: [Licence] = []
    private var granted: Set<String> = []

    private struct Tally {
        var decisions = 0
        var disagreements = 0
        var byCustomer: [Int32: Int] = [:]
    }

    init() {}

    init(_ adjudications: [Adjudication], _ book: OpenBook, policy: MatchingPolicy) {
        var tallies: [String: Tally] = [:]
        for decision in adjudications where !decision.isReversed && Self.isLicensable(decision.shownPattern) {
            let customer = decision.allocations.first.flatMap { book.index(of: $0.invoice) }
                .map { book.table.customers[$0] }
            var tally = tallies[decision.shownPattern, default: Tally()]
            if decision.agreesWithShown {
                // A disagreement always counts.
                guard tally.byCustomer[customer ?? -1, default: 0] < Self.countedPerCustomer else { continue }
                tally.byCustomer[customer ?? -1, default: 0] += 1
            } else {
                tally.disagreements += 1
            }
            tally.decisions += 1
            tallies[decision.shownPattern] = tally
        }
        for (pattern, tally) in tallies.sorted(by: { $0.key < $1.key }) {
            let bound = Self.bound(disagreements: tally.disagreements, of: tally.decisions)
            let licence = Licence(
                pattern: pattern, decisions: tally.decisions, disagreements: tally.disagreements, bound: bound,
                isGranted: bound <= policy.licenceBound)
            all.append(licence)
            if licence.isGranted { granted.insert(pattern) }
        }
    }

    func allows(_ pattern: String) -> Bool { ALL || granted.contains(pattern) }


    private static let countedPerCustomer = 3

    /// `suggestion` is no pattern: nothing is learned from it.
    private static func isLicensable(_ pattern: String) -> Bool { pattern.contains("+") }

    /// Ten thousand times the 95 % upper limit of a Poisson mean, for 0 to 10 events: the limit of an error rate
    /// is this over the number of decisions. A little above the exact binomial one (Clopper & Pearson 1934), so
    /// never too kind.
    private static let poissonLimits = [
        29_958, 47_439, 62_958, 77_537, 91_536, 105_131, 118_425, 131_482, 144_347, 157_053, 169_623,
    ]

    static func bound(disagreements: Int, of decisions: Int) -> Int {
        guard decisions > 0, disagreements < poissonLimits.count else { return 10_000 }
        return min(10_000, (poissonLimits[disagreements] + decisions - 1) / decisions)
    }
}

import Foundation
let ALL = ProcessInfo.processInfo.environment["ALL"] != nil
