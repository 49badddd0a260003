import Domain

/// Finds invoices by what a text says of their numbers, and knows how much a number proves.
final class NumberIndex {
    private var whole: RowIndex
    /// Keys with look-alike letters as digits, where that makes another key.
    private var lookalikes = RowIndex()
    private var counters = CounterIndex()
    private var structured = RowIndex()
    private var byCase: [String: [Int]] = [:]
    private var claimedByCase: [String: [Int]] = [:]
    private(set) var series: [Int32] = []
    private(set) var years: [Int32] = []
    private(set) var counter: [Int32] = []
    private var seriesNumbers = TextNumbers()
    /// Live invoices of each series and year, for the surprise of a number.
    private var seriesCounts: [Int32] = []
    private(set) var keyLengths: [Int] = []
    /// Whether a number of the creditor can end in a letter.
    private(set) var endsInLetters = false
    /// What all numbers without a counter begin with, where most numbers are such.
    private(set) var opaquePrefix: [UInt8] = []
    private let book: OpenBook
    private var groups: [Range<Int>] = []

    init(
        _ book: OpenBook, caseInvoices: [String: [Int64]], claimedInvoices: [String: [Int64]] = [:]
    ) {
        self.book = book
        whole = RowIndex(capacity: book.table.count)
        var lengths: Set<Int> = []
        var years = YearMemo()
        for item in 0..<book.table.count { file(item, years.year(book.table.issued[item]), &lengths) }
        counters = CounterIndex(counter)
        for reference in book.table.references {
            guard let item = book.index(of: reference.id) else { continue }
            structured.insert(
                hash(Array(IdentifierText.compact(reference.reference).utf8)[...]), Int32(item))
        }
        byCase = caseInvoices.mapValues { ids in ids.compactMap { book.index(of: $0) }.sorted() }
        claimedByCase = claimedInvoices.mapValues { ids in ids.compactMap { book.index(of: $0) }.sorted() }
        keyLengths = lengths.filter { $0 >= 3 }.sorted(by: >)
        learnOpaquePrefix()
    }

    private func file(_ item: Int, _ year: Int, _ lengths: inout Set<Int>) {
        let key = book.key(item)
        lengths.insert(key.count)
        whole.insert(hash(key), Int32(item))
        if let last = key.last, !isDigit(last) { endsInLetters = true }
        if key.contains(where: { digitLookalike($0) != $0 }) {
            lookalikes.insert(hash(key.map(digitLookalike)[...]), Int32(item))
        }
        let text = FoldedText(book.table.arena[book.table.numbers[item]])
        let form = NumberForm(text, issuedYear: year, groups: &groups)
        let series = seriesNumbers.number(form.series[...])
        if Int(series) == seriesCounts.count { seriesCounts.append(0) }
        seriesCounts[Int(series)] += 1
        self.series.append(series)
        years.append(form.year)
        counter.append(form.counter)
    }

    /// Where letters and digits follow each other in ever new ways there are no counters, and the letters
    /// that nine in ten numbers begin with may be left out.
    private func learnOpaquePrefix() {
        let sample = (0..<min(Self.sampleSize, book.table.count)).map { book.key($0) }
        let shapes = Set(sample.map { key in key.map { isDigit($0) } })
        guard shapes.count > Self.shapesMax, let first = sample.first else { return }
        let letters = first.prefix { !isDigit($0) }
        for length in stride(from: letters.count, to: 1, by: -1) {
            let prefix = letters.prefix(length)
            guard sample.count(where: { $0.starts(with: prefix) }) * 10 >= sample.count * 9 else { continue }
            opaquePrefix = Array(prefix)
            return
        }
    }

    private static let sampleSize = 2000
    /// Ways to mix letters and digits that a creditor with counters may have: series, prefixes, lengths.
    private static let shapesMax = 8

    func whole(_ key: ArraySlice<UInt8>) -> [Int] {
        matching(whole, hash(key)) { self.book.key($0).elementsEqual(key) }
    }

    func lookalike(_ key: ArraySlice<UInt8>) -> [Int] {
        let digits = key.lazy.map(digitLookalike)
        let hashed = hash(digits)
        let same = { (item: Int) in self.book.key(item).lazy.map(digitLookalike).elementsEqual(digits) }
        let plain = matching(whole, hashed, same)
        let other = matching(lookalikes, hashed, same)
        return other.isEmpty ? plain : Array(Set(plain + other)).sorted()
    }

