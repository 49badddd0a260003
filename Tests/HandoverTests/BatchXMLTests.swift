import Domain
import Foundation
import Testing

@testable import Handover

/// Batches in both tree forms.
enum Forms {
    /// A small batch of every flow, with its XML.
    static func all() throws -> [(flow: HandoverFlow, json: [UInt8], xml: [UInt8])] {
        let cases = PackageSource(CaseBatch.files(Sample.batch(Package.everyOperation)))
        let registry = PackageSource(
            RegistryBatch.files(
                try Registry.content([Registry.change, Registry.addition, Registry.removal])))
        var forms: [(flow: HandoverFlow, json: [UInt8], xml: [UInt8])] = []
        for (flow, source) in [(HandoverFlow.cases, cases), (.registry, registry)] {
            forms.append(
                (
                    flow, try #require(source.bytes("data/batch.json")),
                    try #require(source.bytes("data/batch.xml"))
                ))
        }
        let trees: [(HandoverFlow, JSONValue)] = [
            (.acknowledgement, Answers.tree), (.status, Statuses.tree), (.remittance, Remittances.tree),
            (.inventory, Inventories.tree),
        ]
        for (flow, tree) in trees {
            forms.append((flow, JSONText.bytes(of: tree), FeedbackXML.bytes(of: tree, flow: flow)))
        }
        return forms
    }

    static func json(_ xml: String, _ flow: HandoverFlow = .cases) -> Result<[UInt8], HandoverFault> {
        Result { () throws(HandoverFault) in
            try BatchXML.json(Array(xml.utf8), flow: flow, file: "data/batch.xml")
        }
    }

    static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

@Suite("XML of a batch")
struct BatchXMLTests {
    @Test("is read into the bytes of its JSON, in every flow")
    func everyFlow() throws {
        for (flow, json, xml) in try Forms.all() {
            let made = try BatchXML.json(xml, flow: flow, file: "data/batch.xml")
            #expect(Forms.text(made) == Forms.text(json))
            #expect(made == json, "\(flow)")
            #expect(BatchXML.flow(of: xml) == flow)
            #expect(try BatchForm.json(of: xml, file: "x") == json)
            #expect(try BatchForm.json(of: json, file: "x") == json)
        }
    }

    @Test(
        "the examples of the specification, by its rule", Shared.isThere,
        arguments: [
            ("01-case-new", HandoverFlow.cases), ("02-case-updates", .cases), ("03-ack", .acknowledgement),
            ("04-status", .status), ("05-remittance", .remittance), ("06-registry", .registry),
        ])
    func examples(_ name: String, _ flow: HandoverFlow) throws {
        let bytes = try #require(Shared.file("spec/dhx-examples/\(name).json"))
        let tree = try JSONReader.value(of: bytes)
        let xml = FeedbackXML.bytes(of: tree, flow: flow)
        let read = try JSONReader.value(of: BatchXML.json(xml, flow: flow, file: "data/batch.xml"))
        #expect(tree.difference(from: read) == nil)
        #expect(read.difference(from: tree) == nil)
    }

