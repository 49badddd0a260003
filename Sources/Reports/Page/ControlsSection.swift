internal import Domain

extension ReportPage {
    /// Ranges of covered days shown of one account: the latest ones.
    private static let rangesMax = 6

    /// That nothing was lost: both conservation laws, the balances and their coverage, the journal's seal.
    static func controls(_ controls: ControlTotals, _ parts: PageParts) -> Markup {
        let words = parts.words
        var content = entries(controls.entries, parts) + invoices(controls.invoices, parts)
        content += accounts(controls.accounts, parts)
        if !controls.journalDigest.isEmpty {
            content += .line(
                "p", [("class", "digest")],
                .text(words[.controlsDigest] + " ") + parts.code(controls.journalDigest))
        }
        return parts.section("controls", .controlsTitle, .controlsLead, content)
    }

    private static func entries(_ lines: [EntryControl], _ parts: PageParts) -> Markup {
        guard !lines.isEmpty else { return parts.none(.entriesNone) }
        let words = parts.words
        return Table(
            caption: words[.entriesCaption], shape: .cards,
            columns: [
                .text(words[.columnCurrency]), .number(words[.columnEntries]),
                .number(words[.columnAllocated]), .number(words[.columnUnallocated]),
                .number(words[.columnDifference]), .text(words[.columnOutcome]),
            ],
            rows: lines.sorted { $0.currency < $1.currency }.map { line in
                let amounts = [line.entries, line.allocated, line.unallocated]
                return controlRow(line.currency, amounts, line.difference, parts)
            }
        ).markup
    }

    private static func invoices(_ lines: [InvoiceControl], _ parts: PageParts) -> Markup {
        guard !lines.isEmpty else { return parts.none(.invoicesNone) }
        let words = parts.words
        return Table(
            caption: words[.invoicesCaption], shape: .cards,
            columns: [
                .text(words[.columnCurrency]), .number(words[.columnPayable]),
                .number(words[.columnAllocated]), .number(words[.columnWrittenOff]),
                .number(words[.columnCredited]), .number(words[.columnOutstanding]),
                .number(words[.columnDifference]), .text(words[.columnOutcome]),
            ],
            rows: lines.sorted { $0.currency < $1.currency }.map { line in
                let amounts = [
                    line.payable, line.allocated, line.writtenOff, line.credited, line.outstanding,
                ]
                return controlRow(line.currency, amounts, line.difference, parts)
            }
        ).markup
    }

    private static func controlRow(
        _ currency: Currency, _ amounts: [Int64], _ difference: Int64?, _ parts: PageParts
    ) -> [Markup] {
        func money(_ amount: Int64) -> Markup {
            parts.money(Money(minorUnits: amount, currency: currency))
        }
        let words = parts.words
        let state =
            difference == 0
            ? parts.chip(words[.controlsClosed], .good) : parts.chip(words[.controlsOpen], .bad)
        return [.text(currency.code)] + amounts.map(money)
            + [difference.map(money) ?? .text(words[.controlsTooLarge]), state]
    }

    private static func accounts(_ accounts: [AccountControl], _ parts: PageParts) -> Markup {
        guard !accounts.isEmpty else { return parts.none(.accountsNone) }
        let words = parts.words
        return Table(
            caption: words[.accountsCaption], shape: .cards,
            columns: [
                .text(words[.columnAccount]), .number(words[.columnBalance]),
                .text(words[.columnCovered]), .text(words[.columnBreaks]),
            ],
            rows: accounts.sorted { $0.coverage.account < $1.coverage.account }.map { account in
                [
                    .element("span", [("class", "id")], text: grouped(account.coverage.account)),
                    account.balance.map(parts.money) ?? .text("\u{2013}"),
                    covered(account.coverage.covered, parts), breaks(account.coverage.breaks, parts),
                ]
            }
        ).markup
    }

    private static func covered(_ ranges: [ClosedRange<Day>], _ parts: PageParts) -> Markup {
        let words = parts.words
        var lines = ranges.suffix(rangesMax).map { Markup.text(words.days($0)) }
        if ranges.count > rangesMax {
            let earlier = words.count(ranges.count - rangesMax)
            lines.insert(.text(words(.coverageEarlier, ["count": earlier])), at: 0)
        }
        return lines.isEmpty ? .text("\u{2013}") : parts.lines(lines)
    }

    private static func breaks(_ days: [Day], _ parts: PageParts) -> Markup {
        let words = parts.words
        guard !days.isEmpty else { return parts.chip(words[.coverageUnbroken], .good) }
        var lines = days.suffix(rangesMax).map {
            parts.chip(words(.coverageBroken, ["day": words.day($0)]), .bad)
        }
        if days.count > rangesMax {
            let earlier = words.count(days.count - rangesMax)
            lines.insert(.text(words(.coverageEarlier, ["count": earlier])), at: 0)
        }
        return parts.lines(lines)
    }

    /// An IBAN in groups of four, as on paper.
    private static func grouped(_ account: String) -> String {
        var result = ""
        for (index, character) in account.enumerated() {
            if index > 0, index.isMultiple(of: 4) { result.append("\u{A0}") }
            result.append(character)
        }
        return result
    }
}
