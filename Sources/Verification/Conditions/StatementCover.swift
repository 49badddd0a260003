internal import Domain

/// The days that statements cover, account by account.
struct StatementCover: Sendable {
    /// One account's covered days, merged where they touch, and where its balance chain breaks.
    private struct Account: Sendable {
        let name: String
        let runs: [ClosedRange<Day>]
        let breaks: [Day]
    }

    private let accounts: [Account]
    /// How evidence names all accounts together.
    let names: String

    init(accounts required: [String], coverage: [AccountCoverage]) {
        let covered = coverage.map {
            Account(
                name: IdentifierText.compact($0.account), runs: Self.merged($0.covered),
                breaks: $0.breaks.sorted())
        }
        let known = Set(covered.map(\.name))
        let absent = Set(required.map { IdentifierText.compact($0) }).subtracting(known)
        accounts = (covered + absent.map { Account(name: $0, runs: [], breaks: []) })
            .sorted { ($0.name, $0.breaks.count, $0.runs.count) < ($1.name, $1.breaks.count, $1.runs.count) }
        names = accounts.map(\.name).joined(separator: ", ")
    }

    var isEmpty: Bool { accounts.isEmpty }

    /// What hinders certainty about the days, in words; empty when every account covers them all.
    ///
    /// A break counts from `lookback` days before, for the statement that begins there may reach into the
    /// days asked for, and up to `asOf`, for what a later statement misses may have happened before it.
    func faults(
        in days: ClosedRange<Day>, lookback: Int, asOf: Day, words: VerdictWords
    ) -> [String] {
        accounts.flatMap { account -> [String] in
            let missing = Self.gaps(of: account.runs, in: days).map {
                words(
                    .coverProof,
                    [
                        "account": account.name, "from": words.day($0.lowerBound),
                        "to": words.day($0.upperBound),
                    ])
            }
            let earliest = days.lowerBound.adding(days: -lookback)
            let latest = max(asOf, days.upperBound)
            guard let broken = account.breaks.first(where: { $0 >= earliest && $0 <= latest }) else {
                return missing
            }
            return missing + [words(.coverBreak, ["account": account.name, "day": words.day(broken)])]
        }
    }

    /// The days asked for that no run covers.
    private static func gaps(of runs: [ClosedRange<Day>], in days: ClosedRange<Day>) -> [ClosedRange<Day>] {
        var gaps: [ClosedRange<Day>] = []
        var next = days.lowerBound
        for run in runs[firstRun(in: runs, endingFrom: next)...] {
            if run.lowerBound > days.upperBound { break }
            if next < run.lowerBound { gaps.append(next...run.lowerBound.adding(days: -1)) }
            next = run.upperBound.adding(days: 1)
            if next > days.upperBound { return gaps }
        }
        return gaps + [next...days.upperBound]
    }

    /// Index of the first run that does not end before a day (binary search).
    private static func firstRun(in runs: [ClosedRange<Day>], endingFrom day: Day) -> Int {
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].upperBound < day { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Ranges in order; those that touch or overlap become one.
    private static func merged(_ ranges: [ClosedRange<Day>]) -> [ClosedRange<Day>] {
        var runs: [ClosedRange<Day>] = []
        for range in ranges.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
            if let last = runs.last, range.lowerBound <= last.upperBound.adding(days: 1) {
                runs[runs.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                runs.append(range)
            }
        }
        return runs
    }
}

extension DebtVerifier {
    /// Statements cover the days in which money for the invoice can have come, on every account, without a
    /// gap.
    ///
    /// From the issue day, not the due day: many customers pay before it is due, and the wider span is the
    /// safe one. To the as-of day less the allowed delay, but never before the due day itself: else an
    /// invoice would be called unpaid on a day whose statement nobody has seen.
    func statementsCover(_ claim: Claim) -> ConditionResult {
        let asOf = facts.asOf
        let first = min(claim.item.issued, claim.firstDue ?? claim.item.issued)
        let last = min(
            asOf,
            max(
                asOf.adding(days: -policy.statementLagDays), claim.item.issued, claim.due ?? claim.item.issued
            ))
        guard !facts.cover.isEmpty else {
            return .unknown(
                .statementsCover,
                missing: words(.coverNothing, ["from": words.day(first), "to": words.day(last)]))
        }
        guard first <= last else {
            return .unknown(.statementsCover, missing: words(.coverAhead, ["day": words.day(first)]))
        }
        let faults = facts.cover.faults(
            in: first...last, lookback: policy.breakLookbackDays, asOf: asOf, words: words)
        guard faults.isEmpty else {
            return .unknown(.statementsCover, missing: words.list(faults))
        }
        return .passed(
            .statementsCover,
            evidence: words(
                .coverProof,
                ["account": facts.cover.names, "from": words.day(first), "to": words.day(last)]))
    }
}