    @Test("means the same however it is written")
    func otherWritings() throws {
        let (_, json, bytes) = try #require(try Forms.all().first)
        let xml = Forms.text(bytes)
        let document = xml.drop { $0 != "\n" }.dropFirst()
        let closed = xml.replacingOccurrences(of: "</", with: "</d:")
        let prefixed = closed.replacingOccurrences(
            of: "<(\\w)", with: "<d:$1", options: .regularExpression
        ).replacingOccurrences(of: "xmlns=", with: "xmlns:d=")
        let unindented = xml.split(separator: "\n").map { $0.drop { $0 == " " } }.joined()
        let writings: [String: String] = [
            "no declaration": String(document),
            "another declaration":
                "<?xml version='1.0' encoding='utf-8' standalone='yes'?>\r\n" + document,
            "CRLF": xml.replacingOccurrences(of: "\n", with: "\r\n"),
            "a mark": "\u{FEFF}" + xml,
            "no indentation": unindented,
            "tabs": xml.replacingOccurrences(of: "\n ", with: "\n\t\t "),
            "single quotes": xml.replacingOccurrences(of: "\"", with: "'"),
            "a prefix": prefixed,
            "a hint": xml.replacingOccurrences(
                of: "<batch ",
                with: "<batch xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                    + "xsi:schemaLocation=\"urn:dhx:1.0:case case.xsd\" "),
            "comments": xml.replacingOccurrences(of: "<lines>", with: "<!-- a line --><?x y?><lines>"),
            "CDATA": xml.replacingOccurrences(
                of: "<op>NEW</op>", with: "<op><![CDATA[NE]]>W</op>"),
            "references": xml.replacingOccurrences(of: "<op>NEW</op>", with: "<op>&#x4E;E&#87;</op>"),
            "another order": xml.replacingOccurrences(
                of: "(<op>\\w+</op>)\\s*(<caseRef>[^<]*</caseRef>)", with: "$2$1",
                options: .regularExpression),
            "numbers as XSD has them": xml.replacingOccurrences(
                of: "<caseVersion>1</caseVersion>", with: "<caseVersion> +01\n</caseVersion>"),
            "flags as XSD has them": xml.replacingOccurrences(
                of: "<mayNegotiate>true</mayNegotiate>", with: "<mayNegotiate> 1 </mayNegotiate>"),
        ]
        for (name, writing) in writings.sorted(by: { $0.key < $1.key }) {
            #expect(writing != xml, "\(name)")
            #expect(Forms.json(writing).map(Forms.text) == .success(Forms.text(json)), "\(name)")
        }
    }

    @Test("the members of the batch in another order, and a list in pieces")
    func outerOrder() throws {
        let (_, json, bytes) = try #require(try Forms.all().first { $0.flow == .status })
        let xml = Forms.text(bytes)
        let start = try #require(xml.range(of: " <totals>")?.lowerBound)
        let end = try #require(xml.range(of: "</totals>\n")?.upperBound)
        let totals = String(xml[start..<end])
        let without = xml.replacingOccurrences(of: totals, with: "")
        let first = without.replacingOccurrences(of: " <header>", with: totals + " <header>")
        #expect(Forms.json(first, .status).map(Forms.text) == .success(Forms.text(json)))
        let between = without.replacingOccurrences(of: "</header>\n", with: "</header>\n" + totals)
        #expect(Forms.json(between, .status).map(Forms.text) == .success(Forms.text(json)))
    }

    @Test("a schema that knows what the readers know: no field of a sound batch is a stranger")
    func shapes() throws {
        for flow in HandoverFlow.allCases {
            let shape = try #require(BatchShape.of(flow))
            let lists: [HandoverFlow: String] = [
                .cases: "ops", .acknowledgement: "ops", .status: "events", .remittance: "lines",
                .registry: "records", .inventory: "cases",
            ]
            #expect(shape.listName == lists[flow])
        }
    }

    @Test("that is cut off at any byte is a fault, never a batch")
    func truncated() throws {
        for (flow, json, xml) in try Forms.all() {
            // Of the largest every byte would take long, and says no more.
            let whole = xml.count - 1
            let step = xml.count > 20_000 ? 61 : 1
            for length in stride(from: 0, to: whole, by: step) {
                let cut = Array(xml[..<length])
                #expect(throws: HandoverFault.self) {
                    try BatchXML.json(cut, flow: flow, file: "data/batch.xml")
                }
            }
            #expect(try BatchXML.json(Array(xml[..<whole]), flow: flow, file: "x") == json)
        }
    }

