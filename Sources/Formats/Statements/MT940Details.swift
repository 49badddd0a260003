internal import Domain
internal import Scanning

/// Field 86 of one movement: what it is about, in one of four forms.
///
/// Tagged, as German banks write it (`166?00…?20…?32…`, also with `>` or another mark); coded, as Dutch banks
/// do (`/NAME/…/REMI/…`); with SEPA words in it (`EREF+… SVWZ+…`); or plain text.
struct MT940Details {
    /// A character may be several bytes.
    private let isUTF8: Bool
    /// The lines, joined: a line of full width breaks wherever it is full, at the end of a shorter one stands
    /// a line feed. In the tagged form no line end means anything.
    private let bytes = ByteBuffer()
    private var lines = 0
    private var endsFull = false
    private var isTagged = false
    private var tagged = MT940TaggedText()
    private var values = MT940Values()
    /// Where further fields 86 of the tagged form begin, each with a business code of its own.
    private var furtherFields: [Int] = []
    /// What was to be paid without the bank's fee (`OAMT+`), minor units.
    private(set) var originalAmount: Int64?
    /// The fee inside the movement (`COAM+`), minor units.
    private(set) var fee: Int64?
    /// The lines of field 86 have this many characters, the first with the field's name.
    private static let lineWidth = 65

    init(isUTF8: Bool) { self.isUTF8 = isUTF8 }

    var length: Int { bytes.count }

    mutating func clear() {
        bytes.removeAll()
        lines = 0
        endsFull = false
        isTagged = false
        if !furtherFields.isEmpty { furtherFields.removeAll() }
        values = MT940Values()
        (originalAmount, fee) = (nil, nil)
    }

    mutating func cut(to length: Int) {
        bytes.cut(to: length)
    }

    /// Adds a line. `tagLength`: characters of the field's name before it.
    mutating func append(_ source: Span<UInt8>, _ range: Range<Int>, tagLength: Int = 0) {
        if !isTagged {
            isTagged = beginsTagged(source, range)
        } else if tagLength > 0, beginsAnew(source, range) {
            furtherFields.append(bytes.count)
        }
        if !isTagged, lines > 0, !endsFull { bytes.append(0x0A) }
        bytes.append(source, range)
        lines += 1
        var end = range.upperBound
        while end < source.count, source[end] == 0x20 { end += 1 }
        // Blanks at the end of a line count: a tag's text may go on in the next line.
        if end > range.upperBound {
            if isTagged || !range.isEmpty { bytes.append(0x20) }
        }
        endsFull =
            width(source, range.lowerBound..<end) + tagLength == Self.lineWidth
            || (tagLength > 0 && end - range.lowerBound == Self.lineWidth)
    }

    private func width(_ source: Span<UInt8>, _ range: Range<Int>) -> Int {
        guard isUTF8, range.count > 50, range.count < 4 * Self.lineWidth else { return range.count }
        var count = 0
        for index in range where source[index] & 0xC0 != 0x80 { count += 1 }
        return count
    }

