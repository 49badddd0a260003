/// A table of a page: a caption, columns, rows, and a row of sums where there is one.
struct Table {
    struct Column {
        let title: String
        /// Right-aligned, in figures of one width.
        let isNumber: Bool

        static func text(_ title: String) -> Column { Column(title: title, isNumber: false) }
        static func number(_ title: String) -> Column { Column(title: title, isNumber: true) }
    }

    /// Whether a phone shows a row as a card (long texts) or the table scrolls sideways (figures).
    enum Shape { case figures, cards }

    var caption: String
    var shape: Shape
    var columns: [Column]
    /// The first cell of a row is its heading.
    var rows: [[Markup]]
    /// What stands under each row across all columns; empty for nothing.
    var footnotes: [Markup] = []
    /// The row of sums, empty for none.
    var sums: [Markup] = []

    /// The whole table. Roles are written out because a browser drops them where cards replace the table.
    var markup: Markup {
        let heads = columns.map {
            Markup.line(
                "th", [("scope", "col"), ("role", "columnheader")] + numberClass($0), text: $0.title)
        }
        var parts = Markup.line("caption", text: caption)
        parts += .block("thead", rowGroup, .block("tr", [("role", "row")], .joined(heads)))
        parts += .block("tbody", rowGroup, .joined(rows.indices.map(body)))
        if !sums.isEmpty { parts += .block("tfoot", rowGroup, row(sums)) }
        let name = shape == .cards ? "cards" : "figures"
        // A short table is not torn apart by the end of a sheet of paper.
        let region = rows.count > 12 ? "scroll" : "scroll short"
        let table = Markup.block("table", [("role", "table"), ("class", name)], parts)
        let attributes: [Markup.Attribute] = [
            ("class", region), ("role", "region"), ("tabindex", "0"), ("aria-label", caption),
        ]
        return .block("div", attributes, table)
    }

    private var rowGroup: [Markup.Attribute] { [("role", "rowgroup")] }

    private func numberClass(_ column: Column) -> [Markup.Attribute] {
        column.isNumber ? [("class", "n")] : []
    }

    private func body(_ index: Int) -> Markup {
        guard footnotes.indices.contains(index) else { return row(rows[index]) }
        let cell: [Markup.Attribute] = [("role", "cell"), ("colspan", String(columns.count))]
        let note = Markup.element("td", cell, footnotes[index])
        return row(rows[index]) + Markup.line("tr", [("role", "row"), ("class", "footnote")], note)
    }

    private func row(_ cells: [Markup]) -> Markup {
        var line = Markup()
        for (index, (column, cell)) in zip(columns, cells).enumerated() {
            let label: [Markup.Attribute] = shape == .cards ? [("data-label", column.title)] : []
            if index == 0 {
                let head: [Markup.Attribute] = [("scope", "row"), ("role", "rowheader")]
                line += .element("th", head + numberClass(column) + label, cell)
            } else {
                line += .element("td", [("role", "cell")] + numberClass(column) + label, cell)
            }
        }
        return .line("tr", [("role", "row")], line)
    }
}
