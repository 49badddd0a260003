public import Domain
internal import Scanning

/// Spanish bank statements, Cuaderno 43 of AEB, CECA and UNACC (June 2012): lines of 80 characters.
///
/// Record types: 11 account, 22 movement, 23 text, 24 amount in another currency, 33 account totals, 88 end.
/// Real files leave out blanks, records 33 and 88, and write wrong counts; none of that loses a movement.
public enum Norma43 {
    /// Reads all accounts of a file in file order.
    ///
    /// Throws only what `emit` throws; what is wrong with the file is in the outcome.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        try withoutActuallyEscaping(emit) { emit in
            let (encoding, start, isASCII) = Norma43Encoding.survey(bytes)
            var reading = Norma43Reading(
                encoding: encoding, isASCII: isASCII, options: options, emit: emit)
            try reading.read(bytes, from: start)
            return ReadOutcome(
                identification: Identification(
                    format: .norma43, version: "2012", encoding: reading.encodingName),
                problems: reading.problems)
        }
    }

    /// What the file is if it begins with an account record, perhaps behind a header; `nil` else.
    public static func identify(_ bytes: Span<UInt8>) -> Identification? {
        let (encoding, start) = Norma43Encoding.detect(bytes)
        var lines = LineCursor(bytes, from: start)
        var hasHeader = false
        while let line = lines.nextLine(in: bytes) {
            if line.isEmpty { continue }
            if !hasHeader, Norma43Reading.isHeader(bytes, line) {
                hasHeader = true
                continue
            }
            let columns = FixedColumns(line, in: bytes, isUTF8: encoding == .utf8)
            guard columns.count >= 50, columns.count <= 90 || start + 80 < bytes.count,
                digitsValue(bytes, columns.range(1, 2)) == 11, isDigits(bytes, columns.range(3, 20)),
                isDigits(bytes, columns.range(21, 33)), isDigits(bytes, columns.range(34, 50))
            else { return nil }
            return Identification(format: .norma43, version: "2012", encoding: encoding.rawValue)
        }
        return nil
    }

    private static func isDigits(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        digitsValue(bytes, range) != nil
    }
}

/// Which encoding a file of Norma 43 is in. The standard says EBCDIC or code page 850; banks write
/// ISO-8859-1, UTF-8 with or without mark, and still code page 850.
enum Norma43Encoding {
    /// The encoding of the whole file, the length of its mark and whether all behind it is ASCII. A letter
    /// may come late in a large file.
    static func survey(
        _ bytes: Span<UInt8>
    ) -> (encoding: TextEncoding, markLength: Int, isASCII: Bool) {
        let found = TextEncoding.survey(bytes)
        guard found.encoding == .windows1252 else { return found }
        return (isCodePage850(bytes) ? .cp850 : .windows1252, found.markLength, false)
    }

    /// The encoding as the first bytes tell it.
    static func detect(_ bytes: Span<UInt8>) -> (encoding: TextEncoding, markLength: Int) {
        let detected = TextEncoding.detect(bytes, sampleBytes: 1 << 16)
        let bytes = bytes.extracting(0..<min(bytes.count, 1 << 16))
        guard detected.encoding == .windows1252 else { return detected }
        return (isCodePage850(bytes) ? .cp850 : .windows1252, detected.markLength)
    }

    /// Counts letters of Spanish and Catalan in either reading. The bytes that are letters in both (0xE0 is à
    /// or Ó) are decided by the case of the letter before: `COMISI\u{E0}N` is code page 850.
    private static func isCodePage850(_ bytes: Span<UInt8>) -> Bool {
        var votes = 0
        var index = 0
        while true {
            index = nextHighByte(bytes, index)
            guard index < bytes.count else { break }
            let before = index > 0 ? bytes[index - 1] : 0
            switch bytes[index] {
            // Ç or €: the one has a letter before it as a rule
            case 0x80: if isLetter(before) { votes += 1 }
            // Ü or š
            case 0x9A: if !(0x61...0x7A).contains(before) { votes += 1 }
            // ä ö Ö within a word; quotes and the sign of a trade mark stand at its ends
            case 0x84, 0x94, 0x99:
                if isLetter(before), index + 1 < bytes.count, isLetter(bytes[index + 1]) { votes += 1 }
            // Ñ ñ É é ó ú á ü Á ç Í: control characters and signs in ISO-8859-1
            case 0x81, 0x82, 0x87, 0x90, 0xA0, 0xA2...0xA5, 0xB5: votes += 1
            // Á É Í Ó Ú Ñ Ü Ç ß ä ö and the small ones in ISO-8859-1: frames and signs in code page 850
            case 0xC0...0xCF, 0xD1...0xD5, 0xD9...0xDC, 0xDF, 0xE4, 0xE7, 0xED, 0xEF, 0xF1...0xF6,
                0xF9...0xFC:
                votes -= 1
            // Ó à, Ú é, Í Ö: either
            case 0xE0, 0xE9, 0xD6:
                if (0x41...0x5A).contains(before) { votes += 1 }
                if (0x61...0x7A).contains(before) { votes -= 1 }
            default: break
            }
            index += 1
        }
        return votes > 0
    }

    /// The next byte from 128; the count where there is none. Eight bytes at a time.
    private static func nextHighByte(_ bytes: Span<UInt8>, _ start: Int) -> Int {
        bytes.withUnsafeBufferPointer { bytes in
            let raw = UnsafeRawBufferPointer(bytes)
            var index = start
            while index + 8 <= raw.count,
                raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
            {
                index += 8
            }
            while index < raw.count, raw[index] < 0x80 { index += 1 }
            return index
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 <= 25 }
}
