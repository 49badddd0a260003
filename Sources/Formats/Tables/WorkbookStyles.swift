internal import Scanning

/// What the number format of a cell says about its value.
struct WorkbookFormat: Equatable {
    enum Kind { case number, date, time }
    var kind = Kind.number
    /// Three letters of the currency that the format prints, `EUR`; empty where it names none.
    var currency: [UInt8] = []
    /// Digits of a format of zeros only (`00000` for a post code); 1 elsewhere.
    var width = 1

    /// The format of an `numFmtId` that every program knows (ECMA-376 18.8.30, with the East Asian ones).
    init(builtIn id: Int) {
        switch id {
        case 14...17, 22, 27...31, 36, 50...54, 57, 58: kind = .date
        case 18...21, 32...35, 45...47, 55, 56: kind = .time
        default: break
        }
    }

    /// A format code such as `dd/mm/yyyy;@`, `#,##0.00\ [$€-C0A]`, `00000`. Its first section counts.
    init(code: Span<UInt8>) {
        var scan = FormatScan()
        scan.run(code)
        currency = scan.currency
        kind = scan.kind
        if kind == .number, scan.zeros > 1, scan.isFixedWidth { width = min(scan.zeros, 32) }
    }
}

/// One pass over a format code, leaving out what only prints itself.
private struct FormatScan {
    private var hasDay = false
    private var hasMonth = false
    private var hasTime = false
    private var hasSeconds = false
    private var isTextual = false
    private var hasMark = false
    private(set) var zeros = 0
    private var placeholders = 0
    private(set) var currency: [UInt8] = []

    /// Zeros and nothing else that stands for digits.
    var isFixedWidth: Bool { zeros == placeholders && !hasMark }

    var kind: WorkbookFormat.Kind {
        // `ss.000` has zeros, `# ?/?` and `#,##0` are no dates whatever letters stand beside them.
        if isTextual || (placeholders > 0 && !(hasSeconds && placeholders == zeros)) { return .number }
        if hasDay { return .date }
        if hasTime { return .time }
        return hasMonth ? .date : .number
    }

    mutating func run(_ code: Span<UInt8>) {
        var index = 0
        if startsWithGeneral(code) {
            isTextual = true
            return
        }
        while index < code.count, code[index] != UInt8(ascii: ";") {
            let byte = code[index]
            index += 1
            switch byte {
            // An escaped character, one that leaves its width blank, one that fills.
            case UInt8(ascii: "\\"), UInt8(ascii: "_"), UInt8(ascii: "*"): index += 1
            case UInt8(ascii: "\""):
                let end = position(of: byte, in: code, from: index)
                noteCurrency(code.extracting(index..<end))
                index = end + 1
            case UInt8(ascii: "["):
                let end = position(of: UInt8(ascii: "]"), in: code, from: index)
                readBrackets(code.extracting(index..<end))
                index = end + 1
            default: read(byte, code, at: index - 1)
            }
        }
    }

    private mutating func read(_ byte: UInt8, _ code: Span<UInt8>, at index: Int) {
        switch byte | 0x20 {
        case UInt8(ascii: "d"), UInt8(ascii: "y"), UInt8(ascii: "j"): hasDay = true
        case UInt8(ascii: "m"): hasMonth = true
        case UInt8(ascii: "h"): hasTime = true
        case UInt8(ascii: "s"): (hasTime, hasSeconds) = (true, true)
        default: break
        }
        switch byte {
        case UInt8(ascii: "0"):
            zeros += 1
            placeholders += 1
        case UInt8(ascii: "#"), UInt8(ascii: "?"): placeholders += 1
        // `.`, `,` and `%` say that the zeros are no fixed width.
        case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "%"): hasMark = true
        case UInt8(ascii: "@"): isTextual = true
        case 0xE2, 0xC2: noteCurrency(code.extracting(index..<min(index + 3, code.count)))
        default: break
        }
    }

    /// `$€-C0A` and `$USD` name a currency, `h` and `mm` elapsed time; colours and conditions say nothing.
    private mutating func readBrackets(_ inside: Span<UInt8>) {
        guard inside.count > 0 else { return }
        if inside[0] == UInt8(ascii: "$") {
            let end = position(of: UInt8(ascii: "-"), in: inside, from: 1)
            return noteCurrency(inside.extracting(1..<end))
        }
        for index in inside.indices where ![0x68, 0x6D, 0x73].contains(inside[index] | 0x20) { return }
        hasTime = true
    }

    /// The euro or pound sign or three capitals; a dollar sign is the money of a dozen countries.
    private mutating func noteCurrency(_ text: Span<UInt8>) {
        guard currency.isEmpty else { return }
        let name = text.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
            .split(separator: " ").joined()
        if name.hasPrefix("€") { currency = Array("EUR".utf8) }
        if name.hasPrefix("£") { currency = Array("GBP".utf8) }
        if name.utf8.count == 3, HeadingText.currency(named: name.lowercased()) != nil,
            name == name.uppercased()
        {
            currency = Array(name.utf8)
        }
    }

    private func startsWithGeneral(_ code: Span<UInt8>) -> Bool {
        let general = Array("general".utf8)
        guard code.count >= general.count else { return false }
        return general.indices.allSatisfy { code[$0] | 0x20 == general[$0] }
    }

    private func position(of byte: UInt8, in code: Span<UInt8>, from start: Int) -> Int {
        var index = min(start, code.count)
        while index < code.count, code[index] != byte { index += 1 }
        return index
    }
}

/// Reads `styles.xml`: the format of every cell style.
struct WorkbookStyles: XMLHandler {
    private enum Field: UInt8 { case format = 1, formatId, code, style, styleFormat }

    static let grammar = XMLGrammar(
        anchor: "styleSheet",
        [
            .scope("numFmts/numFmt", Field.format),
            .text("numFmts/numFmt/@numFmtId", Field.formatId),
            .text("numFmts/numFmt/@formatCode", Field.code),
            .scope("cellXfs/xf", Field.style),
            .text("cellXfs/xf/@numFmtId", Field.styleFormat),
        ])

    /// Styles beyond these are taken as plain; a spreadsheet has at most 65,490.
    private static let stylesMax = 1 << 17

    /// By style number.
    private(set) var formats: [WorkbookFormat] = []
    private var custom: [Int: WorkbookFormat] = [:]
    private var id: Int?

    mutating func opened(_ field: UInt8, line: Int) {
        id = nil
        if Field(rawValue: field) == .style, formats.count < Self.stylesMax {
            formats.append(WorkbookFormat(builtIn: 0))
        }
    }

    mutating func closed(_ field: UInt8, line: Int) {}

    mutating func text(_ field: UInt8, _ bytes: Span<UInt8>, line: Int) {
        switch Field(rawValue: field) {
        case .formatId: id = digitsValue(bytes, 0..<bytes.count).map { Int($0) }
        case .code: if let id, custom.count < Self.stylesMax { custom[id] = WorkbookFormat(code: bytes) }
        case .styleFormat:
            guard let id = digitsValue(bytes, 0..<bytes.count), !formats.isEmpty else { return }
            formats[formats.count - 1] = custom[Int(id)] ?? WorkbookFormat(builtIn: Int(id))
        default: break
        }
    }

    /// The format of a style; the plain one where the style is not there.
    func format(ofStyle style: Int) -> WorkbookFormat? {
        formats.indices.contains(style) ? formats[style] : nil
    }
}
