import Testing

@testable import Scanning

/// A grammar that nothing escapes: `Root/Item/Name`, strangers told by their names.
@Suite struct StrictXMLTests {
    private enum Field: UInt8 {
        case item = 1, name
        case document = 9, element, attribute, text
    }

    private static let grammar = XMLGrammar(
        document: "Root", Field.document, namespace: "urn:r",
        [.scope("Item", Field.item), .text("Item/Name", Field.name)],
        strangers: (Field.element, Field.attribute, Field.text))

    private func scan(_ text: String) -> [String] {
        var log = EventLog()
        do {
            try scanXML(Array(text.utf8).span, grammar: Self.grammar, into: &log)
        } catch {
            log.lines.append("failed")
        }
        return log.lines
    }

    @Test func whatIsWantedIsToldAndNothingElseIsThere() {
        let told = ["(9@1", "(1@2", "2=a & b", ")1", ")9"]
        #expect(
            scan("<Root xmlns='urn:r'>\n\t<Item><!-- x --><Name>a <![CDATA[&]]> b</Name>\r\n</Item></Root>")
                == told)
        #expect(
            scan(
                "<r:Root xmlns:r='urn:r' xmlns:i='http://www.w3.org/2001/XMLSchema-instance'\n"
                    + "i:schemaLocation='r r.xsd'><r:Item><r:Name>a &amp; b</r:Name></r:Item></r:Root>")
                == ["(9@2"] + told.dropFirst())
    }

    @Test func strangersAreToldByTheirNames() {
        func inside(_ text: String) -> [String] {
            Array(scan("<Root xmlns='urn:r'><Item>" + text + "</Item></Root>").dropFirst(2).dropLast(2))
        }
        #expect(inside("<x:y>1<Name/></x:y>") == ["10=x:y"])
        #expect(inside("<Name xmlns=''>a</Name>") == ["10=Name"])
        #expect(inside("<Name a='1' b='2'>a</Name>") == ["11=a", "11=b", "2=a"])
        #expect(inside("<Name xmlns:s='urn:s' s:schemaLocation=''/>") == ["11=s:schemaLocation", "2="])
        #expect(inside("<Name>a<b/>c</Name>") == ["10=b", "2=ac"])
        #expect(inside(" x ") == ["12="])
        #expect(inside("<![CDATA[ ]]>") == ["12="])
        #expect(inside("&#32;") == ["12="])
    }

    @Test func anotherDocumentIsAStranger() {
        #expect(scan("<Root/>") == ["10=Root"])
        #expect(scan("<Other xmlns='urn:r'><Root/></Other>") == ["10=Other"])
    }

    @Test func whatStandsBeforeAFailureIsTold() {
        #expect(scan("<Root xmlns='urn:r'><Item><Name>a</Name>") == ["(9@1", "(1@1", "2=a", "failed"])
    }

    @Test func namespacesWithoutEndAreNotLookedThrough() {
        let many = (0..<70).map { " xmlns:n\($0)='x'" }.joined()
        #expect(scan("<Root xmlns='urn:r'\(many)/>") == ["10=Root"])
    }
}
