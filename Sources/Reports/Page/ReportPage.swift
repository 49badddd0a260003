public import Domain

/// The nightly report as one page: no script, no image, nothing loaded from elsewhere.
public enum ReportPage {
    /// Where the page goes, at the top of the run's output folder: its links are relative to it.
    public static let path = "report.html"

    /// The page. A pure function of the report: the same report is the same bytes.
    public static func render(_ report: NightReport) -> OutputFile {
        let words = Wording(language: report.language)
        let parts = PageParts(words: words)
        var main = Markup()
        main += received(report.received, parts)
        main += matched(report.matched, parts)
        main += aged(report.aged, parts)
        main += verdicts(report.verdicts, asOf: report.asOf, parts)
        main += steps(report.steps, parts)
        main += decisions(report.toDo, parts)
        main += controls(report.controls, parts)
        var body = Markup.line("a", [("class", "skip"), ("href", "#received")], text: words[.pageSkip])
        body += masthead(report, parts)
        body += .block("div", [("class", "sheet")], contents(report, parts) + Markup.block("main", main))
        body += .line(
            "footer", text: words(.pageFooter, ["run": report.runId, "day": words.day(report.asOf)]))
        let page = Markup.block(
            "html", [("lang", words.language)], head(report, words) + Markup.block("body", body))
        return OutputFile(path: path, text: (Markup.doctype + page).html)
    }

    /// Nothing may be loaded or run, and the browser is told so.
    private static let policy =
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

    private static func head(_ report: NightReport, _ words: Wording) -> Markup {
        var head = Markup.void("meta", [("charset", "utf-8")])
        head += .void(
            "meta", [("http-equiv", "Content-Security-Policy"), ("content", policy)])
        head += .void(
            "meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")])
        head += .void("meta", [("name", "color-scheme"), ("content", "light dark")])
        head += .void("meta", [("name", "robots"), ("content", "noindex")])
        head += .void("meta", [("name", "referrer"), ("content", "no-referrer")])
        let title = words(
            .pageTitle, ["creditor": report.creditorName, "day": words.day(report.asOf)])
        head += .line("title", text: title)
        head += .style(ResourceFile.style())
        return .block("head", head)
    }

    private static func contents(_ report: NightReport, _ parts: PageParts) -> Markup {
        let sections: [(String, Label, Int)] = [
            ("received", .receivedTitle, 0), ("matched", .matchedTitle, 0), ("aged", .agedTitle, 0),
            ("verdicts", .verdictsTitle, 0), ("steps", .stepsTitle, 0),
            ("decide", .decideTitle, report.toDo.total), ("controls", .controlsTitle, 0),
        ]
        let items = sections.map { id, title, waiting in
            var link = Markup.text(parts.words[title])
            if waiting > 0 { link += .text(" ") + Markup.element("b", parts.count(waiting)) }
            return Markup.line("li", .element("a", [("href", "#\(id)")], link))
        }
        return .block(
            "nav", [("aria-label", parts.words[.pageContents])], .block("ol", .joined(items)))
    }
}
