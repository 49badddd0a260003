internal import Domain

/// What the sections of a page share: a language and the small pieces they are made of.
struct PageParts {
    let words: Wording

    /// Invoice numbers shown in one cell: a direct-debit batch may hold thousands.
    static let numbersMax = 12

    /// A section with its heading and a sentence that says what it answers.
    func section(_ id: String, _ title: Label, _ lead: Label, _ content: Markup) -> Markup {
        let heading = Markup.line("h2", [("id", "\(id)-title")], text: words[title])
        let sentence = Markup.line("p", [("class", "lead")], text: words[lead])
        return .block(
            "section", [("id", id), ("aria-labelledby", "\(id)-title")], heading + sentence + content)
    }

    func subheading(_ title: Label) -> Markup { .line("h3", text: words[title]) }

    /// Said where a list is empty.
    func none(_ label: Label) -> Markup { .line("p", [("class", "none")], text: words[label]) }

    /// How much of a list is shown, with a link to the whole.
    func whole<Row>(_ shown: ShownRows<Row>, _ table: ReportTable) -> Markup {
        guard shown.total > 0 else { return Markup() }
        let counted =
            shown.hidden > 0
            ? words(
                .listCut, ["shown": words.count(shown.rows.count), "total": words.count(shown.total)])
            : words(.listWhole, ["total": words.count(shown.total)])
        let link = Markup.element("a", [("href", table.path)], text: table.path)
        return .line("p", [("class", "note")], .text(counted + " ") + link)
    }

    /// A count; zeros are quiet, so that the eye finds the others.
    func count(_ value: Int) -> Markup {
        value == 0 ? .element("span", [("class", "quiet zero")], text: "0") : .text(words.count(value))
    }

    func money(_ amount: Money) -> Markup {
        amount.minorUnits < 0
            ? .element("span", [("class", "minus")], text: words.money(amount)) : .text(words.money(amount))
    }

    /// One amount a line.
    func money(_ totals: AmountTotals) -> Markup { lines(totals.amounts.map(money)) }

    func lines(_ parts: [Markup]) -> Markup {
        .joined(parts.map { .element("span", [("class", "line")], $0) }, separator: .text(" "))
    }

    /// A day that machines can read too.
    func day(_ day: Day) -> Markup {
        .element("time", [("datetime", day.description)], text: words.day(day))
    }

    /// A name of a machine: a digest, a code, a pattern.
    func code(_ text: String) -> Markup { .element("code", text: text) }

    /// Identifiers of people's papers: kept on one line each, the first dozen of them.
    func numbers(_ numbers: [String]) -> Markup {
        var shown = numbers.prefix(Self.numbersMax).map { number($0) }
        if numbers.count > Self.numbersMax {
            let more = words.count(numbers.count - Self.numbersMax)
            shown.append(.element("span", [("class", "more")], text: words(.numbersMore, ["count": more])))
        }
        return .joined(shown, separator: .text(", "))
    }

    func number(_ text: String) -> Markup { .element("span", [("class", "id")], text: text) }

    func list(_ items: [Markup], _ style: String) -> Markup {
        .element("ul", [("class", style)], .joined(items.map { .element("li", $0) }))
    }

    /// A state in words and colour, never in colour alone.
    func chip(_ text: String, _ tone: Tone) -> Markup {
        .element("span", [("class", "chip \(tone.rawValue)")], text: text)
    }

    enum Tone: String { case good, look, bad, plain }

    /// A link into the run's output folder, from the page at its top. A path that could lead elsewhere stays
    /// plain text.
    func document(_ path: String) -> Markup {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard !path.isEmpty, parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
            return .text(path)
        }
        let name = String(parts.last ?? "")
        return .element("a", [("href", "./" + Self.percentEncoded(path))], text: name)
    }

    /// RFC 3986: everything but unreserved characters and the slash as `%XX`.
    static func percentEncoded(_ path: String) -> String {
        let hex = Array("0123456789ABCDEF")
        var result = ""
        for byte in path.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F, 0x7E:
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                result.append("%")
                result.append(hex[Int(byte >> 4)])
                result.append(hex[Int(byte & 15)])
            }
        }
        return result
    }
}
