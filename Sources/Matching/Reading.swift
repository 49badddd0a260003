import Domain

/// An invoice that a movement's text points to, and how clearly.
struct Reference: Equatable {
    enum Grade: Int, Comparable {
        /// Only the counter, after a word such as FRA or in a list.
        case counter
        /// A shortened or misspelt form of the number.
        case form
        /// The number as the creditor writes it, blanks and marks apart.
        case full
        /// Structured reference or end-to-end id of its own.
        case structured
        static func < (a: Grade, b: Grade) -> Bool { a.rawValue < b.rawValue }
    }

    let item: Int
    let grade: Grade
    /// The bytes that were read as its number.
    let seen: [UInt8]

    /// A bare counter that goes on a list of numbers is as clear as a shortened number: `F2025-0290/0291`.
    var inList: Reference { grade == .counter ? Reference(item: item, grade: .form, seen: seen) : self }
}

/// What one movement says: which invoices, which payer, and numbers that could not be explained.
struct Reading {
    /// By item index, each item once, with its best grade.
    private(set) var references: [Reference] = []
    /// Places in the text where a number was read, each with all items that it can mean.
    private(set) var mentions: [[Reference]] = []
    /// Words that look like an invoice number and are none of ours.
    private(set) var unexplained: [[UInt8]] = []
    let payer: Payer
    /// Whether the payer's printed name, account or tax id fits a customer.
    private let fits: (String) -> Bool

    init(of movement: Movement, numbers: NumberIndex, payers: PayerIndex, book: OpenBook) {
        let entry = movement.entry
        let payer = payers.payer(of: entry)
        self.payer = payer
        let printed = payer.means < .iban ? PersonName(entry.counterparty) : nil
        fits = { customer in
            payer.customers.contains(customer)
                || printed.map { payers.nameFits($0, customer: customer) } ?? false
        }
        var reader = NumberReader(text: entry.text, numbers: numbers, book: book, booked: entry.booked)
        reader.read()
        mentions = reader.mentions
        unexplained = reader.unexplained
        for reference in [entry.structuredReference, entry.endToEndId] where !reference.isEmpty {
            let items = numbers.full(FoldedText(reference).bytes)
            if !items.isEmpty {
                mentions.append(
                    items.map { Reference(item: $0, grade: .structured, seen: Array(reference.utf8)) })
            }
        }
        readCreditorReferences(entry, numbers, book)
        var best: [Int: Reference] = [:]
        for reference in mentions.joined() where (best[reference.item]?.grade ?? .counter) <= reference.grade
        {
            best[reference.item] = reference
        }
        references = best.values.sorted { $0.item < $1.item }
    }

    /// Creditor references (RF, ISO 11649), in their own field or printed in the text, in groups or not: an
    /// invoice's own one means that invoice, a letter's means all that the letter claimed.
    private mutating func readCreditorReferences(
        _ entry: EntryRecord, _ numbers: NumberIndex, _ book: OpenBook
    ) {
        for candidate in [entry.structuredReference] + Self.printedReferences(entry.text)
        where !candidate.isEmpty {
            let reference = IdentifierText.compact(candidate)
            let seen = Array(reference.utf8)
            let own = numbers.structured(reference)
            if !own.isEmpty {
                mentions.append(own.map { Reference(item: $0, grade: .structured, seen: seen) })
            }
            let claimed = numbers.claimed(under: reference).filter { book.outstanding[$0] != 0 }
            mentions += claimed.map { [Reference(item: $0, grade: .structured, seen: seen)] }
            if !own.isEmpty || !claimed.isEmpty {
                unexplained.removeAll { reference.contains(String(decoding: $0, as: UTF8.self)) }
            }
        }
    }

    /// Words, or neighbouring words joined, that are a creditor reference with right check digits.
    private static func printedReferences(_ text: String) -> [String] {
        let text = FoldedText(text)
        var found: [String] = []
        for first in text.tokens.indices where text.word(first).starts(with: [0x52, 0x46]) {
            for last in first..<min(first + 7, text.tokens.count) {
                let range = text.tokens[first].range.lowerBound..<text.tokens[last].range.upperBound
                guard range.count <= 25 else { break }
                if let reference = CreditorReference(String(decoding: text.bytes[range], as: UTF8.self)) {
                    found.append(reference.text)
                }
            }
        }
        return found
    }

    /// Whether the payer is, or can be, this customer.
    func payerFits(_ customer: String) -> Bool { fits(customer) }

    /// Whether the bank prints a payer that is not this customer.
    func payerContradicts(_ customer: String) -> Bool { payer.isNamed && !fits(customer) }
}

/// Reads invoice numbers out of a text: whole ones first, then forms of them in the words that are left.
struct NumberReader {
    private let text: FoldedText
    private let numbers: NumberIndex
    private let book: OpenBook
    private let booked: Day
    private var explained: [Bool]
    private(set) var mentions: [[Reference]] = []
    private(set) var unexplained: [[UInt8]] = []

    private static let cues: Set<String> = [
        "FRA", "FRAS", "FACT", "FACTURA", "FACTURAS", "FT", "NUM", "NUMERO", "N", "NO", "NUMFACTURA",
        "RECIBO", "PAGO",
    ]

    init(text: String, numbers: NumberIndex, book: OpenBook, booked: Day) {
        self.text = FoldedText(text)
        self.numbers = numbers
        self.book = book
        self.booked = booked
        explained = Array(repeating: false, count: self.text.tokens.count)
    }

    mutating func read() {
        readJoined(lookup: numbers.full, grade: .full)
        readJoined(lookup: numbers.lookalike, grade: .form)
        readForms()
        collectUnexplained()
    }

