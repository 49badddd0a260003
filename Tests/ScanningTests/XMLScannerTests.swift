import Testing

@testable import Scanning

/// A small tree: `Root/Item`, its `Name`, its `Amt` with a currency, a `Sts` that is text or has a `Cd`.
enum TestField: UInt8 {
    case namespace = 1, item, name, amount, currency, status
}

let testGrammar = XMLGrammar(
    anchor: "Root",
    [
        .text("@xmlns", TestField.namespace), .scope("Item", TestField.item),
        .text("Item/Name", TestField.name),
        .text("Item/Amt/@Ccy", TestField.currency), .text("Item/Amt", TestField.amount),
        .text("Item/Sts", TestField.status), .text("Item/Sts/Cd", TestField.status),
        .same("Item/Party", as: "Item"),
    ])

/// Writes down what it is told.
struct EventLog: XMLHandler {
    var lines: [String] = []

    mutating func opened(_ field: UInt8, line: Int) throws { lines.append("(\(field)@\(line)") }
    mutating func closed(_ field: UInt8, line: Int) throws { lines.append(")\(field)") }
    mutating func text(_ field: UInt8, _ bytes: Span<UInt8>, line: Int) throws {
        lines.append("\(field)=" + bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) })
    }
}

private func scan(_ text: String, limits: XMLLimits = XMLLimits()) throws -> [String] {
    try scan(Array(text.utf8), limits: limits)
}

private func scan(_ bytes: [UInt8], limits: XMLLimits = XMLLimits()) throws -> [String] {
    var log = EventLog()
    try scanXML(bytes.span, grammar: testGrammar, limits: limits, into: &log)
    return log.lines
}

private func failure(_ text: String) -> XMLFailure.Kind? {
    do {
        _ = try scan(text)
        return nil
    } catch let failure as XMLFailure {
        return failure.kind
    } catch {
        return nil
    }
}

@Suite struct XMLScannerTests {
    @Test func severalAttributesOfOneElementComeInTheOrderOfTheRules() throws {
        let cells = XMLGrammar(
            anchor: "row",
            [
                .scope("c", TestField.item), .text("c/@r", TestField.name), .text("c/@s", TestField.amount),
                .text("c/@t", TestField.status), .text("c/v", TestField.currency),
            ])
        var log = EventLog()
        let text = #"<row><c t="s" x="9" r="A1"><v>1</v></c><c s="2"/></row>"#
        try scanXML(Array(text.utf8).span, grammar: cells, into: &log)
        #expect(log.lines == ["(2@1", "3=A1", "6=s", "5=1", ")2", "(2@1", "4=2", ")2"])
    }

    @Test func tellsScopesTextsAndAttributesInOrder() throws {
        let lines = try scan("<Root><Item><Name>a</Name><Amt Ccy='EUR'>1.5</Amt></Item>\n<Item/></Root>")
        #expect(lines == ["(2@1", "3=a", "5=EUR", "4=1.5", ")2", "(2@2", ")2"])
    }

    @Test func takesAnyPrefixAnyDepthAndNoNamespace() throws {
        let inner = "<p:Root xmlns:p='urn:x'><p:Item><p:Name>a</p:Name></p:Item></p:Root>"
        #expect(
            try scan("<e:Envelope xmlns:e='urn:e'><Body>\(inner)</Body></e:Envelope>")
                == ["1=urn:x", "(2@1", "3=a", ")2"])
        #expect(try scan("<q:Root><q:Item/></q:Root>") == ["(2@1", ")2"], "an undeclared prefix")
    }

    @Test func textIsThatOfTheElementOrOfItsWantedChild() throws {
        #expect(try scan("<Root><Item><Sts>BOOK</Sts></Item></Root>").contains("6=BOOK"))
        let nested = try scan("<Root><Item><Sts>\n <Cd>BOOK</Cd>\n</Sts></Item></Root>")
        #expect(nested.filter { $0.hasPrefix("6=") } == ["6=BOOK"])
        #expect(try scan("<Root><Item><Party><Name>a</Name></Party></Item></Root>").contains("3=a"))
    }

    @Test func skipsWhatIsNotWanted() throws {
        let lines = try scan(
            "<Root><Other><Name>x</Name></Other><Item>t<Deep><Name>y</Name></Deep></Item></Root>")
        #expect(lines == ["(2@1", ")2"])
    }

    @Test func joinsTextAcrossEntitiesCDATACommentsAndChunks() throws {
        let name = String(repeating: "señal &amp; ", count: 2000)
        let lines = try scan(
            "<Root><Item><Name>\(name)<![CDATA[<fin>]]><!-- x --> &#233;</Name></Item></Root>")
        #expect(lines[1] == "3=" + String(repeating: "señal & ", count: 2000) + "<fin> é")
    }

    @Test func acceptsBlanksAndMarkBeforeTheDocument() throws {
        #expect(try scan("\u{FEFF}\r\n\n<?xml version='1.0'?><Root>\n<Item/></Root>") == ["(2@4", ")2"])
    }

    @Test func decodesTheDeclaredEncoding() throws {
        let text =
            "<?xml version='1.0' encoding='ISO-8859-1'?><Root><Item><Name>pe\u{F1}a</Name></Item></Root>"
        #expect(try scan(text.unicodeScalars.map { UInt8($0.value) }).contains("3=peña"))
        var wide: [UInt8] = [0xFF, 0xFE]
        for unit in "<Root><Item><Name>peña €</Name></Item></Root>".utf16 {
            wide += [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
        }
        #expect(try scan(wide).contains("3=peña €"))
    }

    @Test func handlerErrorsComeThrough() {
        struct Stop: Error {}
        struct Thrower: XMLHandler {
            mutating func opened(_ field: UInt8, line: Int) throws { throw Stop() }
            mutating func closed(_ field: UInt8, line: Int) throws {}
            mutating func text(_ field: UInt8, _ bytes: Span<UInt8>, line: Int) throws {}
        }
        var thrower = Thrower()
        let long = Array(("<Root>" + String(repeating: "<Item></Item>\n", count: 5000) + "</Root>").utf8)
        #expect(throws: Stop.self) {
            try scanXML(long.span, grammar: testGrammar, into: &thrower)
        }
    }
}

