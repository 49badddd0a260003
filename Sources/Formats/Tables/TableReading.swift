internal import Domain
internal import Scanning

/// What the readers of all tables do first: encoding, heading, and the refusals that go with them.
enum TableReading {
    /// Bytes looked at for a NUL, which no text has.
    private static let nulSampleBytes = 1 << 16

    /// Finds the layout of `bytes` and calls `body` with the text; gives the problems where there is no
    /// layout.
    static func read(
        _ bytes: Span<UInt8>, format: FileFormat, role: TableProfile.Role, options: ReadOptions,
        body: (Span<UInt8>, TableLayout) throws -> [Problem]
    ) throws -> ReadOutcome {
        try withText(bytes, detected: options.detectedEncoding) { text, encoding, name in
            var identification = Identification(format: format, encoding: name)
            if let problem = refusal(text) {
                return ReadOutcome(identification: identification, problems: [problem])
            }
            switch HeadingSearch(encoding: encoding, options: options, role: role).run(text) {
            case .problem(let problem):
                return ReadOutcome(identification: identification, problems: [problem])
            case .layout(let layout):
                identification.profile = layout.profile.name
                return ReadOutcome(identification: identification, problems: try body(text, layout))
            }
        }
    }

    /// Calls `body` with the text without its byte-order mark, UTF-16 made UTF-8, the encoding its fields are
    /// in and the name of the file's own encoding.
    ///
    /// - Parameter detected: name of the encoding where it is known already; empty to find it.
    static func withText<Result>(
        _ bytes: Span<UInt8>, detected: String = "",
        _ body: (Span<UInt8>, TextEncoding, String) throws -> Result
    ) rethrows -> Result {
        let known = TextEncoding(rawValue: detected)
        let (found, markLength) = TextEncoding.detect(bytes, sampleBytes: known == nil ? bytes.count : 4)
        let encoding = known ?? found
        let text = bytes.extracting(markLength..<bytes.count)
        switch encoding {
        case .utf16LittleEndian, .utf16BigEndian:
            let transcoded = encoding.utf8Bytes(text)
            return try body(transcoded.span, .utf8, encoding.rawValue)
        default: return try body(text, encoding, encoding.rawValue)
        }
    }

    /// Why bytes cannot be a table at all.
    static func refusal(_ text: Span<UInt8>) -> Problem? {
        var isBlank = true
        for index in 0..<min(text.count, nulSampleBytes) {
            let byte = text[index]
            if byte == 0 {
                return Problem(.encodingInvalid, found: "a NUL byte at offset \(index)", expected: "text")
            }
            if byte > 0x20 { isBlank = false }
        }
        return isBlank ? Problem(.fileEmpty) : nil
    }

    /// The problem of a cursor that cannot go on; `nil` for a record or the end.
    static func problem(_ step: DelimitedCursor.Step, line: Int) -> Problem? {
        switch step {
        case .record, .end: nil
        case .recordTooLong:
            Problem(
                .limitExceeded, at: Place(line: line), found: "a longer row",
                expected: "at most \(DelimitedCursor.recordBytesMax) bytes")
        case .quoteUnclosed:
            Problem(
                .recordMalformed, severity: .refuse, at: Place(line: line),
                found: "a quote that is never closed")
        }
    }
}
