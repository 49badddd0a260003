internal import Domain
internal import Scanning

/// Finds the heading row, the delimiter and the profile of a delimited text.
///
/// Every delimiter is tried on the first rows; the row of which most columns are understood is the heading.
struct HeadingSearch {
    /// Rows looked at: the longest preamble seen has eight.
    static let rowsMax = 25

    /// What was found.
    enum Outcome {
        case layout(TableLayout)
        case problem(Problem)
    }

    private struct Candidate {
        let fit: ProfileFit
        let delimiter: UInt8
        let row: Int
    }

    private struct Row {
        let line: Int
        let cells: [String]
        let headings: [(words: String, currency: Currency?)]
        let after: DelimitedCursor
    }

    private let encoding: TextEncoding
    private let own: [CompiledProfile]
    private let builtIn: [CompiledProfile]
    private let isAnyRole: Bool
    /// Every heading of every profile: most rows hold none and need no closer look.
    private let known: Set<String>

    /// `role` restricts the search; `nil` for any role.
    init(encoding: TextEncoding, options: ReadOptions, role: TableProfile.Role?) {
        self.encoding = encoding
        isAnyRole = role == nil
        own = options.profiles.filter { role == nil || $0.role == role }.map(CompiledProfile.init)
        builtIn = CompiledProfile.builtIn.filter { role == nil || $0.profile.role == role }
        known = CompiledProfile.builtInWords.union(own.flatMap { $0.words.flatMap(\.words) })
    }

    func run(_ bytes: Span<UInt8>) -> Outcome {
        var best: [Candidate] = []
        var tables: [UInt8: [Row]] = [:]
        for delimiter in [UInt8(ascii: ";"), UInt8(ascii: ","), 0x09, UInt8(ascii: "|")] {
            let rows = firstRows(bytes, delimiter)
            tables[delimiter] = rows
            for (index, row) in rows.enumerated() where mayBeHeading(row) {
                let headings = row.headings.map(\.words)
                for fit in fits(headings, delimiter) {
                    let candidate = Candidate(fit: fit, delimiter: delimiter, row: index)
                    if fit.score > best.first?.fit.score ?? 0 {
                        best = [candidate]
                    } else if fit.score == best.first?.fit.score, best.first?.row == index {
                        best.append(candidate)
                    }
                }
            }
        }
        // The columns of one bank say more than the words of a language.
        let exact = best.filter { !$0.fit.profile.isGeneric }
        if !exact.isEmpty { best = exact }
        guard let chosen = best.first else { return headless(bytes, tables) }
        let line = tables[chosen.delimiter]?[chosen.row].line ?? 0
        guard best.allSatisfy({ isSame($0, chosen) }) else {
            let names = best.map(\.fit.profile.name).sorted().joined(separator: ", ")
            return .problem(Problem(.formatAmbiguous, at: Place(line: line), found: "profiles \(names)"))
        }
        let fit = chosen.fit
        if let refusal = fit.profile.refusal {
            return .problem(
                Problem(.headingUnknown, at: Place(line: line), found: fit.profile.name, expected: refusal))
        }
        return .layout(layout(fit, tables[chosen.delimiter] ?? [], headingRow: chosen.row))
    }

    /// Two candidates that understand the same columns alike are no contradiction.
    private func isSame(_ a: Candidate, _ b: Candidate) -> Bool {
        a.fit.assigned == b.fit.assigned && a.fit.profile.role == b.fit.profile.role
            && (a.fit.profile.refusal == nil) == (b.fit.profile.refusal == nil)
    }

    private func fits(_ headings: [String], _ delimiter: UInt8) -> [ProfileFit] {
        func allows(_ profile: TableProfile) -> Bool {
            guard let mark = profile.delimiter?.asciiValue else { return true }
            return mark == delimiter
        }
        // What is due is not booked: such a table is of the bank only where a person says so.
        let isOfDues = isAnyRole && headings.contains { CompiledProfile.dueWords.contains($0) }
        return own.filter { allows($0.profile) }.compactMap {
            ProfileFit($0, headings: headings, isOwn: true)
        }
            + builtIn.filter { allows($0.profile) && !(isOfDues && $0.profile.role == .bank) }
            .compactMap { ProfileFit($0, headings: headings, isOwn: false) }
    }

