internal import Scanning

/// Amounts of XML invoices. The schemas have a decimal point and nothing else; some programs write the
/// numbers of their country.
enum InvoiceAmount {
    /// The amount and whether it is written against the rule: with a decimal comma (`121,00`) or with
    /// thousands beside the decimals (`1.234,56`, `1,234.56`). `1,234` may be either, and is no number.
    static func read(_ bytes: Span<UInt8>) -> (number: DecimalNumber?, isDeviating: Bool) {
        if let number = DecimalNumber(point: bytes) { return (number, false) }
        let range = XMLText.trimmed(bytes)
        var (commas, points, sinceMark) = (0, 0, 0)
        var mark = DecimalMark.point
        for index in range {
            switch bytes[index] {
            case UInt8(ascii: ","): (commas, mark, sinceMark) = (commas + 1, .comma, 0)
            case UInt8(ascii: "."): (points, mark, sinceMark) = (points + 1, .point, 0)
            case 0x30...0x39: sinceMark += 1
            case UInt8(ascii: "-") where index == range.lowerBound: break
            default: return (nil, false)
            }
        }
        let isCertain = commas > 0 && points > 0 || (commas == 1 && sinceMark > 0 && sinceMark != 3)
        guard isCertain, let read = LocaleNumber(bytes.extracting(range), mark: mark) else {
            return (nil, false)
        }
        return (read.number, true)
    }
}
