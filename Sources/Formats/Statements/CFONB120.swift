public import Domain
internal import Scanning

/// French bank statements, CFONB 120 (relevé de compte): records of 120 characters.
///
/// Record types: 01 old balance, 04 movement, 05 more about it, 07 new balance. The last digit of an amount
/// holds its sign too (overpunch). CFONB 240, a list of unpaid items or transfers, looks alike and is refused.
public enum CFONB120 {
    /// What the file is if it begins with a record of CFONB 120 or 240; `nil` when it is of another kind.
    public static func identify(_ bytes: Span<UInt8>) -> Identification? {
        let (encoding, start) = TextEncoding.detect(bytes, sampleBytes: 1 << 16)
        switch kind(of: bytes, from: start, isUTF8: encoding == .utf8) {
        case .records120: return Identification(format: .cfonb120, encoding: encoding.rawValue)
        case .records240:
            return Identification(format: .cfonb120, version: "240", encoding: encoding.rawValue)
        case nil: return nil
        }
    }

    /// Reads all accounts in file order. Throws only what `emit` throws.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        try withoutActuallyEscaping(emit) { emit in
            let (encoding, start, isASCII) = TextEncoding.survey(bytes)
            switch kind(of: bytes, from: start, isUTF8: encoding == .utf8) {
            case nil: return refusal(found: "", encoding)
            case .records240:
                return refusal(found: "CFONB 240 (unpaid items or transfers), which is not read", encoding)
            case .records120: break
            }
            var reading = CFONB120Reading(
                encoding: encoding, isASCII: isASCII, options: options, emit: emit)
            try reading.read(bytes, from: start)
            return ReadOutcome(
                identification: Identification(format: .cfonb120, encoding: reading.encodingName),
                problems: reading.problems)
        }
    }

    private static func refusal(found: String, _ encoding: TextEncoding) -> ReadOutcome {
        ReadOutcome(
            identification: Identification(format: .unknown, encoding: encoding.rawValue),
            problems: [
                Problem(.formatUnknown, found: found, expected: "an account statement of CFONB 120")
            ])
    }

    private enum Kind { case records120, records240 }

    /// Looks at the first record, and for CFONB 240 at its length with the blanks at its end.
    private static func kind(of bytes: Span<UInt8>, from start: Int, isUTF8: Bool) -> Kind? {
        var lines = LineCursor(bytes, from: start)
        while let line = lines.nextLine(in: bytes) {
            if line.isEmpty { continue }
            guard line.count >= 20 else { return nil }
            let first = line.lowerBound..<min(line.upperBound, line.lowerBound + 480)
            let columns = FixedColumns(first, in: bytes, isUTF8: isUTF8)
            if isRecord120(bytes, columns) { return .records120 }
            var end = line.upperBound
            while end < bytes.count, bytes[end] == 0x20 { end += 1 }
            return end - line.lowerBound >= 200 && isRecord240(bytes, columns) ? .records240 : nil
        }
        return nil
    }

    private static func isRecord120(_ bytes: Span<UInt8>, _ columns: FixedColumns) -> Bool {
        guard columns.count >= 48, let code = digitsValue(bytes, columns.range(1, 2)),
            digitsValue(bytes, columns.range(3, 7)) != nil, isCurrency(bytes, columns.range(17, 19)),
            Norma43Reading.day(bytes, columns.range(35, 40), isDayFirst: true) != nil
        else { return false }
        guard code != 5 else { return true }
        return (code == 1 || code == 4 || code == 7) && columns.count >= 104
            && CFONB120Amount(bytes, columns.range(91, 104)) != nil
    }

    private static func isCurrency(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for index in range where bytes[index] != 0x20 && !(0x41...0x5A).contains(bytes[index]) {
            return false
        }
        return true
    }

    /// 31 heads a list, 34 is an item, 39 the total; a number of six digits follows.
    private static func isRecord240(_ bytes: Span<UInt8>, _ columns: FixedColumns) -> Bool {
        guard let code = digitsValue(bytes, columns.range(1, 2)),
            digitsValue(bytes, columns.range(3, 8)) != nil
        else { return false }
        return code == 31 || code == 34 || code == 39
    }
}