/// What must be refused, and as what.
@Suite struct HostileXMLTests {
    @Test func documentTypesAndEntitiesAreForbidden() {
        #expect(failure("<!DOCTYPE Root><Root/>") == .forbidden)
        #expect(failure("<!DOCTYPE Root SYSTEM 'file:///etc/passwd'><Root/>") == .forbidden)
        #expect(
            failure(
                "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><Root><Item><Name>&x;</Name>"
                    + "</Item></Root>"
            )
                == .forbidden)
        #expect(failure("<Root><Item><Name>&custom;</Name></Item></Root>") == .forbidden)
        #expect(failure("<Root><Item><Name>&" + String(repeating: "x", count: 70_000)) == .limit)
    }

    @Test func billionLaughsCostNothing() {
        var text = "<!DOCTYPE r [<!ENTITY a0 'ha'>"
        for level in 1...30 { text += "<!ENTITY a\(level) '&a\(level - 1);&a\(level - 1);'>" }
        #expect(failure(text + "]><Root><Item><Name>&a30;</Name></Item></Root>") == .forbidden)
    }

    @Test(arguments: [
        "", " \n", "plain text", "<Root>", "<Root><Item>", "<Root><Item></Root>", "<Root/>trailing",
        "<Root/><Root/>", "<Root><Item><Name>a</Name></Item></Roo", "<Root a='1' a='2'/>",
        "<Root>&#0;</Root>",
    ])
    func malformedAndTruncated(text: String) { #expect(failure(text) == .malformed) }

    @Test func everyTruncationIsNoticed() {
        let whole = "<?xml version='1.0'?><Root><Item><Name>a</Name><Amt Ccy='EUR'>1</Amt></Item></Root>"
        #expect(failure(whole) == nil)
        for length in 0..<whole.utf8.count {
            #expect(failure(String(whole.prefix(length))) != nil, "cut at \(length)")
        }
    }

    @Test func nulBytesAreMalformed() {
        #expect(failure("<Root><Item><Name>a\u{0}b</Name></Item></Root>") == .malformed)
        #expect(failure("<Root>\u{0}</Root>") == .malformed)
        #expect(failure("<Root/>\u{0}") == .malformed)
    }

    @Test func wrongEncodingsAreTold() {
        let latin = Array("<Root><Item><Name>pe".utf8) + [0xF1] + Array("a</Name></Item></Root>".utf8)
        #expect(throws: XMLFailure.self) { try scan(latin) }
        #expect(failure("<?xml version='1.0' encoding='klingon'?><Root/>") == .encoding)
    }

    @Test func depthIsBounded() throws {
        let deep = String(repeating: "<a>", count: 99) + String(repeating: "</a>", count: 99)
        #expect(failure("<Root>\(deep)</Root>") == nil)
        #expect(failure("<Root><a>\(deep)</a></Root>") == .limit)
        #expect(failure(String(repeating: "<a>", count: 1_000_000)) == .limit)
    }

    @Test func wantedTextIsBoundedAndOtherTextIsFree() throws {
        let megabytes = String(repeating: "QUJD", count: 3 << 20)
        #expect(failure("<Root><Item><Name>\(megabytes)</Name></Item></Root>") == .limit)
        #expect(failure("<Root><Item><Blob>\(megabytes)</Blob></Item></Root>") == nil)
        #expect(
            failure("<Root><Item><Amt Ccy='\(megabytes.prefix(2 << 20))'>1</Amt></Item></Root>") == .limit)
    }

    @Test func failuresKnowTheirLine() throws {
        do {
            _ = try scan("\n\n<Root>\n<Item>\n</Rood>")
            Issue.record("not refused")
        } catch let failure as XMLFailure {
            #expect(failure.line == 5)
        }
    }
}

@Suite struct XMLPeekTests {
    @Test func seesStartTagsBehindEverything() {
        let text = """
            <?xml version="1.0" encoding="ISO-8859-15"?><!-- <Fake> --><!DOCTYPE x [<!ENTITY y "<Fake2>">]>
            <a:Env xmlns:a="urn:a"><Document xmlns = 'urn:d'><Ver> 3.2 </Ver><Cut
            """
        let bytes = Array(text.utf8)
        let tags = XMLPeek.startTags(bytes.span)
        let encoding = XMLPeek.encoding(bytes.span)
        let table = Array("Fecha;Importe".utf8)
        let none = XMLPeek.startTags(table.span)
        #expect(tags.map(\.name) == ["Env", "Document", "Ver"])
        #expect(tags.map(\.namespace) == ["urn:a", "urn:d", ""])
        #expect(tags.last?.text == "3.2")
        #expect(encoding == "ISO-8859-15")
        #expect(none == [])
    }
}
