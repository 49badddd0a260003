import Domain

/// Reads invoice numbers out of a text: whole ones first, then forms of them in the words that are left.
struct NumberReader {
    private let text: FoldedText
    private let numbers: NumberIndex
    private let book: OpenBook
    private let booked: Int32
    private let year: Int
    private var explained: [Bool]
    private(set) var mentions: [Mention] = []
    /// Runs of words that look like a number of somebody's invoice and are none of ours.
    private(set) var unexplained: [[UInt8]] = []

    /// Whether the text speaks of the payer's own paper or of money given back: a supplier's refund quotes
    /// numbers too, and they may look like ours.
    private(set) var isRefund = false
    /// Whether it speaks of what is not invoiced yet: an order, a pro-forma, an advance.
    private(set) var isAdvance = false

    /// More invoices than this under one counter mean nothing.
    private static let floodedAt = 64

    init(_ text: FoldedText, numbers: NumberIndex, book: OpenBook, payment: Payment) {
        self.text = text
        self.numbers = numbers
        self.book = book
        booked = payment.booked
        year = payment.bookedYear
        explained = Array(repeating: false, count: text.tokens.count)
    }

    mutating func read() {
        for index in text.tokens.indices where text.tokens[index].digits == 0 {
            let kinds = NumberCues.kinds(text.word(index))
            if kinds.contains(.refund) { isRefund = true }
            if kinds.contains(.advance) { isAdvance = true }
        }
        guard text.tokens.contains(where: { $0.digits > 0 }) || numbers.endsInLetters else { return }
        maskIdentifiers()
        readJoined(grade: .full) { numbers, key in numbers.whole(key) }
        readJoined(grade: .form) { numbers, key in numbers.lookalike(key) }
        readForms()
        collectUnexplained()
    }

    /// Tax ids, accounts and dates are explained: they cannot pose as invoice numbers.
    private mutating func maskIdentifiers() {
        for index in text.tokens.indices where text.tokens[index].digits > 0 {
            let word = text.word(index)
            if word.count == 9, word.contains(where: { !isDigit($0) }),
                TaxIdentifier(spanish: String(decoding: word, as: UTF8.self)) != nil
            {
                explained[index] = numbers.whole(word).isEmpty
            } else if word.count == 24, word.starts(with: [0x45, 0x53]) {
                explained[index] = true
            } else if isDate(index) {
                for part in index..<index + 3 { explained[part] = true }
            }
        }
    }

    /// `15/03/2025`, `15-03-25`, `2025.03.15`: three words, equal marks, day and month.
    private func isDate(_ index: Int) -> Bool {
        guard index + 2 < text.tokens.count else { return false }
        let (mark, next) = (text.tokens[index + 1].mark, text.tokens[index + 2].mark)
        guard mark == next, mark == 0x2F || mark == 0x2D || mark == 0x2E else { return false }
        let (first, last) = (text.word(index), text.word(index + 2))
        guard let a = value(first), let b = value(text.word(index + 1)), let c = value(last),
            (1...12).contains(b)
        else { return false }
        if first.count == 4 { return (2000...2099).contains(a) && (1...31).contains(c) }
        return (1...31).contains(a) && first.count <= 2
            && (last.count == 4 ? (2000...2099).contains(c) : last.count == 2)
    }

    /// Words, or neighbouring words joined, that are a whole number: `F2025-0 0901`, `F20 25-09380`.
    private mutating func readJoined(
        grade: Reference.Grade, lookup: (NumberIndex, ArraySlice<UInt8>) -> [Int]
    ) {
        guard let longest = numbers.keyLengths.first else { return }
        for first in text.tokens.indices where !explained[first] {
            for last in first..<min(first + 4, text.tokens.count) {
                if explained[last] { break }
                let range = text.range(first, last)
                guard range.count <= longest + 12 else { break }
                guard let found = wholeNumber(in: range, grade: grade, lookup: lookup) else { continue }
                mentions.append(
                    Mention(
                        seen: Array(text.bytes[found.range]),
                        references: found.items.map { Reference(item: $0, grade: graded(grade, $0)) },
                        isCued: isCued(first)))
                for index in first...last { explained[index] = true }
                break
            }
        }
    }

    /// A short number proves little even when it is read whole.
    private func graded(_ grade: Reference.Grade, _ item: Int) -> Reference.Grade {
        if numbers.surprise(item) >= 13 { return grade }
        return book.keys[item].count >= 4 ? min(grade, .form) : .counter
    }

    /// The number that the joined words end with, begin with or are. It may follow letters (`FACTURAF2025…`),
    /// but a digit never precedes a number that begins with one.
    private func wholeNumber(
        in range: Range<Int>, grade: Reference.Grade, lookup: (NumberIndex, ArraySlice<UInt8>) -> [Int]
    ) -> (items: [Int], range: Range<Int>)? {
        let last = text.bytes[range.upperBound - 1]
        let ends = isDigit(last) || numbers.endsInLetters
        guard ends || (grade == .form && digitLookalike(last) != last) else { return nil }
        for length in numbers.keyLengths where length <= range.count {
            let start = range.upperBound - length
            guard start == range.lowerBound || !isDigit(text.bytes[start - 1]) else { continue }
            let items = issued(lookup(numbers, text.bytes[start..<range.upperBound]))
            if !items.isEmpty { return (items, start..<range.upperBound) }
        }
        return nil
    }

