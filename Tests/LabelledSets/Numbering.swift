/// How the creditor numbers its invoices.
public enum Numbering: String, CaseIterable, Sendable {
    /// `F2025-00001`, as in the given sets; credit notes `R2025-00002` in the same count.
    case standard
    /// `25/00123`.
    case short
    /// `00123` and nothing else.
    case bare
    /// `FV/2025/A-00123`.
    case path
    /// `2025-A-123`, without leading zeros.
    case unpadded
    /// Several series at once: `A25/123`, `V0001234`, credit notes `R-2025-7`.
    case series
    /// `2025/00123`, counted anew in January, in a period that crosses the year.
    case restart
    /// `INV7K3M9`.
    case alphanumeric
    /// Twelve digits: `202500000123`.
    case long

    /// The first day of the set's year of invoices.
    var firstDay: (year: Int, month: Int) { self == .restart ? (2024, 7) : (2025, 1) }
}

/// One invoice's number, in the parts that people drop, pad and disturb.
struct InvoiceNumber {
    /// `F`, `FV`, `INV`; empty where the style has none.
    var letters = ""
    /// What stands between letters and year, and between year and counter; the year may be missing.
    var beforeYear = ""
    var year = ""
    var beforeCounter = ""
    var counter = ""

    var text: String { letters + beforeYear + year + beforeCounter + counter }

    /// The counter without leading zeros; the same where it is not a number.
    var bareCounter: String {
        let rest = counter.drop { $0 == "0" }
        return rest.isEmpty ? counter : String(rest)
    }
}

/// Numbers of a set's invoices, both ways.
struct NumberBook {
    let style: Numbering
    /// Per invoice: which series counts it, and its place in it, from 1.
    private(set) var series: [UInt8] = []
    private(set) var counters: [Int32] = []
    /// Per series, in order of counting: the invoice.
    private var members: [[Int32]] = [[], [], []]
    private let width: Int

    init(_ style: Numbering, invoices: Int) {
        self.style = style
        width = max(5, String(invoices).utf8.count)
        series.reserveCapacity(invoices)
        counters.reserveCapacity(invoices)
    }

    /// Numbers the next invoice. `isSecondYear`: issued after the turn of the year.
    mutating func append(isCredit: Bool, isSecondYear: Bool, choice: Int) {
        let mine =
            switch style {
            case .series: isCredit ? 2 : choice % 5 < 3 ? 0 : 1
            case .restart: isSecondYear ? 1 : 0
            default: 0
            }
        members[mine].append(Int32(truncatingIfNeeded: series.count))
        series.append(UInt8(mine))
        counters.append(Int32(truncatingIfNeeded: members[mine].count))
    }

    /// The invoice with this counter in this series; nil where there is none.
    func invoice(counter: Int, series: Int) -> Int? {
        guard counter > 0, counter <= members[series].count else { return nil }
        return Int(members[series][counter - 1])
    }

    var seriesInUse: [Int] { members.indices.filter { !members[$0].isEmpty } }

    func number(_ invoice: Int, isCredit: Bool) -> InvoiceNumber {
        let counter = Int(counters[invoice])
        switch style {
        case .standard:
            return InvoiceNumber(
                letters: isCredit ? "R" : "F", year: "2025", beforeCounter: "-",
                counter: padded(counter, width))
        case .short:
            return InvoiceNumber(
                letters: isCredit ? "R" : "", year: "25", beforeCounter: "/", counter: padded(counter, width))
        case .bare: return InvoiceNumber(letters: isCredit ? "R" : "", counter: padded(counter, width))
        case .path:
            return InvoiceNumber(
                letters: isCredit ? "RV" : "FV", beforeYear: "/", year: "2025", beforeCounter: "/A-",
                counter: padded(counter, width))
        case .unpadded:
            return InvoiceNumber(
                year: "2025", beforeCounter: isCredit ? "-R-" : "-A-", counter: String(counter))
        case .series: return seriesNumber(counter, series: Int(series[invoice]))
        case .restart:
            return InvoiceNumber(
                letters: isCredit ? "R" : "", year: series[invoice] == 0 ? "2024" : "2025",
                beforeCounter: "/",
                counter: padded(counter, width))
        case .alphanumeric:
            return InvoiceNumber(letters: isCredit ? "CRN" : "INV", counter: Code.text(counter))
        case .long:
            return InvoiceNumber(year: "2025", counter: padded(isCredit ? 90_000_000 + counter : counter, 8))
        }
    }

    private func seriesNumber(_ counter: Int, series: Int) -> InvoiceNumber {
        switch series {
        case 0: InvoiceNumber(letters: "A", year: "25", beforeCounter: "/", counter: String(counter))
        case 1: InvoiceNumber(letters: "V", counter: padded(counter, 7))
        default:
            InvoiceNumber(
                letters: "R", beforeYear: "-", year: "2025", beforeCounter: "-", counter: String(counter))
        }
    }

    /// The letters that a series prints before the counter, where it prints any.
    func letters(ofSeries series: Int) -> String {
        guard style == .series else { return "" }
        return ["A", "V", "R"][series]
    }
}

/// Counters as codes without a visible order, in an alphabet without look-alikes.
enum Code {
    fileprivate static let alphabet = Array("ACDEFHJKLMNPQRTUVWXY3479")

    /// Five characters, or six from the two millionth on; one counter, one code.
    static func text(_ counter: Int) -> String {
        let isLong = counter >= 2_000_000
        let space = isLong ? 191_102_976 : 7_962_624
        // The factor shares no divisor with 24, so that it walks through all codes before one comes again.
        var rest = counter &* (isLong ? 98_765_431 : 3_171_923) % space
        var text = ""
        for _ in 0..<(isLong ? 6 : 5) {
            text.append(alphabet[rest % 24])
            rest /= 24
        }
        return text
    }
}

extension Code {
    /// The counter behind a code of the right length and alphabet; nil for anything else.
    static func counter(_ code: String) -> Int? {
        guard code.utf8.count == 5 || code.utf8.count == 6 else { return nil }
        var value = 0
        for character in code.reversed() {
            guard let place = alphabet.firstIndex(of: character) else { return nil }
            value = value * 24 + place
        }
        let isLong = code.utf8.count == 6
        let (factor, space) = isLong ? (98_765_431, 191_102_976) : (3_171_923, 7_962_624)
        let counter = value &* inverse(of: factor, modulo: space) % space
        return counter > 0 ? counter : nil
    }

    /// Euclid's extended algorithm.
    private static func inverse(of factor: Int, modulo space: Int) -> Int {
        var (old, current) = (factor % space, space)
        var (oldCoefficient, coefficient) = (1, 0)
        while current != 0 {
            let quotient = old / current
            (old, current) = (current, old - quotient * current)
            (oldCoefficient, coefficient) = (coefficient, oldCoefficient - quotient * coefficient)
        }
        return (oldCoefficient % space + space) % space
    }
}
