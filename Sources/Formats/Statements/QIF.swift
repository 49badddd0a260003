public import Domain
internal import Scanning

/// Movement lists in the Quicken Interchange Format, as banks and household programs write them.
///
/// QIF states neither account nor currency, no balance and no order of day and month: what cannot be decided
/// from the file itself is refused.
public enum QIF {
    /// What the file is; `nil` when it is of another kind.
    public static func identify(_ bytes: Span<UInt8>) -> Identification? {
        let (encoding, _) = TextEncoding.detect(bytes, sampleBytes: 1 << 16)
        let window = bytes.extracting(0..<min(bytes.count, 1 << 13))
        let isOurs = isWide(encoding) ? begins(encoding.utf8Bytes(window).span) : begins(window)
        return isOurs ? Identification(format: .qif, encoding: encoding.rawValue) : nil
    }

    /// Reads all lists of movements of a file in file order.
    ///
    /// Throws only what `emit` throws; what is wrong with the file is in the outcome.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        let (encoding, _) = TextEncoding.detect(bytes)
        if isWide(encoding) {
            let text = encoding.utf8Bytes(bytes)
            return try read(text.span, encoding, .utf8, options, emit)
        }
        guard !hasLineFeeds(bytes) else { return try read(bytes, encoding, encoding, options, emit) }
        // Lines of the old Macintosh end with CR alone.
        let lines = bytes.withUnsafeBufferPointer { $0.map { $0 == 0x0D ? 0x0A : $0 } }
        return try read(lines.span, encoding, encoding, options, emit)
    }

    private static func read(
        _ bytes: Span<UInt8>, _ named: TextEncoding, _ encoding: TextEncoding, _ options: ReadOptions,
        _ emit: RecordSink
    ) throws -> ReadOutcome {
        var outcome = ReadOutcome(identification: Identification(format: .qif, encoding: named.rawValue))
        let survey = QIFSurvey(bytes, encoding: encoding)
        let (order, problem) = survey.order.decide()
        if let problem { outcome.problems.report(problem) }
        if survey.passedOverLine > 0 {
            outcome.problems.report(
                Problem(
                    .recordMalformed, severity: .warn, at: Place(line: survey.passedOverLine),
                    found: "a list that is not read", expected: "!Type:Bank, CCard, Cash or Oth"))
        }
        if survey.lists == 0 {
            outcome.problems.report(Problem(.fieldMissing, severity: .warn, expected: "a list of movements"))
        }
        guard problem == nil else { return outcome }
        return try withoutActuallyEscaping(emit) { emit in
            var reading = QIFReading(
                survey: survey, order: order, encoding: encoding, currency: options.defaultCurrency,
                emit: emit)
            try reading.read(bytes)
            outcome.problems += reading.problems
            return outcome
        }
    }

    // MARK: How a file begins

    private static func begins(_ bytes: Span<UInt8>) -> Bool {
        let start = QIFBlocks.skippingRemarks(bytes)
        guard start < bytes.count else { return false }
        if bytes[start] == UInt8(ascii: "!") {
            let head = String(
                decoding: (start..<min(bytes.count, start + 12)).map { bytes[$0] }, as: UTF8.self)
            return ["!TYPE:", "!ACCOUNT", "!OPTION:", "!CLEAR:"].contains { head.uppercased().hasPrefix($0) }
        }
        return beginsWithMovement(bytes, from: start)
    }

    /// A file without a heading: a date, then lines that each begin with a field's letter, an amount among
    /// them, then `^`.
    private static func beginsWithMovement(_ bytes: Span<UInt8>, from start: Int) -> Bool {
        let letters = Array("DTUMPNLACSE$%FXIQYO".utf8)
        var lines = LineCursor(bytes, from: start)
        var hasAmount = false
        while let range = lines.nextLine(in: bytes), lines.number <= 40 {
            guard let first = range.first else { continue }
            let value = bytes.extracting(first + 1..<range.upperBound)
            if bytes[first] == UInt8(ascii: "^") { return hasAmount && range.count == 1 }
            guard letters.contains(bytes[first]) else { return false }
            if lines.number == 1, bytes[first] != UInt8(ascii: "D") || QIFDate.field(value) == nil {
                return false
            }
            if bytes[first] == UInt8(ascii: "T") {
                let mark: [DecimalMark] = [.point, .comma]
                hasAmount = mark.contains { LocaleNumber(value, mark: $0) != nil }
                if !hasAmount { return false }
            }
        }
        return false
    }

    private static func hasLineFeeds(_ bytes: Span<UInt8>) -> Bool {
        bytes.indices.contains { bytes[$0] == 0x0A }
    }

    private static func isWide(_ encoding: TextEncoding) -> Bool {
        encoding == .utf16LittleEndian || encoding == .utf16BigEndian
    }
}
