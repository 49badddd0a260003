/// Reads numbers as an honest reader does: which invoices a written number can mean by its own.
struct NumberReader {
    let book: InvoiceBook

    /// Invoices whose counter the text gives, of all series and years that its letters and year allow.
    /// Capital letters that look like digits are read as digits.
    func readings(_ text: String) -> [Int] {
        if book.numbers.style == .alphanumeric { return code(text) }
        let folded = Self.folded(text)
        let runs = Self.digitRuns(folded)
        var found: [Int] = []
        for (counter, year) in counters(runs) {
            for series in book.numbers.seriesInUse where allows(series, folded, year) {
                guard let invoice = book.numbers.invoice(counter: counter, series: series) else { continue }
                if !found.contains(invoice) { found.append(invoice) }
            }
        }
        return found
    }

    /// The counter's digits as written, for looking at its neighbours.
    func digits(_ text: String) -> String {
        if book.numbers.style == .alphanumeric { return Self.codeBody(text) }
        let runs = Self.digitRuns(Self.folded(text))
        let years = ["2024", "2025", "25"]
        if runs.count > 1, years.contains(runs[0]) { return runs.dropFirst().joined() }
        if runs.count > 1, years.contains(runs[runs.count - 1]) { return runs.dropLast().joined() }
        let whole = runs.joined()
        if whole.utf8.count > 7, whole.hasPrefix("202") { return String(whole.dropFirst(4)) }
        return whole
    }

    /// Whether one slip of the pen leads from the invoice's counter to these digits: one lost, or two
    /// swapped.
    func isNear(_ digits: String, _ invoice: Int) -> Bool {
        let number = book.number(invoice)
        for counter in [number.counter, number.bareCounter] {
            let (wanted, given) = (Array(counter.utf8), Array(digits.utf8))
            if wanted.count == given.count + 1 {
                var place = 0
                while place < given.count, wanted[place] == given[place] { place += 1 }
                if wanted[(place + 1)...].elementsEqual(given[place...]) { return true }
            }
            guard wanted.count == given.count, wanted != given else { continue }
            var place = 0
            while wanted[place] == given[place] { place += 1 }
            guard place + 1 < given.count, wanted[place] == given[place + 1],
                wanted[place + 1] == given[place]
            else { continue }
            if wanted[(place + 2)...].elementsEqual(given[(place + 2)...]) { return true }
        }
        return false
    }

    /// Counters that the digit runs can give, with the year that they name.
    private func counters(_ runs: [String]) -> [(counter: Int, year: String)] {
        guard !runs.isEmpty else { return [] }
        let years = book.numbers.style == .restart ? ["2024", "2025"] : ["2025"]
        var found: [(Int, String)] = []
        let first = runs[0]
        if runs.count > 1 {
            if years.contains(first) || first == "25" && usesShortYear {
                return [(Int(runs.dropFirst().joined()) ?? 0, first)]
            }
            let last = runs[runs.count - 1]
            if last == "25" || last == "24" { return [(Int(runs.dropLast().joined()) ?? 0, "20" + last)] }
        }
        let whole = runs.joined()
        for year in years where whole.hasPrefix(year) && whole.utf8.count > 4 {
            found.append((Int(whole.dropFirst(4)) ?? 0, year))
        }
        if usesShortYear, whole.hasPrefix("25"), whole.utf8.count > 2 {
            found.append((Int(whole.dropFirst(2)) ?? 0, "25"))
        }
        found.append((Int(whole) ?? 0, ""))
        if book.numbers.style == .long {
            found = found.map { (($0.0 >= 90_000_000 ? $0.0 - 90_000_000 : $0.0), $0.1) }
        }
        return found
    }

    private var usesShortYear: Bool { book.numbers.style == .short || book.numbers.style == .series }

    private func allows(_ series: Int, _ folded: String, _ year: String) -> Bool {
        switch book.numbers.style {
        case .series:
            let seen = folded.first { $0 == "A" || $0 == "V" || $0 == "R" }
            return seen.map { String($0) == book.numbers.letters(ofSeries: series) } ?? true
        case .restart: return year.isEmpty || year == (series == 0 ? "2024" : "2025")
        default: return true
        }
    }

    private func code(_ text: String) -> [Int] {
        let body = Self.codeBody(text)
        guard let counter = Code.counter(body) else { return [] }
        return book.numbers.invoice(counter: counter, series: 0).map { [$0] } ?? []
    }

    private static func codeBody(_ text: String) -> String {
        let plain = text.uppercased().filter { $0.isLetter || $0.isNumber }
        for letters in ["INV", "1NV", "CRN"] where plain.hasPrefix(letters) && plain.utf8.count > 6 {
            return String(plain.dropFirst(3))
        }
        return plain
    }

    private static func folded(_ text: String) -> String {
        var folded = ""
        for character in text.uppercased() {
            switch character {
            case "O": folded.append("0")
            case "I": folded.append("1")
            case "Z": folded.append("2")
            case "S": folded.append("5")
            case "G": folded.append("6")
            case "B": folded.append("8")
            default: folded.append(character)
            }
        }
        return folded
    }

    private static func digitRuns(_ folded: String) -> [String] {
        folded.split { !("0"..."9").contains($0) }.map(String.init)
    }
}