    /// Three digits, a mark and two digits; the three digits may have a line of their own, or be missing.
    private func beginsTagged(_ source: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard bytes.count <= 4 else { return false }
        var index = range.lowerBound
        if bytes.isEmpty {
            while index < range.upperBound, index < range.lowerBound + 3, source[index] &- 0x30 <= 9 {
                index += 1
            }
            guard index == range.lowerBound || index == range.lowerBound + 3 else { return false }
        } else if !bytes.bytes.prefix(3).allSatisfy({ $0 &- 0x30 <= 9 }) {
            return false
        }
        guard index + 3 <= range.upperBound, source[index + 1] &- 0x30 <= 7, source[index + 2] &- 0x30 <= 9
        else { return false }
        switch source[index] {
        // Marks that plain text would not have there.
        case UInt8(ascii: "?"), UInt8(ascii: ">"), UInt8(ascii: "<"), UInt8(ascii: "!"), UInt8(ascii: "^"),
            UInt8(ascii: "~"), UInt8(ascii: "|"), UInt8(ascii: "@"), UInt8(ascii: "$"), UInt8(ascii: "%"),
            UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "\\"):
            return true
        default: return false
        }
    }

    /// Whether a further field 86 is one of its own, with three digits and the same mark.
    private func beginsAnew(_ source: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard range.count >= 6, bytes.count >= 6,
            digitsValue(source, range.lowerBound..<range.lowerBound + 3) != nil
        else { return false }
        return source[range.lowerBound + 3] == bytes.bytes[3]
            && digitsValue(source, range.lowerBound + 4..<range.lowerBound + 6) != nil
    }

    // MARK: Meaning

    /// Whether the bank says that a payment comes back.
    var isReturn: Bool { values.isReturn }

    /// `3,00`, `EUR3,00`, perhaps with words behind it.
    private static func amount(_ bytes: Span<UInt8>, _ range: Range<Int>, _ exponent: Int) -> Int64? {
        guard !range.isEmpty, range.upperBound <= bytes.count else { return nil }
        var start = range.lowerBound
        while start < range.upperBound, bytes[start] >= 0x41, bytes[start] <= 0x5A,
            start < range.lowerBound + 3
        {
            start += 1
        }
        return MT940Amount(bytes, start..<range.upperBound)?.minorUnits(exponent: exponent)
    }

    /// Gives the movement its texts.
    mutating func describe(_ entry: inout EntryRecord, _ encoding: TextEncoding, exponent: Int) {
        guard !bytes.isEmpty else { return }
        let field = Span(_unsafeElements: bytes.bytes)
        if isTagged {
            let end = min(furtherFields.first ?? bytes.count, bytes.count)
            describeTagged(&entry, field.extracting(0..<end), encoding, exponent)
            if !furtherFields.isEmpty { describeFurther(&entry, field, encoding, exponent) }
            return
        } else if let coded = MT940Values(coded: field) {
            values = coded
            // The mark of a reversal is that of the movement it reverses.
            values.chooseParty(isCredit: (entry.amount >= 0) != entry.isReversal)
            fill(&entry, field, encoding)
        } else {
            values.readWords(field)
            fill(&entry, field, encoding)
            nameInPhrase(&entry, field, encoding)
        }
        readAmounts(field, exponent)
    }

    private mutating func readAmounts(_ text: Span<UInt8>, _ exponent: Int) {
        guard !values.fee.isEmpty || !values.originalAmount.isEmpty else { return }
        originalAmount = Self.amount(text, values.originalAmount, exponent)
        fee = Self.amount(text, values.fee, exponent)
    }

    private mutating func describeTagged(
        _ entry: inout EntryRecord, _ field: Span<UInt8>, _ encoding: TextEncoding, _ exponent: Int
    ) {
        tagged.read(field, isUTF8: isUTF8)
        let text = Span(_unsafeElements: tagged.text.bytes)
        values.readWords(text)
        values.isReturn = tagged.isReturn
        fill(&entry, text, encoding)
        tagged.describe(&entry, field, encoding)
        readAmounts(text, exponent)
    }

    /// Each further field adds its text and what the fields before it leave open.
    private mutating func describeFurther(
        _ entry: inout EntryRecord, _ field: Span<UInt8>, _ encoding: TextEncoding, _ exponent: Int
    ) {
        var isReturn = values.isReturn
        var (original, fee) = (originalAmount, fee)
        for (index, start) in furtherFields.enumerated() {
            let end = index + 1 < furtherFields.count ? furtherFields[index + 1] : field.count
            guard start < end, end <= field.count else { break }
            values = MT940Values()
            (originalAmount, self.fee) = (nil, nil)
            var further = EntryRecord(booked: entry.booked, value: entry.value, amount: entry.amount)
            describeTagged(&further, field.extracting(start..<end), encoding, exponent)
            isReturn = isReturn || values.isReturn
            (original, fee) = (original ?? originalAmount, fee ?? self.fee)
            let hasText = !values.text.isEmpty || !values.heading.isEmpty
            if hasText, !entry.text.isEmpty, !further.text.isEmpty { entry.text += " " }
            if hasText || entry.text.isEmpty { entry.text += further.text }
            Self.keep(&entry.endToEndId, further.endToEndId)
            Self.keep(&entry.mandateId, further.mandateId)
            Self.keep(&entry.batchReference, further.batchReference)
            Self.keep(&entry.returnReason, further.returnReason)
            Self.keep(&entry.counterparty, further.counterparty)
            Self.keep(&entry.counterpartyAccount, further.counterpartyAccount)
        }
        values.isReturn = isReturn
        (originalAmount, self.fee) = (original, fee)
    }

    private static func keep(_ value: inout String, _ further: String) {
        if value.isEmpty { value = further }
    }

    /// Whether the field says the same as `range` of `source`, whatever the case and the blanks.
    func contains(_ source: Span<UInt8>, _ range: Range<Int>) -> Bool {
        if FoldedBytes.contains(Span(_unsafeElements: bytes.bytes), source, range) { return true }
        return isTagged && !bytes.isEmpty
            && FoldedBytes.contains(Span(_unsafeElements: tagged.text.bytes), source, range)
    }

    private func fill(_ entry: inout EntryRecord, _ bytes: Span<UInt8>, _ encoding: TextEncoding) {
        entry.text = FieldWords.string(bytes.extracting(values.text), encoding)
        if !values.heading.isEmpty {
            let heading = FieldWords.string(bytes.extracting(values.heading), encoding)
            if !heading.isEmpty { entry.text = entry.text.isEmpty ? heading : heading + " " + entry.text }
        }
        guard values.hasWords else { return }
        entry.endToEndId = identifier(bytes, values.endToEnd, encoding)
        if !values.mandate.isEmpty { entry.mandateId = identifier(bytes, values.mandate, encoding) }
        if !values.batch.isEmpty { entry.batchReference = identifier(bytes, values.batch, encoding) }
        if !values.structured.isEmpty {
            entry.structuredReference = identifier(bytes, values.structured, encoding)
        }
        if !values.reason.isEmpty { entry.returnReason = identifier(bytes, values.reason, encoding) }
        if !values.name.isEmpty {
            entry.counterparty = FieldWords.string(bytes.extracting(values.name), encoding)
        }
        if !values.account.isEmpty {
            entry.counterpartyAccount = MT940TaggedText.compact(bytes, values.account, encoding)
        }
    }

    /// An identifier: line feeds inside are the bank's, blanks are its own. Longer than SEPA allows, it is
    /// not one.
    private func identifier(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ encoding: TextEncoding
    ) -> String {
        guard !range.isEmpty, range.count <= 40 else { return "" }
        var hasLineFeed = false
        for index in range where bytes[index] == 0x0A { hasLineFeed = true }
        guard hasLineFeed else {
            guard range.count <= 35, !MT940Line.isPlaceholder(bytes, range) else { return "" }
            return encoding.string(bytes.extracting(range))
        }
        var kept: [UInt8] = []
        for index in range where bytes[index] != 0x0A { kept.append(bytes[index]) }
        let trimmed = MT940Values.trimmed(kept.span, 0..<kept.count)
        guard trimmed.count <= 35, !MT940Line.isPlaceholder(kept.span, trimmed) else { return "" }
        return encoding.string(kept.span.extracting(trimmed))
    }

    /// `TRANSFERENCIA DE EVA ALONSO` alone in the first of several lines.
    private func nameInPhrase(
        _ entry: inout EntryRecord, _ bytes: Span<UInt8>, _ encoding: TextEncoding
    ) {
        guard entry.counterparty.isEmpty else { return }
        for index in bytes.indices where bytes[index] == 0x0A {
            let concept = FieldWords.string(bytes.extracting(0..<index), encoding)
            entry.counterparty = CounterpartyPhrase.name(in: concept, isCredit: entry.amount >= 0)
            return
        }
    }
}
