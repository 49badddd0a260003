import Domain
import Matching

/// `recobro-bench match SET ...` and `recobro-bench nights SET ...`.
enum MatchingCommand {
    static func run(_ command: String, _ folder: String, _ words: ArraySlice<String>) throws {
        var measure = MatchingMeasure.Options()
        var nights = MatchingNights.Options()
        let isNights = command == "nights"
        var words = words
        while let name = words.popFirst() {
            let word = words.popFirst() ?? ""
            switch (name, Int(word)) {
            case ("--source", _):
                guard let source = MatchingSource(rawValue: word) else { throw unfinished(name) }
                (measure.source, nights.source) = (source, source)
            case ("--out", _) where !word.isEmpty: (measure.out, nights.out) = (word, word)
            case ("--licences", _) where word == "all":
                (measure.policy.grantsAllLicences, nights.policy.grantsAllLicences) = (true, true)
            case ("--licence-bound", .some(let bound)) where isNights && (0...10_000).contains(bound):
                nights.policy.licenceBound = bound
            case ("--repeat", .some(let count)) where !isNights && (1...1000).contains(count):
                measure.repeats = count
            case ("--nights", .some(let count)) where isNights && count >= 0: nights.nights = count
            case ("--per-night", .some(let count)) where isNights && count > 0: nights.perNight = count
            case ("--errors", .some(let count)) where isNights && count > 0: nights.errors = count
            case ("--seed", .some(let seed)) where isNights && seed >= 0: nights.seed = seed
            case ("--from", _) where isNights:
                guard let day = Day(iso: word) else { throw unfinished(name) }
                nights.from = day
            case ("--backlog", _) where isNights && ["settled", "decided"].contains(word):
                nights.decidesBacklog = word == "decided"
            default: throw unfinished(name)
            }
        }
        if isNights {
            try MatchingNights.run(folder, nights)
        } else {
            try MatchingMeasure.run(folder, measure)
        }
    }

    private static func unfinished(_ option: String) -> BenchError {
        BenchError("unknown or unfinished option \(option)\n\(Bench.usage)")
    }
}
