internal import Domain

/// A piece of HTML that is safe by construction: text from outside comes in only escaped.
struct Markup {
    private(set) var html = ""

    init() {}

    private init(html: String) { self.html = html }

    /// An attribute: a name of our own and a value, which is escaped.
    typealias Attribute = (name: String, value: String)

    /// Text as it is to be read.
    static func text(_ text: String) -> Markup { Markup(html: HTMLPageText.escaped(text)) }

    /// `<name …>content</name>`.
    static func element(
        _ name: StaticString, _ attributes: [Attribute] = [], _ content: Markup = Markup()
    ) -> Markup {
        Markup(html: "<\(name)\(written(attributes))>\(content.html)</\(name)>")
    }

    /// An element without attributes.
    static func element(_ name: StaticString, _ content: Markup) -> Markup { element(name, [], content) }

    /// An element that holds only text.
    static func element(_ name: StaticString, _ attributes: [Attribute] = [], text: String) -> Markup {
        element(name, attributes, .text(text))
    }

    /// An element on lines of its own, so that the page can be read and compared as text.
    static func block(_ name: StaticString, _ attributes: [Attribute], _ content: Markup) -> Markup {
        Markup(html: "<\(name)\(written(attributes))>\n\(content.html)</\(name)>\n")
    }

    /// An element without attributes, on lines of its own.
    static func block(_ name: StaticString, _ content: Markup) -> Markup { block(name, [], content) }

    /// An element with its content on one line.
    static func line(_ name: StaticString, _ attributes: [Attribute], _ content: Markup) -> Markup {
        Markup(html: element(name, attributes, content).html + "\n")
    }

    /// An element without attributes, on one line.
    static func line(_ name: StaticString, _ content: Markup) -> Markup { line(name, [], content) }

    /// An element with text on one line.
    static func line(_ name: StaticString, _ attributes: [Attribute] = [], text: String) -> Markup {
        line(name, attributes, .text(text))
    }

    /// An element without content: `<meta …>`.
    static func void(_ name: StaticString, _ attributes: [Attribute] = []) -> Markup {
        Markup(html: "<\(name)\(written(attributes))>\n")
    }

    /// A style sheet of our own. It is not escaped: HTML has no escapes there.
    static func style(_ sheet: String) -> Markup { Markup(html: "<style>\n\(sheet)</style>\n") }

    /// The first line of a page.
    static let doctype = Markup(html: "<!DOCTYPE html>\n")

    /// Ends a line of the page's text.
    static let lineEnd = Markup(html: "\n")

    static func + (a: Markup, b: Markup) -> Markup { Markup(html: a.html + b.html) }

    static func += (a: inout Markup, b: Markup) { a.html += b.html }

    /// Pieces one after another, with `separator` between them.
    static func joined(_ parts: some Sequence<Markup>, separator: Markup = Markup()) -> Markup {
        var result = Markup()
        var isFirst = true
        for part in parts {
            if !isFirst { result += separator }
            result += part
            isFirst = false
        }
        return result
    }

    private static func written(_ attributes: [Attribute]) -> String {
        attributes.map { " \($0.name)=\"\(HTMLPageText.escaped($0.value))\"" }.joined()
    }
}
