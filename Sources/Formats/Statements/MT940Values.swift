internal import Domain

/// What field 86 says by name, as places in its bytes.
struct MT940Values {
    /// The remittance; all of the field where nothing in it is named so.
    var text = 0..<0
    /// What stands before the first name.
    var heading = 0..<0
    var endToEnd = 0..<0
    var mandate = 0..<0
    /// The creditor's own batch (`KREF+`, `/PREF/`).
    var batch = 0..<0
    var structured = 0..<0
    var reason = 0..<0
    var name = 0..<0
    var account = 0..<0
    /// Who orders the payment (`/ORDP/`) and who gets it (`/BENM/`).
    private var ordering = Party()
    private var beneficiary = Party()
    var originalAmount = 0..<0
    var fee = 0..<0
    var isReturn = false
    /// Anything is named at all.
    var hasWords = false

    init() {}

    /// Without the blanks at both ends.
    static func trimmed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, bytes[start] <= 0x20 { start += 1 }
        while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
        return start..<end
    }

    // MARK: SEPA words

    /// The words of the German banking association; each is followed by `+`, in text of some banks by a
    /// colon.
    enum Word { case endToEnd, batch, mandate, text, account, other, fee, originalAmount, ultimate }

    /// The word whose `+` or colon stands at `index`, and how long it is without it.
    @inline(__always)
    static func word(_ bytes: Span<UInt8>, endingAt index: Int) -> (word: Word, length: Int)? {
        guard index >= 3 else { return nil }
        let last = bytes[index - 1]
        guard last >= 0x41, last <= 0x5A else { return nil }
        return longWord(bytes, index) ?? (index >= 3 && equals(bytes, index - 3, "BIC") ? (.other, 3) : nil)
    }

    private static func longWord(_ bytes: Span<UInt8>, _ index: Int) -> (word: Word, length: Int)? {
        guard index >= 4 else { return nil }
        switch pack(bytes, index - 4) {
        case pack("EREF"): return (.endToEnd, 4)
        case pack("KREF"): return (.batch, 4)
        case pack("MREF"): return (.mandate, 4)
        case pack("SVWZ"), pack("MTLG"): return (.text, 4)
        case pack("IBAN"): return (.account, 4)
        case pack("COAM"): return (.fee, 4)
        case pack("OAMT"): return (.originalAmount, 4)
        case pack("ABWA"), pack("ABWE"): return (.ultimate, 4)
        case pack("CRED"), pack("DEBT"), pack("PURP"), pack("ANAM"): return (.other, 4)
        default: return nil
        }
    }

    private static func equals(_ bytes: Span<UInt8>, _ start: Int, _ word: StaticString) -> Bool {
        MT940Line.equals(bytes, start..<start + word.utf8CodeUnitCount, word)
    }

    /// Reads text with or without SEPA words, into values that are still empty.
    mutating func readWords(_ bytes: Span<UInt8>) {
        var open = Word.other
        var start = 0
        var index = 3
        while true {
            index = Self.nextWordEnd(bytes, index)
            guard index < bytes.count else { break }
            let byte = bytes[index]
            guard let (word, length) = Self.word(bytes, endingAt: index),
                byte == UInt8(ascii: "+") || (hasWords && word != .text)
                    || Self.equals(bytes, index - 4, "MTLG")
            else {
                index += 1
                continue
            }
            let value = Self.trimmed(bytes, start..<index - length)
            if hasWords { set(open, value) } else { heading = value }
            hasWords = true
            open = word
            start = index + 1
            index += 1
        }
        let rest = Self.trimmed(bytes, start..<bytes.count)
        guard hasWords else {
            text = rest
            return
        }
        set(open, rest)
    }

    /// The next plus or colon; the count where there is none. Eight bytes at a time.
    private static func nextWordEnd(_ bytes: Span<UInt8>, _ start: Int) -> Int {
        bytes.withUnsafeBufferPointer { bytes in
            let raw = UnsafeRawBufferPointer(bytes)
            var index = start
            while index + 8 <= raw.count {
                let eight = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                if hasZero(eight ^ 0x2B2B_2B2B_2B2B_2B2B) || hasZero(eight ^ 0x3A3A_3A3A_3A3A_3A3A) { break }
                index += 8
            }
            while index < raw.count, raw[index] != UInt8(ascii: "+"), raw[index] != UInt8(ascii: ":") {
                index &+= 1
            }
            return index
        }
    }

    /// Whether a byte is zero.
    @inline(__always)
    private static func hasZero(_ bytes: UInt64) -> Bool {
        (bytes &- 0x0101_0101_0101_0101) & ~bytes & 0x8080_8080_8080_8080 != 0
    }

    /// The first value of a word counts.
    private mutating func set(_ word: Word, _ value: Range<Int>) {
        switch word {
        case .endToEnd where endToEnd.isEmpty: endToEnd = value
        case .batch where batch.isEmpty: batch = value
        case .mandate where mandate.isEmpty: mandate = value
        case .text where text.isEmpty: text = value
        case .account where account.isEmpty: account = value
        case .fee where fee.isEmpty: fee = value
        case .originalAmount where originalAmount.isEmpty: originalAmount = value
        case .ultimate where name.isEmpty: name = value
        default: break
        }
    }

    // MARK: Codes between slashes

    private enum Code {
        case name, account, address, party, ordering, beneficiary, text, endToEnd, mandate, batch, reason,
            other
    }

    private struct Party {
        var name = 0..<0
        var account = 0..<0
        var isEmpty: Bool { name.isEmpty && account.isEmpty }
    }

    /// Makes the name and account those of the other party: who orders a credit, who gets a debit. Where
    /// only one is named, it is that one.
    mutating func chooseParty(isCredit: Bool) {
        let (other, own) = isCredit ? (ordering, beneficiary) : (beneficiary, ordering)
        let party = other.isEmpty ? own : other
        if !party.name.isEmpty { name = party.name }
        if !party.account.isEmpty { account = party.account }
    }

    /// The coded form: the field begins with a known code between slashes. `nil` where it does not.
    init?(coded bytes: Span<UInt8>) {
        guard bytes.count > 4, bytes[0] == UInt8(ascii: "/") else { return nil }
        var open: Code?
        var (start, index) = (0, 0)
        var hasText = false
        var side = Code.other
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "/"), let (code, end) = Self.code(bytes, index) else {
                if open == nil { return nil }
                index += 1
                continue
            }
            if let open { set(open, side, bytes, start..<index) }
            if code == .text { hasText = true }
            open = code
            if code != .name, code != .account, code != .address { side = code }
            start = end
            // The slash that ends the code may begin the next one: `/ORDP//NAME/`.
            index = end
        }
        guard let open else { return nil }
        set(open, side, bytes, start..<bytes.count)
        hasWords = true
        if !hasText { text = Self.trimmed(bytes, 0..<bytes.count) }
    }

    /// The code that begins with the slash at `index`, and where its value begins.
    private static func code(_ bytes: Span<UInt8>, _ index: Int) -> (Code, Int)? {
        guard index + 4 < bytes.count else { return nil }
        if bytes[index + 4] == UInt8(ascii: "/") {
            return equals(bytes, index + 1, "BIC") ? (.address, index + 5) : nil
        }
        guard index + 5 < bytes.count, bytes[index + 5] == UInt8(ascii: "/") else { return nil }
        let code: Code
        switch pack(bytes, index + 1) {
        case pack("NAME"): code = .name
        case pack("IBAN"): code = .account
        case pack("CNTP"): code = .party
        case pack("REMI"): code = .text
        case pack("EREF"): code = .endToEnd
        case pack("MARF"): code = .mandate
        case pack("PREF"): code = .batch
        case pack("RTRN"): code = .reason
        case pack("ORDP"): code = .ordering
        case pack("BENM"): code = .beneficiary
        case pack("ADDR"): code = .address
        case pack("TRTP"), pack("CSID"), pack("ISDT"), pack("SVCL"), pack("PURP"), pack("ULTD"), pack("ULTC"),
            pack("ULTB"), pack("TRCD"), pack("CREF"),
            pack("IREF"), pack("OCMT"), pack("CHGS"), pack("EXCH"):
            code = .other
        default: return nil
        }
        return (code, index + 6)
    }

    /// Keeps a value without the slashes and blanks around it. The first value of a code counts.
    private mutating func set(_ code: Code, _ side: Code, _ bytes: Span<UInt8>, _ range: Range<Int>) {
        var (start, end) = (range.lowerBound, range.upperBound)
        while end > start, bytes[end - 1] <= 0x20 || bytes[end - 1] == UInt8(ascii: "/") { end -= 1 }
        while start < end, bytes[start] <= 0x20 { start += 1 }
        let value = start..<end
        switch code {
        case .name, .account: setParty(side, isName: code == .name, value)
        // The name may stand directly behind the code.
        case .ordering, .beneficiary:
            setParty(code, isName: !IBANBytes.isValid(bytes.extracting(value)), value)
        case .party: setParty(bytes, value)
        case .text where text.isEmpty: setRemittance(bytes, value)
        case .endToEnd where endToEnd.isEmpty: endToEnd = value
        case .mandate where mandate.isEmpty: mandate = value
        case .batch where batch.isEmpty: batch = value
        case .reason where reason.isEmpty:
            reason = value
            isReturn = true
        default: break
        }
    }

    /// The name or account of who orders or gets the payment, or of nobody in particular.
    private mutating func setParty(_ side: Code, isName: Bool, _ value: Range<Int>) {
        switch (side, isName) {
        case (.ordering, true) where ordering.name.isEmpty: ordering.name = value
        case (.ordering, false) where ordering.account.isEmpty: ordering.account = value
        case (.beneficiary, true) where beneficiary.name.isEmpty: beneficiary.name = value
        case (.beneficiary, false) where beneficiary.account.isEmpty: beneficiary.account = value
        case (.ordering, _), (.beneficiary, _): break
        case (_, true): if name.isEmpty { name = value }
        case (_, false): if account.isEmpty { account = value }
        }
    }

    /// Account, BIC, name and town between slashes.
    private mutating func setParty(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        var (part, start) = (0, range.lowerBound)
        for index in range.lowerBound...range.upperBound
        where index == range.upperBound || bytes[index] == UInt8(ascii: "/") {
            let value = Self.trimmed(bytes, start..<index)
            if part == 0, account.isEmpty { account = value }
            if part == 2, name.isEmpty { name = value }
            part += 1
            start = index + 1
        }
    }

    /// `USTD//` before free text, `STRD/CUR/` or `STRD/ISO/` before a structured reference.
    private mutating func setRemittance(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        guard MT940Line.begins(bytes, range, "USTD/") || MT940Line.begins(bytes, range, "STRD/") else {
            text = range
            return
        }
        var start = range.lowerBound + 5
        if bytes[range.lowerBound] == UInt8(ascii: "U") {
            while start < range.upperBound, bytes[start] == UInt8(ascii: "/") { start += 1 }
            text = start..<range.upperBound
            return
        }
        if start + 4 <= range.upperBound, bytes[start + 3] == UInt8(ascii: "/") { start += 4 }
        structured = start..<range.upperBound
        text = structured
    }

    // MARK: Packed words

    @inline(__always)
    private static func pack(_ bytes: Span<UInt8>, _ start: Int) -> UInt32 {
        UInt32(bytes[start]) << 24 | UInt32(bytes[start + 1]) << 16 | UInt32(bytes[start + 2]) << 8
            | UInt32(bytes[start + 3])
    }

    @inline(__always)
    private static func pack(_ word: StaticString) -> UInt32 {
        word.withUTF8Buffer { UInt32($0[0]) << 24 | UInt32($0[1]) << 16 | UInt32($0[2]) << 8 | UInt32($0[3]) }
    }
}
