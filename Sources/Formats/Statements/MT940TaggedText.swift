internal import Domain
internal import Scanning

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// The tagged form of field 86: a business code of three digits (Geschäftsvorfallcode) and parts that begin
/// with a mark and two digits. 20 to 29 and 60 to 63 are the remittance, 31 the account, 32 and 33 the name.
struct MT940TaggedText {
    /// The remittance, joined.
    let text = ByteBuffer()
    private let name = ByteBuffer()
    private var account = 0..<0
    private var iban = 0..<0
    private var title = 0..<0
    private var extension34 = 0..<0
    private var businessCode: Int64 = 0
    private var isNameFull = false
    /// The remittance has a SEPA word in it.
    private var hasWord = false
    /// A part has this many characters; a shorter one ends there.
    private static let partWidth = 27

    /// Whether the business code is one of returned payments: 108 and 109 SEPA debits sent back, 159 a
    /// transfer sent back, 181 and 184 debits given back to us, 009 and 059 the same before SEPA.
    var isReturn: Bool { [9, 59, 108, 109, 159, 181, 184].contains(businessCode) }

    /// Cuts `bytes` into parts.
    mutating func read(_ bytes: Span<UInt8>, isUTF8: Bool) {
        text.removeAll()
        name.removeAll()
        (account, iban, title, extension34) = (0..<0, 0..<0, 0..<0, 0..<0)
        businessCode = 0
        hasWord = false
        var index = 0
        while index < bytes.count, index < 3, bytes[index] &- 0x30 <= 9 { index += 1 }
        if index == 3 { businessCode = digitsValue(bytes, 0..<3) ?? 0 }
        while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
        guard index < bytes.count else { return }
        let mark = bytes[index]
        while index + 2 < bytes.count {
            let tag = Int(bytes[index + 1] &- 0x30) * 10 + Int(bytes[index + 2] &- 0x30)
            let start = index + 3
            index = start
            index = Self.nextPart(bytes, index, mark)
            take(tag, bytes, start..<index, isUTF8: isUTF8)
        }
    }

    /// Where the next part begins, from `start` on; the count where none does.
    private static func nextPart(_ bytes: Span<UInt8>, _ start: Int, _ mark: UInt8) -> Int {
        bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return 0 }
            var index = start
            while index + 2 < buffer.count {
                guard let found = memchr(base + index, Int32(mark), buffer.count - 2 - index) else { break }
                index = UnsafeRawPointer(found) - UnsafeRawPointer(base)
                if buffer[index + 1] &- 0x30 <= 7, buffer[index + 2] &- 0x30 <= 9 { return index }
                index += 1
            }
            return buffer.count
        }
    }

    private mutating func take(_ tag: Int, _ bytes: Span<UInt8>, _ range: Range<Int>, isUTF8: Bool) {
        switch tag {
        case 20...29, 60...63:
            text.append(bytes, range)
            // Within the value of a SEPA word a part may end anywhere; before the first one, a part that is
            // not full ends a word.
            guard !hasWord, Self.width(bytes, range, isUTF8: isUTF8) < Self.partWidth else { return }
            hasWord = hasWord(from: text.count - range.count)
            if !hasWord { text.append(0x0A) }
        case 32, 33:
            if tag == 33, !name.isEmpty, !isNameFull { name.append(0x20) }
            name.append(bytes, range)
            isNameFull = Self.width(bytes, range, isUTF8: isUTF8) >= Self.partWidth
        case 0: title = range
        case 31: account = range
        case 34: extension34 = range
        case 38: iban = range
        default: break
        }
    }

    private static func width(_ bytes: Span<UInt8>, _ range: Range<Int>, isUTF8: Bool) -> Int {
        guard isUTF8, range.count > partWidth else { return range.count }
        var count = 0
        for index in range where bytes[index] & 0xC0 != 0x80 { count += 1 }
        return count
    }

    /// Whether a SEPA word ends at `start` or later.
    private func hasWord(from start: Int) -> Bool {
        let text = Span(_unsafeElements: text.bytes)
        var index = max(3, start)
        while index < text.count {
            if text[index] == UInt8(ascii: "+"), MT940Values.word(text, endingAt: index) != nil {
                return true
            }
            index += 1
        }
        return false
    }

    /// What the parts besides the remittance say.
    func describe(_ entry: inout EntryRecord, _ bytes: Span<UInt8>, _ encoding: TextEncoding) {
        if !name.isEmpty {
            let named = FieldWords.string(Span(_unsafeElements: name.bytes), encoding)
            if !named.isEmpty { entry.counterparty = named }
        }
        let account = Self.compact(bytes, iban.isEmpty ? account : iban, encoding)
        if !account.isEmpty { entry.counterpartyAccount = account }
        if entry.text.isEmpty { entry.text = FieldWords.string(bytes.extracting(title), encoding) }
        if isReturn, entry.returnReason.isEmpty {
            let reason = Self.compact(bytes, extension34, encoding)
            if reason.utf8.contains(where: { $0 != 0x30 }) { entry.returnReason = reason }
        }
    }

    /// An account or a code: without blanks.
    static func compact(_ bytes: Span<UInt8>, _ range: Range<Int>, _ encoding: TextEncoding) -> String {
        guard !range.isEmpty, range.count <= 80 else { return "" }
        var hasBlank = false
        for index in range where bytes[index] <= 0x20 { hasBlank = true }
        guard hasBlank else { return encoding.string(bytes.extracting(range)) }
        var kept: [UInt8] = []
        for index in range where bytes[index] > 0x20 { kept.append(bytes[index]) }
        return encoding.string(kept.span)
    }
}