    private func issued(_ items: [Int]) -> [Int] {
        items.allSatisfy { book.table.issued[$0] <= booked }
            ? items : items.filter { book.table.issued[$0] <= booked }
    }

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
            if let (mention, used) = form(at: index, isList: isList) {
                let before = mentions.last
                mentions.append(mention)
                if let before { expandRange(to: index, from: before, last: mention) }
                for used in index..<index + used { explained[used] = true }
                index += used
                isList = true
            } else {
                isList = isList && text.tokens[index].range.count <= 1
                index += 1
            }
        }
    }

    /// `CONTRATO 2024`, `PEDIDO N. 29057`.
    private func followsForeignWord(_ index: Int) -> Bool {
        var before = index - 1
        while before > 0, NumberCues.isFiller(text.word(before)) { before -= 1 }
        return before >= 0 && NumberCues.isForeign(text.word(before))
    }

    private func isCued(_ index: Int) -> Bool { index > 0 && NumberCues.isCue(text.word(index - 1)) }

    /// A form that starts at word `index`, with how many words it takes; the longest reading first.
    private func form(at index: Int, isList: Bool) -> (Mention, Int)? {
        // Words of letters begin no form, but for a short one that digits follow: a series.
        let token = text.tokens[index]
        if token.digits == 0, numbers.opaquePrefix.isEmpty {
            guard token.range.count <= 4, index + 1 < text.tokens.count, text.tokens[index + 1].digits > 0
            else { return nil }
        }
        if followsForeignWord(index) { return nil }
        if isList, let shortened = shortened(at: index) { return (shortened, 1) }
        if let opaque = opaque(at: index) { return (opaque, 1) }
        // A number that is all the text says needs no word before it.
        let isAlone = text.tokens.count == 1
        for count in stride(from: min(3, text.tokens.count - index), through: 1, by: -1) {
            guard !explained[index..<index + count].contains(true) else { continue }
            var groups: [ArraySlice<UInt8>] = []
            for word in index..<index + count { groups += classRuns(normalized(text.word(word))) }
            var isCued = isCued(index)
            // `FRA17` is the word and the number, unless the creditor has a series of that name.
            if let first = groups.first, text.tokens[index].digits > 0, NumberCues.isCue(first),
                !numbers.isSeries(first)
            {
                groups.removeFirst()
                isCued = true
            }
            let mayBeBare = (isList || isCued || isAlone) && count == 1
            guard let reading = FormReading(groups: groups, year: year, mayBeBare: mayBeBare),
                let found = numbers.counter(
                    reading.counter, year: reading.year, series: reading.series, limit: Self.floodedAt)
            else { continue }
            let items = issued(found)
            guard !items.isEmpty else { continue }
            let isBare = reading.year == nil && reading.series == nil
            let grade: Reference.Grade =
                isBare && reading.digits < 4 || reading.digits < 3 && reading.year == nil ? .counter : .form
            return (
                Mention(
                    seen: Array(text.bytes[text.range(index, index + count - 1)]),
                    references: items.map { Reference(item: $0, grade: grade) }, isCued: isCued || isList),
                count
            )
        }
        return nil
    }

    /// `7K3M9` of `INV7K3M9`: a number without counter, without the letters that all of them begin with.
    private func opaque(at index: Int) -> Mention? {
        guard !numbers.opaquePrefix.isEmpty, text.tokens[index].range.count >= 4 else { return nil }
        let items = issued(numbers.whole((numbers.opaquePrefix + text.word(index))[...]))
        guard !items.isEmpty else { return nil }
        return Mention(
            seen: Array(text.word(index)), references: items.map { Reference(item: $0, grade: .form) },
            isCued: true)
    }

    /// `24` in `1023/24/25`: the number before it with its last digits replaced; or the counter 24 itself.
    private func shortened(at index: Int) -> Mention? {
        let word = text.word(index)
        guard word.count <= 3, word.allSatisfy(isDigit), let before = mentions.last else { return nil }
        let digits = Array(before.seen.reversed().prefix { isDigit($0) }.reversed())
        guard digits.count > word.count else { return nil }
        let counter = digits.dropLast(word.count) + word
        guard let joined = value(counter.suffix(9)) else { return nil }
        let year = digits.count > 6 ? value(digits.prefix(4)) : nil
        let short = digits.count > 6 ? value(counter.dropFirst(4)) : joined
        var items: Set<Int> = []
        for candidate in [joined, short].compactMap({ $0 }) {
            items.formUnion(numbers.counter(candidate, year: nil, series: nil, limit: Self.floodedAt) ?? [])
        }
        if year == nil, let literal = value(word) {
            items.formUnion(numbers.counter(literal, year: nil, series: nil, limit: Self.floodedAt) ?? [])
        }
        let found = issued(items.sorted())
        guard !found.isEmpty else { return nil }
        return Mention(
            seen: Array(counter), references: found.map { Reference(item: $0, grade: .form) }, isCued: true)
    }

    /// `1023 A 1027`: what lies between two numbers of one list is meant too, as far as it is the customer's.
    private mutating func expandRange(to index: Int, from first: Mention, last: Mention) {
        guard index >= 2, text.tokens.indices.contains(index - 1) else { return }
        let word = text.word(index - 1)
        guard Self.rangeWords.contains(where: { word.elementsEqual($0.utf8) }),
            let low = first.references.first.map({ numbers.counter[$0.item] }),
            let high = last.references.first.map({ numbers.counter[$0.item] }), low >= 0, high - low > 1,
            high - low <= 40
        else { return }
        for counter in low + 1..<high {
            let found = issued(
                numbers.counter(Int(counter), year: nil, series: nil, limit: Self.floodedAt) ?? [])
            guard !found.isEmpty else { continue }
            mentions.append(
                Mention(
                    seen: first.seen, references: found.map { Reference(item: $0, grade: .form) },
                    isCued: true, isOptional: true))
        }
    }

    private static let rangeWords = ["A", "AL", "HASTA"]

    /// Look-alike letters become digits in words that hold a digit, the first letter run apart.
    private func normalized(_ word: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard word.contains(where: isDigit) else { return word }
        let letters = word.prefix { !isDigit($0) }
        return letters + word.dropFirst(letters.count).map(digitLookalike)
    }

    /// Begins like the creditor's numbers without counter and is about as long.
    private func isOpaqueNumber(_ word: ArraySlice<UInt8>) -> Bool {
        !numbers.opaquePrefix.isEmpty && word.starts(with: numbers.opaquePrefix)
            && numbers.keyLengths.contains { abs($0 - word.count) <= 1 }
    }

    /// What is left and looks like a number of somebody's invoice: words with four digits or more, with the
    /// unexplained words beside them.
    private mutating func collectUnexplained() {
        var index = 0
        while index < text.tokens.count {
            if !explained[index], isOpaqueNumber(text.word(index)) {
                unexplained.append(Array(text.word(index)))
                index += 1
                continue
            }
            guard !explained[index], text.tokens[index].digits > 0 else {
                index += 1
                continue
            }
            var last = index
            while last + 1 < text.tokens.count, last - index < 3, !explained[last + 1],
                text.tokens[last + 1].digits > 0
            { last += 1 }
            let digits = (index...last).reduce(0) { $0 + text.tokens[$1].digits }
            if digits >= 4 { unexplained.append(Array(text.bytes[text.range(index, last)])) }
            index = last + 1
        }
    }
}

