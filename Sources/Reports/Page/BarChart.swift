internal import Domain

/// A chart of horizontal bars as inline SVG.
///
/// Positions across are percentages and there is no view box, so the bars fill a phone as well as a sheet of
/// paper while the letters keep their size.
struct BarChart {
    struct Bar {
        let label: String
        /// Minor units, not negative.
        let value: Int64
        /// As the reader reads it.
        let valueText: String
    }

    /// Unique on the page; the ids of the text alternative begin with it.
    let id: String
    let title: String
    /// What the bars measure, written under the axis.
    let axisTitle: String
    let axis: ChartAxis
    /// Text of the ticks, from zero to the end of the axis.
    let ticks: [String]
    let bars: [Bar]

    private static let barStep = 42
    private var bottom: Int { bars.count * Self.barStep + 12 }

    var markup: Markup {
        let alternative = bars.map { "\($0.label): \($0.valueText)" }.joined(separator: "; ") + "."
        var parts = Markup.line("title", [("id", "\(id)-title")], text: title)
        parts += .line("desc", [("id", "\(id)-desc")], text: alternative)
        for (index, tick) in ticks.enumerated() { parts += gridline(index, tick) }
        for (index, bar) in bars.enumerated() { parts += drawn(bar, index) }
        parts += .line(
            "text", [("x", "0"), ("y", "\(bottom + 42)"), ("class", "axis")], text: axisTitle)
        let attributes: [Markup.Attribute] = [
            ("class", "chart"), ("role", "img"), ("aria-labelledby", "\(id)-title \(id)-desc"),
            ("width", "100%"), ("height", "\(bottom + 50)"),
        ]
        return .block("svg", attributes, parts)
    }

    private func gridline(_ index: Int, _ tick: String) -> Markup {
        let last = ticks.count - 1
        let x = Self.percent(UInt64(index) * 10_000 / UInt64(max(1, last)))
        let anchor = index == 0 ? "start" : index == last ? "end" : "middle"
        let line = Markup.element(
            "line", [("x1", x), ("x2", x), ("y1", "4"), ("y2", "\(bottom)"), ("class", "grid")])
        let text = Markup.element(
            "text", [("x", x), ("y", "\(bottom + 18)"), ("text-anchor", anchor), ("class", "tick")],
            text: tick)
        return line + text + Markup.lineEnd
    }

    private func drawn(_ bar: Bar, _ index: Int) -> Markup {
        let top = index * Self.barStep
        let width = max(bar.value > 0 ? 30 : 0, axis.position(bar.value))
        let label = Markup.element(
            "text", [("x", "0"), ("y", "\(top + 18)"), ("class", "name")], text: bar.label)
        let value = Markup.element(
            "text", [("x", "100%"), ("y", "\(top + 18)"), ("text-anchor", "end"), ("class", "value")],
            text: bar.valueText)
        let shape = Markup.element(
            "rect",
            [
                ("x", "0"), ("y", "\(top + 25)"), ("width", Self.percent(width)), ("height", "13"),
                ("rx", "2"), ("class", "age\(index)"),
            ])
        return label + value + shape + Markup.lineEnd
    }

    /// Hundredths of a percent as SVG reads them: `37.51%`.
    static func percent(_ hundredths: UInt64) -> String {
        "\(Money.decimalString(Int64(clamping: hundredths), exponent: 2))%"
    }
}