    /// Words, or neighbouring words joined, that are a whole number: `F2025-0 0901`, `F20 25-09380`.
    private mutating func readJoined(lookup: (ArraySlice<UInt8>) -> [Int], grade: Reference.Grade) {
        for first in text.tokens.indices where !explained[first] {
            for last in first..<min(first + 4, text.tokens.count) {
                if explained[last] { break }
                let range = text.tokens[first].range.lowerBound..<text.tokens[last].range.upperBound
                guard let longest = numbers.keyLengths.first, range.count <= longest + 12 else { break }
                guard let found = wholeNumber(in: range, lookup: lookup) else { continue }
                mentions.append(found.items.map { Reference(item: $0, grade: grade, seen: found.seen) })
                for index in first...last { explained[index] = true }
                break
            }
        }
    }

    /// The number that the joined words end with, begin with or are. It may follow letters (`FACTURAF2025…`),
    /// but a digit never precedes a number that begins with one.
    private func wholeNumber(
        in range: Range<Int>, lookup: (ArraySlice<UInt8>) -> [Int]
    ) -> (items: [Int], seen: [UInt8])? {
        for length in numbers.keyLengths where length <= range.count {
            let start = range.upperBound - length
            guard start == range.lowerBound || !isDigit(text.bytes[start - 1]) else { continue }
            let items = issued(lookup(text.bytes[start..<range.upperBound]))
            if !items.isEmpty { return (items, Array(text.bytes[start..<range.upperBound])) }
        }
        return nil
    }

    private func issued(_ items: [Int]) -> [Int] { items.filter { book.items[$0].issued <= booked } }

    /// Shortened forms: no series, no year, no leading zeros, counter/year, and lists that go on with
    /// counters.
    private mutating func readForms() {
        var isList = false
        var index = 0
        while index < text.tokens.count {
            if explained[index] {
                isList = true
                index += 1
                continue
            }
            if let (found, used) = form(at: index, isList: isList || followsCue(index)) {
                mentions.append(isList ? found.map(\.inList) : found)
                for used in index..<index + used { explained[used] = true }
                index += used
                isList = true
            } else {
                isList = isList && text.tokens[index].range.count <= 1
                index += 1
            }
        }
    }

    private func followsCue(_ index: Int) -> Bool {
        index > 0 && Self.cues.contains(String(decoding: text.word(index - 1), as: UTF8.self))
    }

    /// A form that starts at word `index`, with how many words it takes; the longest reading first.
    private func form(at index: Int, isList: Bool) -> ([Reference], Int)? {
        for count in stride(from: min(3, text.tokens.count - index), through: 1, by: -1) {
            guard !explained[index..<index + count].contains(true) else { continue }
            var groups: [[UInt8]] = []
            for word in index..<index + count { groups += classRuns(normalized(text.word(word))) }
            guard
                let reading = FormReading(
                    groups: groups, year: booked.civil.year, isList: isList && count == 1)
            else { continue }
            let items = issued(numbers.counter(reading.counter, year: reading.year, series: reading.series))
            guard !items.isEmpty, items.count <= 8 else { continue }
            let seen = Array(
                text.bytes[
                    text.tokens[index].range.lowerBound..<text.tokens[index + count - 1].range.upperBound])
            let grade: Reference.Grade = reading.year == nil && reading.series == nil ? .counter : .form
            return (items.map { Reference(item: $0, grade: grade, seen: seen) }, count)
        }
        return nil
    }

    /// Look-alike letters become digits in words that hold a digit, the first letter run apart.
    private func normalized(_ word: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard word.contains(where: isDigit) else { return word }
        let letters = word.prefix { !isDigit($0) }
        return letters + word.dropFirst(letters.count).map(digitLookalike)
    }

    /// What is left and looks like a number of somebody's invoice: four digits or more.
    private mutating func collectUnexplained() {
        for index in text.tokens.indices where !explained[index] {
            let word = text.word(index)
            if word.filter(isDigit).count >= 4 { unexplained.append(Array(word)) }
        }
    }
}

/// Series, year and counter that words spell.
private struct FormReading {
    var series: [UInt8]?
    var year: Int?
    var counter = 0

    init?(groups: [[UInt8]], year bookedYear: Int, isList: Bool) {
        var rest = groups[...]
        if let first = rest.first, !isDigit(first[0]) {
            guard first.count <= 4, rest.count > 1 else { return nil }
            series = first
            rest = rest.dropFirst()
        }
        guard rest.allSatisfy({ isDigit($0[0]) }), let first = rest.first, rest.count <= 2 else { return nil }
        if rest.count == 2, let second = rest.last {
            if let year = Self.year(first, near: bookedYear), let counter = value(second) {
                (self.year, self.counter) = (year, counter)
            } else if second.count == 2, let year = Self.year(second, near: bookedYear),
                let counter = value(first)
            {
                (self.year, self.counter) = (year, counter)
            } else {
                return nil
            }
        } else if first.count > 5, let year = Self.year(Array(first.prefix(4)), near: bookedYear),
            let counter = value(first.dropFirst(4))
        {
            (self.year, self.counter) = (year, counter)
        } else {
            guard series != nil || isList, first.count <= 6, let counter = value(first) else { return nil }
            self.counter = counter
        }
        guard counter > 0 else { return nil }
    }

    /// A year written with four or two digits, this one or one of the two before.
    private static func year(_ digits: [UInt8], near booked: Int) -> Int? {
        guard digits.count == 4 || digits.count == 2, let number = value(digits) else { return nil }
        let year = digits.count == 2 ? booked / 100 * 100 + number : number
        return (booked - 2...booked).contains(year) ? year : nil
    }
}