    @Test("with any byte of it changed gives a fault or a tree, never a trap")
    func mutated() throws {
        var state: UInt64 = 4711
        let insertions = [
            "<", ">", "&", "\"", "</", "<a>", "]]>", "<![CDATA[", "\u{0}", "é", "\n", "/>", "-",
        ]
        for (flow, json, xml) in try Forms.all() {
            for round in 0..<600 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let position = Int((state >> 33) % UInt64(xml.count))
                var damaged = xml
                damaged.replaceSubrange(
                    position..<min(xml.count, position + round % 4),
                    with: Array(insertions[round % insertions.count].utf8))
                guard let made = try? BatchXML.json(damaged, flow: flow, file: "x") else { continue }
                let path = try? BatchXMLComparison.difference(
                    xml: damaged, json: json, flow: flow, file: "x")
                let tree = try JSONReader.value(of: made)
                let own = try JSONReader.value(of: json)
                #expect((own.difference(from: tree) == nil) == (path == .some(nil)), "\(round)")
            }
        }
    }
}

/// XML that was made to cost much or to lead elsewhere.
@Suite("Hostile XML of a batch")
struct HostileBatchXMLTests {
    private static let start = "<batch xmlns=\"urn:dhx:1.0:case\">"

    private func found(_ xml: String) -> String {
        guard case .failure(let fault) = Forms.json(xml) else { return "no fault" }
        return "\(fault.path) \(fault.found)"
    }

    @Test("document types and entities are refused unread")
    func forbidden() {
        let entity = "<!DOCTYPE batch [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
        #expect(found(entity + Self.start + "</batch>") == "$ line 1: a document type")
        #expect(
            found(Self.start + "<ops>\n<opId>&x;</opId></ops></batch>")
                == "$.ops[0] line 2: an entity of its own")
    }

    @Test("another document or namespace is refused")
    func others() {
        #expect(found("<batch/>") == "$ line 1: the document 'batch'")
        #expect(found("<batch xmlns='urn:dhx:1.0:ack'/>") == "$ line 1: the document 'batch'")
        #expect(found("<x:batch xmlns='urn:dhx:1.0:case'/>") == "$ line 1: the document 'x:batch'")
        #expect(found("<html><batch xmlns='urn:dhx:1.0:case'/></html>") == "$ line 1: the document 'html'")
        #expect(found("") == "$ line 1: no element")
        #expect(found("{}") == "$ line 1: text before the document")
    }

    @Test("depth, length and number of elements are bounded")
    func bounds() throws {
        let deep = Self.start + String(repeating: "<ops>", count: 100_000)
        #expect(found(deep) == "$.ops[0] line 1: elements nested too deeply")
        let long = Self.start + "<ops><note>" + String(repeating: "x", count: 2 << 20)
        #expect(found(long) == "$.ops[0] line 1: a text longer than 1048576 bytes")
        func read(_ xml: String) throws(HandoverFault) -> [UInt8] {
            try BatchXML.json(Array(xml.utf8), flow: .cases, file: "x", elementsMax: 100)
        }
        let lines = String(repeating: "<lines/>", count: 99)
        let fault = #expect(throws: HandoverFault.self) {
            try read(Self.start + "<ops/>\n<ops><case>" + lines + "</case></ops></batch>")
        }
        #expect(fault?.path == "$.ops[1].case")
        #expect(fault?.found == "line 2: more elements than are read at a time")
        // Spread over many operations the same number is read.
        _ = try read(Self.start + String(repeating: "<ops/>", count: 1000) + "</batch>")
    }

    @Test("what stands twice, and a second document")
    func twice() {
        #expect(
            found(Self.start + "<ops>\n<opId>a</opId>\n<op>NEW</op><opId>a</opId></ops></batch>")
                == "$.ops[0] line 3: 'opId' a second time")
        #expect(found(Self.start + "</batch><batch/>") == "$ line 1: a second root element")
        #expect(found(Self.start + "<totals/><totals/></batch>") == "$ line 1: 'totals' a second time")
    }
}