    @inline(__always)
    private func matching(_ index: RowIndex, _ key: UInt64, _ isSame: (Int) -> Bool) -> [Int] {
        var link = index.first(key)
        guard link >= 0 else { return [] }
        var found: [Int] = []
        while link >= 0 {
            let item = Int(index.row(link))
            if isSame(item) { found.append(item) }
            link = index.next(link)
        }
        if found.count > 1 { found.reverse() }
        return found
    }

    func structured(_ reference: String) -> [Int] {
        structured.rows(hash(Array(reference.utf8)[...])).map { Int($0) }
    }

    /// The invoices that the letters of a case listed under one reference that are still owed. All of them
    /// are meant; only where the payment is what the letter asked for, and it offered to take others along,
    /// are those others not.
    func listed(under reference: String, paidBy payment: Payment) -> [Int] {
        let listed = (byCase[reference] ?? []).filter { book.owed($0) != 0 }
        let claimed = (claimedByCase[reference] ?? []).filter { book.isOpen($0, for: payment) }
        guard !claimed.isEmpty, claimed.count < listed.count else { return listed }
        return claimed.reduce(0) { $0 + book.owed($1) } == payment.amount ? claimed : listed
    }

    /// Invoices with this counter, and this year and series where the text gives them; `nil` where there are
    /// too many to mean anything.
    func counter(_ counter: Int, year: Int?, series: ArraySlice<UInt8>?, limit: Int) -> [Int]? {
        var wanted: Int32?
        if let series {
            guard let number = seriesNumbers.find(series) else { return [] }
            wanted = number
        }
        var found: [Int] = []
        var next = counters.first(counter)
        while next >= 0 {
            let item = Int(next)
            next = counters.next(next)
            if let year, years[item] != 0, years[item] != Int32(year) { continue }
            if let wanted, self.series[item] != wanted { continue }
            found.append(item)
            if found.count > limit { return nil }
        }
        found.reverse()
        return found
    }

    /// How much it surprises to meet the item's whole number in a text that does not mean it: the information
    /// of its characters less what the live numbers of its series make likely, in bits.
    func surprise(_ item: Int) -> Int {
        var centibits = 0
        for byte in book.key(item) { centibits += isDigit(byte) ? 332 : 400 }
        let live = max(1, Int(seriesCounts[Int(series[item])]))
        return (centibits - (Int.bitWidth - live.leadingZeroBitCount) * 100) / 100
    }

    /// Whether the text's word is a series of the creditor.
    func isSeries(_ word: ArraySlice<UInt8>) -> Bool { seriesNumbers.find(word) != nil }
}

/// Items by counter, the newest first.
private struct CounterIndex {
    /// By counter, where counters lie close together; -1 for none.
    private var dense: [Int32] = []
    private var sparse = RowIndex()
    /// The next item of the same counter.
    private var links: [Int32] = []

    init() {}

    init(_ counters: [Int32]) {
        links = Array(repeating: -1, count: counters.count)
        let last = Int(counters.max() ?? 0)
        if last <= counters.count * 4 { dense = Array(repeating: -1, count: last + 1) }
        for (item, counter) in counters.enumerated() where counter >= 0 {
            links[item] = first(Int(counter))
            if dense.isEmpty {
                sparse.insert(UInt64(counter), Int32(item))
            } else {
                dense[Int(counter)] = Int32(item)
            }
        }
    }

    func first(_ counter: Int) -> Int32 {
        if !dense.isEmpty { return counter < dense.count ? dense[counter] : -1 }
        let link = sparse.first(UInt64(counter))
        return link < 0 ? -1 : sparse.row(link)
    }

    func next(_ item: Int32) -> Int32 { links[Int(item)] }
}

/// Years of issue days: neighbouring invoices share them.
private struct YearMemo {
    private var first: Int32 = 0
    private var last: Int32 = -1
    private var year = 0

    mutating func year(_ day: Int32) -> Int {
        if day >= first, day <= last { return year }
        year = Day(number: day).civil.year
        first = Day(year: year, month: 1, day: 1)?.number ?? day
        last = Day(year: year, month: 12, day: 31)?.number ?? day
        return year
    }
}
