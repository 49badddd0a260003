public import Domain

/// A regional or local holiday.
public struct LocalHoliday: Sendable, Equatable {
    /// When.
    public let day: Day
    /// As the file names it.
    public let name: String

    /// A holiday of the place.
    public init(day: Day, name: String) {
        self.day = day
        self.name = name
    }
}

/// Regional and local holidays from a file that people keep: a table of day and name.
///
/// UTF-8; a line a day, `2026-03-19;San José` or `19/03/2026,San José`, separated by `;`, `,` or a tab, the
/// name
/// may be quoted or missing. Blank lines, lines that begin with `#` and one line of headings are passed over.
public struct LocalHolidays: Sendable, Equatable {
    /// A line that says nothing usable. The others count.
    public struct LineError: Sendable, Equatable, CustomStringConvertible {
        /// 1-based.
        public let line: Int
        /// What stands there, at most 40 characters.
        public let found: String
        /// What would be right.
        public let expected: String

        /// The error in one line.
        public var description: String { "line \(line): found \"\(found)\", expected \(expected)" }
    }

    /// In order of days, one a day.
    public let holidays: [LocalHoliday]
    /// In order of lines.
    public let errors: [LineError]

    /// Reads the file's bytes. Where a day comes twice, the second line is an error.
    public init(reading bytes: [UInt8]) {
        var holidays: [LocalHoliday] = []
        var errors: [LineError] = []
        var days: Set<Day> = []
        var mayBeHeading = true
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        for (index, line) in Self.lines(content).enumerated() {
            func wrong(_ found: Substring, _ expected: String) {
                errors.append(
                    LineError(line: index + 1, found: String(found.prefix(40)), expected: expected))
            }
            guard let text = String(validating: line, as: UTF8.self) else {
                wrong("bytes that are no text", "UTF-8")
                continue
            }
            let trimmed = Self.trimmed(text[...])
            if trimmed.isEmpty || trimmed.first == "#" { continue }
            let cut = trimmed.firstIndex { $0 == ";" || $0 == "," || $0 == "\t" } ?? trimmed.endIndex
            let written = Self.trimmed(trimmed[..<cut])
            let isHeading = mayBeHeading && !written.contains { $0.isNumber }
            mayBeHeading = false
            if isHeading { continue }
            guard let day = Self.day(written) else {
                wrong(written, "a day, 2026-03-19 or 19/03/2026")
                continue
            }
            guard days.insert(day).inserted else {
                wrong(written, "a day that did not come before")
                continue
            }
            holidays.append(LocalHoliday(day: day, name: Self.name(trimmed[cut...].dropFirst())))
        }
        self.holidays = holidays.sorted { $0.day < $1.day }
        self.errors = errors
    }

    /// Split at LF, CRLF or CR.
    private static func lines(_ bytes: ArraySlice<UInt8>) -> [[UInt8]] {
        var lines: [[UInt8]] = [[]]
        var previous: UInt8 = 0
        for byte in bytes {
            if byte == 0x0A || byte == 0x0D {
                if !(byte == 0x0A && previous == 0x0D) { lines.append([]) }
            } else {
                lines[lines.count - 1].append(byte)
            }
            previous = byte
        }
        return lines
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.drop { $0.isWhitespace || $0 == "\"" }
        var end = start
        while let last = end.last, last.isWhitespace || last == "\"" { end.removeLast() }
        return end
    }

    /// The name: up to the next separator outside quotes.
    private static func name(_ text: Substring) -> String {
        let start = text.drop { $0.isWhitespace }
        if start.first == "\"" { return String(start.dropFirst().prefix { $0 != "\"" }) }
        return String(trimmed(start.prefix { $0 != ";" && $0 != "\t" }))
    }

    private static func day(_ text: Substring) -> Day? {
        if let day = Day(iso: text) { return day }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[2].utf8.count == 4, (1...2).contains(parts[0].utf8.count),
            (1...2).contains(parts[1].utf8.count),
            let day = number(parts[0]), let month = number(parts[1]), let year = number(parts[2])
        else { return nil }
        return Day(year: year, month: month, day: day)
    }

    private static func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }
}
