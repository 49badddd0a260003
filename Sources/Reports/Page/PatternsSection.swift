internal import Domain

extension ReportPage {
    /// The patterns that a person's reversal suspended; nothing where none is.
    static func suspended(_ patterns: [SuspendedPattern], _ parts: PageParts) -> Markup {
        guard !patterns.isEmpty else { return Markup() }
        let words = parts.words
        let table = Table(
            caption: words[.suspendedCaption], shape: .cards,
            columns: [
                .text(words[.columnPattern]), .text(words[.columnSince]), .text(words[.columnLifted]),
            ],
            rows: patterns.map { one in
                [
                    pattern(one.pattern, parts), parts.day(one.since),
                    .text(words(.suspendedMissing, ["count": words.count(one.missing)])),
                ]
            })
        return parts.subheading(.suspendedTitle) + table.markup
    }
}
