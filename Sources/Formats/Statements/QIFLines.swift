internal import Domain
internal import Scanning

/// What a section of a QIF file holds.
enum QIFSection: Equatable {
    /// Movements of an account that holds money: bank, card, cash and the like.
    case movements
    /// One block that describes the account of the movements after it.
    case account
    /// Categories, securities, memorised movements: nothing that moved money.
    case other
}

/// A movement or an account block as places in the file: its fields up to the line `^`.
struct QIFBlock {
    var section = QIFSection.movements
    var line = 0
    /// 1 for the first movement list of the file.
    var list = 0
    /// The list is one of a bank account, not of a card, of cash or of other things.
    var isOfBank = true
    var date = 0..<0
    var amount = 0..<0
    /// `U`, the same amount again in newer programs.
    var otherAmount = 0..<0
    var number = 0..<0
    var payee = 0..<0
    var memo = 0..<0
    var category = 0..<0
    var splits: [QIFSplit] = []
    /// A second date or amount: the line `^` between two movements is missing.
    var isDoubled = false
    var end = End.marked

    /// How the block ended.
    enum End {
        /// By a line `^`.
        case marked
        /// By a heading or the end of the file, after a whole line.
        case missing
        /// In the middle of a line: the last field may be cut off.
        case cut
    }

    var isEmpty: Bool { date.isEmpty && amount.isEmpty && otherAmount.isEmpty }
}

/// A part of a movement.
struct QIFSplit {
    var category = 0..<0
    var memo = 0..<0
    var amount = 0..<0
}

/// Cuts QIF into blocks.
struct QIFBlocks {
    private var lines: LineCursor
    private(set) var section = QIFSection.movements
    private(set) var stated: DateField.Order?
    /// Whether the file has a list of movements, even an empty one.
    private(set) var lists = 0
    private var isOfBank = true
    /// The first section that is passed over although it holds money, as investments do; 0 for none.
    private(set) var passedOverLine = 0

    /// A file without a heading (seen: BNP) is one list of movements.
    init(_ bytes: Span<UInt8>) { lines = LineCursor(bytes) }

    /// The next block of an account or of movements; `nil` at the end.
    mutating func next(in bytes: Span<UInt8>) -> QIFBlock? {
        var block = QIFBlock()
        var hasFields = false
        while let range = lines.nextLine(in: bytes) {
            let start = Self.skippingMarks(bytes, range)
            guard start < range.upperBound else { continue }
            let byte = bytes[start]
            if byte == Self.remark { continue }
            if byte == UInt8(ascii: "!") {
                // A heading ends a block that has no end of its own.
                if hasFields, section != .other {
                    heading(bytes, start..<range.upperBound)
                    block.end = .missing
                    return block
                }
                heading(bytes, start..<range.upperBound)
                continue
            }
            guard section != .other else { continue }
            if byte == UInt8(ascii: "^") {
                guard hasFields else { continue }
                return block
            }
            if !hasFields { begin(&block) }
            hasFields = true
            take(byte, start + 1..<range.upperBound, bytes, &block)
        }
        guard hasFields, section != .other else { return nil }
        let last = bytes[bytes.count - 1]
        block.end = last == 0x0A || last == 0x0D ? .missing : .cut
        return block
    }

    private mutating func begin(_ block: inout QIFBlock) {
        if lists == 0, section == .movements { lists = 1 }
        block = QIFBlock(section: section, line: lines.number, list: lists, isOfBank: isOfBank)
    }

    private func take(_ field: UInt8, _ range: Range<Int>, _ bytes: Span<UInt8>, _ block: inout QIFBlock) {
        let inner = XMLText.trimmed(bytes.extracting(range))
        let value = range.lowerBound + inner.lowerBound..<range.lowerBound + inner.upperBound
        let last = block.splits.count - 1
        switch field {
        case UInt8(ascii: "D"):
            // A part may have a day of its own (seen: quiffen); a movement run into another has two amounts.
            if last >= 0, !block.date.isEmpty { break }
            block.isDoubled = block.isDoubled || !block.date.isEmpty
            block.date = value
        case UInt8(ascii: "T"):
            block.isDoubled = block.isDoubled || !block.amount.isEmpty
            block.amount = value
        case UInt8(ascii: "U"): block.otherAmount = value
        case UInt8(ascii: "N"): block.number = value
        case UInt8(ascii: "P"): block.payee = value
        case UInt8(ascii: "M"): block.memo = value
        case UInt8(ascii: "L"): block.category = value
        case UInt8(ascii: "S"): block.splits.append(QIFSplit(category: value))
        case UInt8(ascii: "E"): if last >= 0 { block.splits[last].memo = value }
        case UInt8(ascii: "$"):
            if last < 0 || !block.splits[last].amount.isEmpty { block.splits.append(QIFSplit()) }
            block.splits[block.splits.count - 1].amount = value
        default: break  // Cleared, address, percent and what programs add: no part of the money.
        }
    }

    // MARK: Headings

    /// `!Type:Bank` (in some languages `Banque`, `Banco`), `!Account`, `!Option:MDY`, in any letter case;
    /// `Oth A` and `Oth L` are other assets and debts.
    private mutating func heading(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        let text = String(decoding: range.prefix(40).map { bytes[$0] }, as: UTF8.self).uppercased()
        let words = text.split(whereSeparator: { $0 == " " || $0 == ":" || $0 == "!" }).map(String.init)
        switch words.first {
        case "ACCOUNT": section = .account
        case "TYPE":
            let type = words.dropFirst().first ?? ""
            isOfBank = type.hasPrefix("BAN")
            section = isOfBank || ["CCARD", "CASH", "OTH"].contains(type) ? .movements : .other
            if section == .movements { lists += 1 }
            if section == .other, !Self.withoutMoney.contains(type), passedOverLine == 0 {
                passedOverLine = lines.number
            }
        case "OPTION":
            if words.last == "MDY" { stated = .monthFirst }
            if words.last == "DMY" { stated = .dayFirst }
        default: break
        }
    }

    private static let withoutMoney: Set<String> = [
        "CAT", "CLASS", "MEMORIZED", "PRICES", "SECURITY", "BUDGET", "TAG", "TEMPLATE",
    ]

    /// No field: what follows is for people.
    private static let remark = UInt8(ascii: "#")

    /// Where a file begins, after lines of remarks.
    static func skippingRemarks(_ bytes: Span<UInt8>) -> Int {
        var start = skippingMarks(bytes, 0..<bytes.count)
        while start < bytes.count, bytes[start] == remark {
            while start < bytes.count, bytes[start] != 0x0A, bytes[start] != 0x0D { start += 1 }
            start = skippingMarks(bytes, start..<bytes.count)
        }
        return start
    }

    /// Every field begins with a plain letter: blanks and a byte-order mark, whole or broken, come before.
    static func skippingMarks(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        var start = range.lowerBound
        while start < range.upperBound, bytes[start] <= 0x20 || bytes[start] >= 0x7F { start += 1 }
        return start
    }
}
