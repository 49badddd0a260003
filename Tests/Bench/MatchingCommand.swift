/// `recobro-bench match SET ...` and `recobro-bench nights SET ...`.
enum MatchingCommand {
    static func run(_ command: String, _ folder: String, _ words: ArraySlice<String>) throws {
        var measure = MatchingMeasure.Options()
        var words = words
        while let name = words.popFirst() {
            let word = words.popFirst() ?? ""
            switch (name, Int(word)) {
            case ("--source", _):
                guard let source = MatchingSet.Source(rawValue: word) else { throw unfinished(name) }
                measure.source = source
            case ("--out", _) where !word.isEmpty: measure.out = word
            case ("--repeat", .some(let count)) where (1...1000).contains(count): measure.repeats = count
            default: throw unfinished(name)
            }
        }
        try MatchingMeasure.run(folder, measure)
    }

    private static func unfinished(_ option: String) -> BenchError {
        BenchError("unknown or unfinished option \(option)\n\(Bench.usage)")
    }
}