    private func mayBeHeading(_ row: Row) -> Bool {
        row.headings.count { known.contains($0.words) || $0.words.contains("?") } >= 2
    }

    private func firstRows(_ bytes: Span<UInt8>, _ delimiter: UInt8) -> [Row] {
        var cursor = DelimitedCursor(delimiter: delimiter, in: bytes)
        var record = DelimitedRecord()
        var rows: [Row] = []
        while rows.count < Self.rowsMax, cursor.next(bytes, into: &record) == .record {
            // No table of ours is a thousand columns wide: such a row is not looked at.
            let count = min(record.fieldCount, 1000)
            let cells = (0..<count).map { record.text($0, in: bytes, encoding: encoding) }
            let headings = cells.map { $0.utf8.count <= 80 ? HeadingText.split($0) : ("", nil) }
            rows.append(Row(line: record.line, cells: cells, headings: headings, after: cursor))
        }
        return rows
    }

    private func layout(_ fit: ProfileFit, _ rows: [Row], headingRow: Int) -> TableLayout {
        let heading = rows[headingRow]
        return TableLayout(
            profile: fit.profile, encoding: encoding, rows: heading.after, headingLine: heading.line,
            headings: heading.headings.map(\.words), headingCurrencies: heading.headings.map(\.currency),
            preamble: rows[..<headingRow].map { TableLayout.PreambleRow(line: $0.line, cells: $0.cells) },
            assigned: fit.assigned, columnCount: heading.headings.count)
    }

    /// A table without a heading is read only by a profile that gives its columns by number.
    private func headless(_ bytes: Span<UInt8>, _ tables: [UInt8: [Row]]) -> Outcome {
        for profile in (own + builtIn).map(\.profile) where !profile.positions.isEmpty {
            guard let delimiter = profile.delimiter?.asciiValue, let rows = tables[delimiter], !rows.isEmpty,
                rows.allSatisfy({ isRow($0, of: profile) })
            else { continue }
            return .layout(
                TableLayout(
                    profile: profile, encoding: encoding,
                    rows: DelimitedCursor(delimiter: delimiter, in: bytes), headingLine: 0, headings: [],
                    headingCurrencies: [], preamble: [],
                    assigned: profile.positions.mapValues { [$0 - 1] }, columnCount: profile.columnCount ?? 0)
            )
        }
        return .problem(unknown(tables))
    }

    private func isRow(_ row: Row, of profile: TableProfile) -> Bool {
        guard row.cells.count == profile.columnCount else { return false }
        func bytes<R>(_ field: String, _ body: (Span<UInt8>) -> R) -> R? {
            guard let position = profile.positions[field], row.cells.indices.contains(position - 1) else {
                return nil
            }
            return body(Array(row.cells[position - 1].utf8).span)
        }
        let mark: DecimalMark = profile.decimalMark == "," ? .comma : .point
        return bytes("booked", { DateField($0) != nil }) == true
            && bytes("amount", { LocaleNumber($0, mark: mark) != nil }) == true
    }

    /// Names what stands where a heading would: only words, since a row of data may hold personal data.
    private func unknown(_ tables: [UInt8: [Row]]) -> Problem {
        let expected = "a row with the names of the columns, among the first \(Self.rowsMax) rows"
        for delimiter in [UInt8(ascii: ";"), UInt8(ascii: ","), 0x09, UInt8(ascii: "|")] {
            for row in tables[delimiter] ?? [] {
                let words = row.headings.map(\.words).filter { !$0.isEmpty }
                guard words.count >= 3, words.allSatisfy({ !$0.utf8.contains { $0 &- 0x30 <= 9 } }) else {
                    continue
                }
                let found = String(words.joined(separator: "; ").prefix(160))
                return Problem(
                    .headingUnknown, at: Place(line: row.line), found: found,
                    expected: "columns of a known profile")
            }
        }
        return Problem(.headingUnknown, found: "no heading row", expected: expected)
    }
}
