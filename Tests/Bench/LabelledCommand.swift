import LabelledSets

/// `recobro-bench labelled FOLDER ...`: invoices, bank movements and the truth that links them.
enum LabelledCommand {
    static func run(_ folder: String, _ words: ArraySlice<String>) throws {
        var profile = Profile.typical
        var payments = 10_000
        var seed: UInt64 = 1
        var numbering = Numbering.standard
        var formats = LabelledSet.Format.allCases
        var words = words
        while let name = words.popFirst() {
            let word = words.popFirst() ?? ""
            switch (name, Int(word)) {
            case ("--profile", _): profile = try known(word, name)
            case ("--numbering", _): numbering = try known(word, name)
            case ("--payments", .some(let count)) where (100...10_000_000).contains(count): payments = count
            case ("--seed", .some(let number)) where number >= 0: seed = UInt64(number)
            case ("--formats", _):
                formats = try word.split(separator: ",").map { try known(String($0), name) }
            default: throw BenchError("unknown or unfinished option \(name)\n\(Bench.usage)")
            }
        }
        do {
            try LabelledSet(profile: profile, payments: payments, seed: seed, numbering: numbering)
                .write(into: folder, formats: formats)
        } catch let error as LabelledSetError {
            throw BenchError(error.description)
        }
    }

    private static func known<Choice: RawRepresentable & CaseIterable>(_ word: String, _ option: String)
        throws -> Choice
    where Choice.RawValue == String {
        if let choice = Choice(rawValue: word) { return choice }
        throw BenchError("\(option): \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
    }
}