/// Series, year and counter that words spell.
struct FormReading {
    var series: ArraySlice<UInt8>?
    var year: Int?
    var counter = 0
    /// Digits of the counter as written.
    var digits = 0

    init?(groups: [ArraySlice<UInt8>], year bookedYear: Int, mayBeBare: Bool) {
        var rest = groups[...]
        if let first = rest.first, let byte = first.first, !isDigit(byte) {
            guard first.count <= 4, rest.count > 1 else { return nil }
            series = first
            rest = rest.dropFirst()
        }
        guard rest.allSatisfy({ isDigit($0.first ?? 0) }), let first = rest.first, rest.count <= 2 else {
            return nil
        }
        if rest.count == 2, let second = rest.last {
            if let year = Self.year(first, near: bookedYear), let counter = value(second) {
                (self.year, self.counter, digits) = (year, counter, second.count)
            } else if second.count == 2, let year = Self.year(second, near: bookedYear),
                let counter = value(first)
            {
                (self.year, self.counter, digits) = (year, counter, first.count)
            } else {
                return nil
            }
        } else if first.count > 5, let year = Self.year(first.prefix(4), near: bookedYear),
            let counter = value(first.dropFirst(4))
        {
            (self.year, self.counter, digits) = (year, counter, first.count - 4)
        } else {
            guard series != nil || mayBeBare, first.count <= 7, let counter = value(first) else { return nil }
            self.counter = counter
            digits = first.count
        }
        // `F2025` is the beginning of a number, not the two thousand and twenty-fifth.
        let isYear = year == nil && digits == 4 && (bookedYear - 2...bookedYear).contains(counter)
        guard counter > 0, !isYear || series == nil else { return nil }
    }

    /// A year written with four or two digits, this one or one of the two before.
    private static func year(_ digits: ArraySlice<UInt8>, near booked: Int) -> Int? {
        guard digits.count == 4 || digits.count == 2, let number = value(digits) else { return nil }
        let year = digits.count == 2 ? booked / 100 * 100 + number : number
        return (booked - 2...booked).contains(year) ? year : nil
    }
}
