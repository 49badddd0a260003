import LibXMLOracle
import Support
import Testing

@testable import Scanning

/// Our parser beside libxml2, on the same documents: good ones in many spellings, and the same with bytes
/// changed, cut out and put in.
@Suite struct XMLAgainstLibXMLTests {
    /// Pieces that documents are put together of; together they have every construct of XML.
    private static let pieces = [
        "<Item>", "</Item>", "<Item a='1'>", "<Name>", "</Name>", "<Name/>", "<p:Name xmlns:p='urn:p'>",
        "</p:Name>", "<Amt Ccy=\"EUR\">", "</Amt>", "<Amt\n  Ccy = 'U&amp;S&#36;'\r\n>", "<Sts>", "</Sts>",
        "<Cd>", "</Cd>", "<Other b='x y'>", "</Other>", "<Party>", "</Party>", "text", "  \n\t", "\r\n", "\r",
        "&amp;", "&lt;", "&#233;", "&#x20AC;", "&custom;", "&", "<", ">", "]]", "]]>", "<![CDATA[", "]]>",
        "<![CDATA[a<b&c]]>", "<!-- c -->", "<!--", "-->", "--", "<?pi x?>", "<?pi?>", "?>", "señal",
        "\u{20AC}",
        "\u{1F600}", "\u{FFFE}", "\u{1}", "ß", "<Ñandú/>", "<a.b-c:d/>", "<1/>", "<!DOCTYPE x>", "<?xml?>",
        "\u{0}",
        "&#0;", "&#xD800;", "&#1114112;", "a='1'", "'", "\"", "=", "/", "Root", "<Root>", "</Root>",
    ]

    @Test func eventsAndVerdictsAgreeOnGeneratedDocuments() {
        var dice = SplitMix64(seed: 7)
        var accepted = 0
        for round in 0..<30_000 {
            let document = Self.document(&dice, wild: round % 3)
            let ours = Self.ours(document)
            let theirs = LibXMLOracle.events(document, testGrammar)
            if ours != nil { accepted += 1 }
            if ours != theirs, !Self.isKnownDifference(document, ours, theirs) {
                Issue.record(
                    "\(String(decoding: document, as: UTF8.self).debugDescription)\nours \(ours ?? ["refused"])\ntheirs \(theirs ?? ["refused"])"
                )
                return
            }
        }
        #expect(accepted > 5000, "enough documents are good")
    }

    /// Where we differ on purpose: blanks before the declaration are accepted, encodings are known by fewer
    /// names, and a namespace with a blank or a reference in it is told as written.
    private static func isKnownDifference(
        _ document: [UInt8], _ ours: [String]?, _ theirs: [String]?
    ) -> Bool {
        let blanks = document.prefix { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        if !blanks.isEmpty, document.dropFirst(blanks.count).starts(with: Array("<?xml ".utf8)) {
            return true
        }
        if ours == nil, document.starts(with: Array("<?xml ".utf8)),
            !document.starts(with: Array("<?xml version='1.0' encoding=\"UTF-8\"".utf8))
        {
            return true
        }
        func plain(_ lines: [String]?) -> [String]? { lines?.filter { !$0.hasPrefix("1=") } }
        let isOdd = ours?.contains { line in
            line.hasPrefix("1=") && line.unicodeScalars.contains { $0.value <= 0x20 || $0 == "&" }
        }
        return isOdd ?? false && plain(ours) == plain(theirs)
    }

    private static func ours(_ document: [UInt8]) -> [String]? {
        var log = EventLog()
        do {
            try scanXML(document.span, grammar: testGrammar, into: &log)
            return log.lines
        } catch {
            return nil
        }
    }

    /// `wild` 0: well-formed by construction; 1: one change; 2: pieces at random.
    private static func document(_ dice: inout SplitMix64, wild: Int) -> [UInt8] {
        var body: [UInt8] = []
        if wild == 2 {
            for _ in 0..<dice.below(12) { body += Array(pieces[dice.below(pieces.count)].utf8) }
        } else {
            body = wellFormed(&dice, depth: 0)
        }
        var document = Array("<Root xmlns='urn:x'>".utf8) + body + Array("</Root>".utf8)
        if dice.below(3) == 0 {
            document = Array("<?xml version='1.0' encoding=\"UTF-8\"?>\n".utf8) + document
        }
        guard wild == 1, !document.isEmpty else { return document }
        let place = dice.below(document.count)
        switch dice.below(4) {
        case 0: document.remove(at: place)
        case 1: document[place] = UInt8(dice.below(256))
        case 2: document.insert(contentsOf: Array(pieces[dice.below(pieces.count)].utf8), at: place)
        default: document.removeLast(place)
        }
        return document
    }

    private static func wellFormed(_ dice: inout SplitMix64, depth: Int) -> [UInt8] {
        let names = ["Item", "Name", "Amt", "Sts", "Cd", "Other", "Party", "p:x", "é"]
        let texts = [
            "text", "  \n\t", "\r\n", "a\rb", "&amp;", "&lt;&gt;", "&#233;", "&#x20AC;", "<![CDATA[a<b&c]]>",
            "<!-- c -->", "<?pi x?>", "señal €", "]", "]] >", "\u{1F600}", "'\"",
        ]
        let attributes = ["", "", " Ccy='EUR'", " Ccy=\"a\n b&amp;\"", " a='1' Ccy = 'X'", " x:Ccy='Y'"]
        var bytes: [UInt8] = []
        for _ in 0..<dice.below(5) {
            if depth < 5, dice.below(2) == 0 {
                let name = names[dice.below(names.count)]
                let attribute = attributes[dice.below(attributes.count)]
                let inner = wellFormed(&dice, depth: depth + 1)
                let tag = inner.isEmpty && dice.below(2) == 0
                bytes += Array("<\(name)\(attribute)\(tag ? "/>" : ">")".utf8)
                if !tag { bytes += inner + Array("</\(name)\(dice.below(5) == 0 ? " \n" : "")>".utf8) }
            } else {
                bytes += Array(texts[dice.below(texts.count)].utf8)
            }
        }
        return bytes
    }
}
