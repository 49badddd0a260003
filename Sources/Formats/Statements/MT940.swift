public import Domain
internal import Scanning

/// SWIFT statements: MT940 (booked, at the end of the day) and MT942 (a look at the day).
///
/// With or without the SWIFT envelope, several messages a file, in all four forms of field 86 in use. A
/// message is a statement; a statement of several pages is as many messages.
public enum MT940 {
    /// What the file is; `nil` when it is of another kind.
    public static func identify(_ bytes: Span<UInt8>) -> Identification? {
        let (encoding, start) = Norma43Encoding.detect(bytes)
        switch encoding {
        case .utf16LittleEndian, .utf16BigEndian:
            let end = min(bytes.count, start + 8192) & ~1
            let text = encoding.utf8Bytes(bytes.extracting(min(start, end)..<end))
            guard let format = format(of: text.span, from: 0) else { return nil }
            return Identification(format: format, encoding: encoding.rawValue)
        default:
            guard let format = format(of: bytes, from: start) else { return nil }
            return Identification(format: format, encoding: encoding.rawValue)
        }
    }

    /// Reads all messages in file order. Throws only what `emit` throws.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        try withoutActuallyEscaping(emit) { emit in
            let (encoding, start, isASCII) = Norma43Encoding.survey(bytes)
            switch encoding {
            case .utf16LittleEndian, .utf16BigEndian:
                let text = encoding.utf8Bytes(bytes.extracting(start..<bytes.count))
                return try read(text.span, from: 0, .utf8, encoding.rawValue, options, emit)
            default:
                let name = isASCII ? "ASCII" : encoding.rawValue
                return try read(bytes, from: start, encoding, name, options, emit)
            }
        }
    }

    private static func read(
        _ bytes: Span<UInt8>, from start: Int, _ encoding: TextEncoding, _ name: String,
        _ options: ReadOptions, _ emit: @escaping RecordSink
    ) throws -> ReadOutcome {
        guard let format = format(of: bytes, from: start) else {
            let problem = Problem(
                .formatUnknown, expected: "a message that begins with field 20, 25, 60F or 61")
            return ReadOutcome(
                identification: Identification(format: .mt940, encoding: name), problems: [problem])
        }
        var reading = MT940Reading(
            encoding: encoding, isASCII: name == "ASCII", isPreview: format == .mt942, options: options,
            emit: emit)
        try reading.read(bytes, from: start)
        return ReadOutcome(
            identification: Identification(format: format, encoding: name),
            problems: reading.problems)
    }

    /// Looks at the head of the first message: what stands before its first field, and its first fields.
    private static func format(of bytes: Span<UInt8>, from start: Int) -> FileFormat? {
        var lines = LineCursor(bytes, from: start)
        var headings = 0
        var isStatement = false
        while lines.number < 60, let line = lines.nextLine(in: bytes) {
            guard let tag = MT940Tag(bytes, line) else {
                if isStatement || line.isEmpty { continue }
                if let type = messageType(bytes, line), ![940, 941, 942, 950].contains(type) { return nil }
                headings += 1
                guard headings <= 12, line.count <= 200 else { return nil }
                continue
            }
            if !isStatement {
                guard canBegin(tag, bytes, line) else { return nil }
                isStatement = true
            }
            switch tag.number {
            case 13, 34, 90: return .mt942
            case 60, 61, 62, 86: return .mt940
            case 20, 21, 25, 28, MT940Tag.notSWIFT: continue
            default: return nil
            }
        }
        return isStatement ? .mt940 : nil
    }

    /// Whether a message can begin with this field: 20 by the book; files cut out of others begin later.
    private static func canBegin(_ tag: MT940Tag, _ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
        switch tag.number {
        case 20, 25: return tag.content < line.upperBound
        case 28: return true
        case 60: return MT940Balance(bytes, tag.content..<line.upperBound) != nil
        case 61:
            return digitsValue(bytes, tag.content..<min(tag.content + 6, line.upperBound)) != nil
        default: return false
        }
    }

    /// The message type in the second block of an envelope, `{2:O940…`; `nil` where there is none.
    private static func messageType(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Int64? {
        var index = line.lowerBound
        while index + 7 <= line.upperBound {
            if bytes[index] == UInt8(ascii: "{"), bytes[index + 1] == UInt8(ascii: "2"),
                bytes[index + 2] == UInt8(ascii: ":")
            {
                return digitsValue(bytes, index + 4..<index + 7)
            }
            index += 1
        }
        return nil
    }
}
