/// Writes a letter as plain text, for who reads mail without HTML.
enum LetterPlainText {
    static func text(_ letter: LetterDocument) -> String {
        var parts = [letter.heading.map(shown).joined(separator: "\n"), letter.title]
        parts += letter.blocks.map(block)
        parts.append(([letter.regards] + letter.signature).joined(separator: "\n"))
        parts.append("--\n" + letter.privacy)
        return parts.joined(separator: "\n\n") + "\n"
    }

    private static func block(_ block: LetterBlock) -> String {
        switch block {
        case .heading(let text): shown(text)
        case .paragraph(let text): shown(text)
        case .quotation(let texts, _): texts.map(shown).joined(separator: "\n")
        case .table(let table): self.table(table)
        case .payment(let lines): lines.map { "  \(line($0))" }.joined(separator: "\n")
        }
    }

    /// One line a row, each value with its heading: columns do not survive a narrow screen.
    private static func table(_ table: LetterTable) -> String {
        let rows = table.rows.map { row in
            let cells = zip(table.columns, row.cells).map { "\($0.title) \(shown($1))" }
            let note = row.note.isEmpty ? [] : [shown(row.note)]
            return "- " + (cells.prefix(1) + note + cells.dropFirst()).joined(separator: ", ")
        }
        return (rows + table.sums.map(line)).joined(separator: "\n")
    }

    private static func line(_ line: LetterTable.Line) -> String { "\(line.label): \(shown(line.value))" }

    private static func shown(_ text: String) -> String { ShownText.line(text) }
}
