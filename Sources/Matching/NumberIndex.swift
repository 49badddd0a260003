import Domain

/// How an invoice number is built: letters, the year, the counter. Learned from the number and its issue
/// year.
struct NumberForm: Equatable {
    /// Letters before the digits, may be empty.
    var series: [UInt8] = []
    /// Full year where the number carries it (in four or two digits), else 0.
    var year = 0
    var counter = 0
    var hasYear: Bool { year != 0 }

    /// The form of `number`; `nil` where it holds no counter of at most nine digits.
    init?(number: String, issuedYear: Int) {
        let text = FoldedText(number)
        let groups = text.tokens.indices.flatMap { classRuns(text.word($0)) }
        self.init(groups: groups, issuedYear: issuedYear)
    }

    private init?(groups: [[UInt8]], issuedYear: Int) {
        var digits = groups.filter { isDigit($0[0]) }
        series = groups.prefix { !isDigit($0[0]) }.flatMap { $0 }
        if digits.count == 1, digits[0].count > 5, value(Array(digits[0].prefix(4))) == issuedYear {
            digits = [Array(digits[0].prefix(4)), Array(digits[0].dropFirst(4))]
        }
        guard let last = digits.last, last.count <= 9, let counter = value(last) else { return nil }
        self.counter = counter
        if digits.count > 1,
            digits.dropLast().contains(where: {
                value($0) == issuedYear || ($0.count == 2 && value($0) == issuedYear % 100)
            })
        {
            year = issuedYear
        }
    }
}

/// A word cut where letters and digits meet: `F2025` is `F`, `2025`.
func classRuns(_ word: ArraySlice<UInt8>) -> [[UInt8]] {
    var runs: [[UInt8]] = []
    for byte in word {
        if let last = runs.last?.last, isDigit(last) == isDigit(byte) {
            runs[runs.count - 1].append(byte)
        } else {
            runs.append([byte])
        }
    }
    return runs
}

/// The number that digits say; `nil` for none or more than nine.
func value(_ digits: some Collection<UInt8>) -> Int? {
    guard (1...9).contains(digits.count) else { return nil }
    var result = 0
    for byte in digits {
        guard isDigit(byte) else { return nil }
        result = result * 10 + Int(byte - 0x30)
    }
    return result
}

/// Finds invoices by what a text says of their numbers. Multi-maps throughout: two invoices with one number
/// are ambiguous, never the last one.
struct NumberIndex {
    private var byFullKey: [String: IndexList] = [:]
    /// Keys with look-alike letters as digits, where that makes another key.
    private var byLookalike: [String: IndexList] = [:]
    private var byCounter: [Int: IndexList] = [:]
    private var byReference: [String: IndexList] = [:]
    private var byCase: [String: [Int]] = [:]
    private(set) var forms: [NumberForm?] = []
    private(set) var keyLengths: [Int] = []

    /// Takes the items in the order of the open book, whose indexes it answers with.
    init(items: [OpenItem], caseInvoices: [String: [Int64]] = [:]) {
        var lengths: Set<Int> = []
        var series: [[UInt8]: [UInt8]] = [:]
        forms.reserveCapacity(items.count)
        for (index, item) in items.enumerated() {
            let key = FoldedText(item.number).bytes
            let digits = key.map(digitLookalike)
            lengths.insert(key.count)
            byFullKey[text(key), default: IndexList()].append(index)
            if digits != key { byLookalike[text(digits), default: IndexList()].append(index) }
            var form = NumberForm(number: item.number, issuedYear: item.issued.civil.year)
            if let form { byCounter[form.counter, default: IndexList()].append(index) }
            // A million numbers of one series share its letters.
            if let own = form?.series { form?.series = series[own, default: own] }
            if let own = form?.series { series[own] = own }
            forms.append(form)
            if !item.paymentReference.isEmpty {
                byReference[IdentifierText.compact(item.paymentReference), default: IndexList()].append(index)
            }
        }
        if !caseInvoices.isEmpty {
            var indexes: [Int64: Int] = [:]
            for (index, item) in items.enumerated() { indexes[item.id] = index }
            byCase = caseInvoices.mapValues { $0.compactMap { indexes[$0] }.sorted() }
        }
        keyLengths = lengths.filter { $0 >= 4 }.sorted(by: >)
    }

    func full(_ key: some Collection<UInt8>) -> [Int] { byFullKey[text(key)]?.indexes ?? [] }

    func lookalike(_ key: some Collection<UInt8>) -> [Int] {
        let digits = text(key.map(digitLookalike))
        guard let other = byLookalike[digits] else { return byFullKey[digits]?.indexes ?? [] }
        return ((byFullKey[digits]?.indexes ?? []) + other.indexes).sorted()
    }

    func structured(_ reference: String) -> [Int] {
        byReference[IdentifierText.compact(reference)]?.indexes ?? []
    }

    /// The invoices that the letters of a case claimed under one reference: all of them are meant.
    func claimed(under reference: String) -> [Int] { byCase[reference] ?? [] }

    /// Invoices with this counter, and this year and series where the text gives them.
    func counter(_ counter: Int, year: Int?, series: [UInt8]?) -> [Int] {
        (byCounter[counter]?.indexes ?? []).filter { index in
            guard let form = forms[index] else { return false }
            if let year, form.hasYear, form.year != year { return false }
            if let series, form.series != series { return false }
            return true
        }
    }
}

/// The key's bytes as a text: up to fifteen of them take no memory of their own.
private func text(_ key: some Collection<UInt8>) -> String { String(decoding: key, as: UTF8.self) }

/// Item indexes under one key, ascending. Nearly always it is one, which takes no memory of its own.
private struct IndexList {
    private var first = -1
    private var others: [Int] = []

    mutating func append(_ index: Int) {
        if first < 0 { first = index } else { others.append(index) }
    }

    var indexes: [Int] { first < 0 ? [] : [first] + others }
}
