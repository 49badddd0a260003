public import Domain
internal import Scanning

/// Statements in Open Financial Exchange, OFX 1 (SGML, also `.qfx`) and OFX 2 (XML): the OFX specification
/// 1.0.2 to 2.3, as banks really write it.
///
/// OFX has no opening balance. Amounts are signed by the specification, whatever `TRNTYPE` says.
public enum OFX {
    /// What the file is; `nil` when it is of another kind.
    public static func identify(_ bytes: Span<UInt8>) -> Identification? {
        let (encoding, _) = TextEncoding.detect(bytes, sampleBytes: 1 << 16)
        let window = bytes.extracting(0..<min(bytes.count, OFXHeader.length))
        guard !isWide(encoding) else {
            let text = encoding.utf8Bytes(window)
            return OFXHeader(text.span).map { identification($0, encoding) }
        }
        return OFXHeader(window).map { identification($0, encoding) }
    }

    /// Reads all statements of a file in file order, in two passes: the first finds what statements say of
    /// themselves after their movements.
    ///
    /// Throws only what `emit` throws; what is wrong with the file is in the outcome.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        let (encoding, _) = TextEncoding.detect(bytes)
        guard !isWide(encoding) else {
            let text = encoding.utf8Bytes(bytes)
            return try read(text.span, encoding, .utf8, options, emit)
        }
        return try read(bytes, encoding, encoding, options, emit)
    }

    private static func read(
        _ bytes: Span<UInt8>, _ named: TextEncoding, _ encoding: TextEncoding, _ options: ReadOptions,
        _ emit: RecordSink
    ) throws -> ReadOutcome {
        let header = OFXHeader(bytes.extracting(0..<min(bytes.count, OFXHeader.length))) ?? OFXHeader()
        var outcome = ReadOutcome(identification: identification(header, named))
        if header.saysUTF8, encoding == .windows1252 {
            outcome.problems.report(
                Problem(
                    .encodingInvalid, severity: .warn, found: "UTF-8 in the header",
                    expected: encoding.rawValue))
        }
        var survey = OFXSurvey()
        let walk = try OFXWalk.walk(bytes, into: &survey)
        outcome.problems += problems(of: walk)
        guard !outcome.problems.contains(where: { $0.severity == .refuse }) else { return outcome }
        return try withoutActuallyEscaping(emit) { emit in
            var reading = OFXReading(
                survey: survey, text: OFXText(encoding: encoding), options: options, emit: emit)
            _ = try OFXWalk.walk(bytes, into: &reading)
            outcome.problems += reading.problems
            return outcome
        }
    }

    private static func problems(of walk: OFXWalk) -> [Problem] {
        if let failure = walk.failure { return [failure] }
        if walk.isCut { return [Problem(.xmlMalformed, expected: "the end of the statement")] }
        guard walk.statements > 0 else {
            return [Problem(.fieldMissing, severity: .warn, expected: "a statement (STMTRS or CCSTMTRS)")]
        }
        guard !walk.hasEnd else { return [] }
        return [Problem(.xmlMalformed, severity: .warn, expected: "</OFX> at the end of the file")]
    }

    private static func identification(_ header: OFXHeader, _ encoding: TextEncoding) -> Identification {
        Identification(format: .ofx, version: header.version, encoding: encoding.rawValue)
    }

    private static func isWide(_ encoding: TextEncoding) -> Bool {
        encoding == .utf16LittleEndian || encoding == .utf16BigEndian
    }
}

/// What stands before `<OFX>`: lines `KEY:VALUE` (OFX 1), an instruction `<?OFX …?>` (OFX 2), or nothing.
struct OFXHeader {
    /// `102`, `211`; empty where the file states none.
    private(set) var version = ""
    private(set) var saysUTF8 = false
    /// How far into a file a header is looked for: some begin with lines of blanks.
    static let length = 1 << 13

    init() {}

    /// `nil` when the bytes do not begin like OFX.
    init?(_ bytes: Span<UInt8>) {
        var start = 0
        // Marks and broken marks (seen: Caisse d'Épargne) and blanks come before.
        while start < bytes.count, bytes[start] <= 0x20 || bytes[start] >= 0x7F { start += 1 }
        let root =
            Self.find("<OFX>", bytes, start..<bytes.count) ?? Self.find("<OFX ", bytes, start..<bytes.count)
        let hasKeys = Self.beginsWithKeys(bytes, start) || Self.hasKey(bytes, start..<(root ?? start))
        guard hasKeys || (start < bytes.count && bytes[start] == UInt8(ascii: "<")) else { return nil }
        if !hasKeys {
            var scanner = OFXScanner(from: start)
            let first = scanner.next(in: bytes)
            let isRoot = first?.tag == .ofx && first?.isClosing == false
            guard isRoot || (scanner.failure != nil && root != nil) else { return nil }
        }
        let head = start..<(root ?? bytes.count)
        version = Self.version(bytes, head)
        saysUTF8 = Self.find("UTF-8", bytes, head) != nil || Self.find("UNICODE", bytes, head) != nil
    }

    /// Whether the lines `KEY:VALUE` begin at `start`; the first of them is left out by some (seen: csv2ofx).
    private static func beginsWithKeys(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
        find("OFXHEADER", bytes, start..<min(bytes.count, start + 9)) != nil
            || find("DATA:OFXSGML", bytes, start..<min(bytes.count, start + 12)) != nil
    }

    /// Whether the first key stands anywhere before the root: in elements (seen in a sample of libofx) or
    /// after a title.
    private static func hasKey(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        find("OFXHEADER", bytes, range) != nil
    }

    /// The digits after `VERSION`, but not those of `<?xml version="1.0"?>`.
    private static func version(_ bytes: Span<UInt8>, _ head: Range<Int>) -> String {
        var start = head.lowerBound
        while let found = find("VERSION", bytes, start..<head.upperBound) {
            var index = found + 7
            while index < head.upperBound, !isDigit(bytes[index]), index - found < 12 { index += 1 }
            let first = index
            while index < head.upperBound, isDigit(bytes[index]) { index += 1 }
            if index - first == 3 {
                return String(decoding: (first..<index).map { bytes[$0] }, as: UTF8.self)
            }
            start = found + 7
        }
        return ""
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 <= 9 }

    /// Where a text in capital letters stands, in any letter case.
    private static func find(_ text: StaticString, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        let count = text.utf8CodeUnitCount
        guard range.count >= count else { return nil }
        return text.withUTF8Buffer { wanted in
            (range.lowerBound...range.upperBound - count).first { start in
                wanted.indices.allSatisfy { offset in
                    let byte = bytes[start + offset]
                    return wanted[offset] == (byte >= 0x61 && byte <= 0x7A ? byte - 0x20 : byte)
                }
            }
        }
    }
}
