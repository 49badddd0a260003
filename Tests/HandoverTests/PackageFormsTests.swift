import Domain
import Foundation
import Testing

@testable import Handover

/// Packages with their batch as XML only, as JSON only, as both and as neither.
@Suite("The forms of a package")
struct PackageFormsTests {
    /// A sound package of every flow that has JSON and XML.
    static func sources() throws -> [(flow: HandoverFlow, source: PackageSource)] {
        let answer = try #require(
            Acknowledgement.read(JSONText.bytes(of: Answers.tree), file: "x").value)
        let status = try #require(Statuses.read(Statuses.tree).value)
        let inventory = try #require(Inventories.read(Inventories.tree).value)
        let remittance = Remittances.statement
        let feedback: [(HandoverFlow, HandoverPackage, [UInt8])] = [
            (.acknowledgement, FeedbackPackage.files(answer, producer: Sample.producer), answer.xmlBytes),
            (.status, FeedbackPackage.files(status, producer: Sample.producer), status.xmlBytes),
            (.remittance, FeedbackPackage.files(remittance, producer: Sample.producer), remittance.xmlBytes),
            (.inventory, FeedbackPackage.files(inventory, producer: Sample.producer), inventory.xmlBytes),
        ]
        var sources = [(flow: HandoverFlow.cases, source: Self.cases)]
        sources.append(
            (
                .registry,
                PackageSource(
                    RegistryBatch.files(
                        try Registry.content([Registry.change, Registry.addition, Registry.removal])))
            ))
        for (flow, package, xml) in feedback {
            sources.append(
                (
                    flow,
                    try PackageSource(package).changing(["data/batch.xml": xml]).sealing("data/batch.xml") {
                        $0
                    }
                ))
        }
        return sources
    }

    static var cases: PackageSource {
        PackageSource(CaseBatch.files(Sample.batch(Package.everyOperation)))
    }

    private func findings(_ source: PackageSource) -> [String] {
        PackageCheck.check(source).findings.map { "\($0.code.rawValue) \($0.place): \($0.found)" }
    }

    @Test("XML alone is checked and read as the JSON would be, in every flow")
    func xmlOnly() throws {
        for (flow, source) in try Self.sources() {
            let both = PackageCheck.check(source)
            #expect(both.findings.isEmpty, "\(flow): \(both.findings)")
            let only = try source.onlyXML()
            let report = PackageCheck.check(only)
            #expect(report.findings.isEmpty, "\(flow): \(report.findings)")
            #expect(report.header == both.header)
            #expect(report.caseTotals == both.caseTotals)
            #expect(report.registryTotals == both.registryTotals)
            #expect(try only.batchJSON() == source.batchJSON())
            #expect(try source.batchJSON() == source.bytes("data/batch.json"))
        }
    }

    @Test("the manifest names a form that is there")
    func format() throws {
        let only = try Self.cases.onlyXML()
        func stating(_ form: String, _ source: PackageSource) throws -> [String] {
            findings(
                try source.sealing("manifest.json") {
                    $0.replacingOccurrences(
                        of: "\"format\": \"\\w+\"", with: "\"format\": \"\(form)\"",
                        options: .regularExpression)
                })
        }
        #expect(try stating("XML", only) == [])
        #expect(try stating("CSV", only) == [])
        #expect(
            try stating("JSON", only)
                == ["FORMS_DIFFER manifest.json $.format: 'JSON', and there is no data/batch.json"])
        for form in ["JSON", "XML", "CSV"] { #expect(try stating(form, Self.cases) == []) }
        let xmlGone = Self.cases.without(["data/batch.xml"])
        #expect(
            try stating("XML", xmlGone)
                == ["FORMS_DIFFER manifest.json $.format: 'XML', and there is no data/batch.xml"])
        let tables = xmlGone.without(["data/batch.json"])
        #expect(try stating("CSV", tables) == ["SCHEMA data/batch.json: only tables"])
        let nothing = tables.without(tables.paths.filter { $0.hasPrefix("data/csv/") })
        #expect(try stating("JSON", nothing) == ["SCHEMA data/batch.json: no such file"])
        #expect(throws: HandoverFault.self) { try nothing.batchJSON() }
    }

    /// One change of the XML of a case batch, and what the check of the XML alone says of it.
    struct Change: Sendable, CustomTestStringConvertible {
        let from: String
        let to: String
        let found: String

        var testDescription: String { "\(from) → \(to)" }
    }

    static let changes: [Change] = [
        // What the reader of the JSON refuses, with the line of the XML.
        Change(from: "<gross>1210.00</gross>", to: "<gross>1210.01</gross>", found: "R-10 $.ops[0]"),
        Change(
            from: "<gross>1210.00</gross>", to: "<gross>1210,00</gross>",
            found: "SCHEMA $.ops[0].case.lines[0].gross"),
        Change(from: "<gross>1210.00</gross>", to: "", found: "SCHEMA $.ops[0].case.lines[0].gross"),
        Change(from: "<gross>1210.00</gross>", to: "<gross/>", found: "SCHEMA $.ops[0].case.lines[0].gross"),
        Change(from: "<op>NEW</op>", to: "<op> NEW</op>", found: "SCHEMA $.ops[0].op"),
        Change(from: "<op>NEW</op>", to: "<op>NEW</op><foo/>", found: "SCHEMA $.ops[0].foo"),
        Change(from: "<op>NEW</op>", to: "<op>NEW<b/></op>", found: "SCHEMA $.ops[0].b"),
        Change(from: "<op>NEW</op>", to: "<op xml:lang='es'>NEW</op>", found: "SCHEMA $.ops[0].@xml:lang"),
        Change(from: "<op>NEW</op>", to: "<op>NEW</op>text", found: "SCHEMA $.ops[0].#text"),
        Change(from: "<op>NEW</op>", to: "<op xmlns='urn:x'>NEW</op>", found: "SCHEMA $.ops[0].op"),
        Change(from: "<op>NEW</op>", to: "<op>NOW</op>", found: "SCHEMA $.ops[0].op"),
        Change(
            from: "<mayNegotiate>true", to: "<mayNegotiate>yes",
            found: "SCHEMA $.ops[0].case.mandate.mayNegotiate"),
        Change(
            from: "<maxInstalments>6", to: "<maxInstalments>six",
            found: "SCHEMA $.ops[0].case.mandate.maxInstalments"),
        Change(from: "<caseVersion>2<", to: "<caseVersion>2.0<", found: "SCHEMA $.ops[1].caseVersion"),
        Change(from: "<controlSum>", to: "<controlSum>1", found: "R-05 $.totals"),
        Change(
            from: "<dueDate>2026-03-31", to: "<dueDate>2026-03-32",
            found: "SCHEMA $.ops[0].case.lines[0].dueDate"),
        Change(from: "<batchId>", to: "<batchId>!", found: "SCHEMA $.header.batchId"),
        // What no tree can say.
        Change(from: "<op>NEW</op>", to: "<op>NEW</op><op>NEW</op>", found: "SCHEMA $.ops[0]"),
        Change(from: "<op>NEW</op>", to: "<op>NEW</OP>", found: "SCHEMA $.ops[0]"),
        Change(from: "<op>NEW</op>", to: "<op>NEW</op>&nbsp;", found: "SCHEMA $.ops[0]"),
        Change(from: "<op>NEW</op>", to: "<op>\u{1}</op>", found: "SCHEMA $.ops[0]"),
        Change(from: "urn:dhx:1.0:case", to: "urn:dhx:1.0:stat", found: "SCHEMA $"),
    ]

    @Test("what is wrong in XML alone is told with its path and line", arguments: changes)
    func wrong(_ change: Change) throws {
        let only = try Self.cases.onlyXML()
        let text = only.text("data/batch.xml")
        let place = try #require(text.range(of: change.from))
        let line = text[..<place.lowerBound].count { $0 == "\n" } + 1
        let changed = try only.sealing("data/batch.xml") {
            $0.replacingCharacters(in: place, with: change.to)
        }
        let report = PackageCheck.check(changed)
        let finding = try #require(report.findings.first { $0.place.hasPrefix("data/batch.xml") })
        let words = change.found.split(separator: " ")
        #expect(finding.code.rawValue == words.first.map(String.init) ?? "", "\(report.findings)")
        #expect(
            finding.place.split(separator: " ").dropFirst().first == words.last, "\(report.findings)")
        #expect(finding.found.hasPrefix("line "), "\(finding)")
        // The element itself, or the smallest around it that is there.
        let told = try #require(Int(finding.found.dropFirst(5).prefix { $0.isNumber }))
        #expect(told <= line, "\(finding)")
        if finding.place.hasSuffix(words.last ?? "?"), text.contains("<\(Self.name(finding.place))>"),
            !change.to.isEmpty, change.to.contains("<\(Self.name(finding.place))>")
        {
            #expect(told == line, "\(finding)")
        }
        #expect(!report.findings.contains { $0.place.contains("batch.json") })
    }

    /// The name of the element at the end of a path.
    private static func name(_ place: String) -> Substring { place.split(separator: ".").last ?? "" }

    @Test("XML beside the JSON is compared by what it says")
    func beside() throws {
        for (flow, source) in try Self.sources() {
            func changing(_ change: (String) -> String) throws -> [String] {
                findings(try source.sealing("data/batch.xml", change))
            }
            let same: [(String) -> String] = [
                { $0.replacingOccurrences(of: "\n", with: "\r\n") },
                { $0.replacingOccurrences(of: "\"", with: "'") },
                { $0.split(separator: "\n").map { $0.drop { $0 == " " } }.joined() },
                { $0.replacingOccurrences(of: "</header>", with: "</header><!-- a note -->") },
                {
                    $0.replacingOccurrences(
                        of: "(<environment>.*</environment>)(\\s*<sender>[\\s\\S]*?</sender>)",
                        with: "$2$1", options: .regularExpression)
                },
            ]
            for change in same { #expect(try changing(change) == [], "\(flow)") }
            let day = try changing {
                $0.replacingOccurrences(
                    of: "<businessDate>[^<]*", with: "<businessDate>2026-01-01", options: .regularExpression)
            }
            #expect(day.count == 1, "\(day)")
            #expect(
                day.first?.hasPrefix("FORMS_DIFFER data/batch.xml $.header.businessDate: line ") == true,
                "\(day)")
            #expect(
                try changing { String($0.dropLast(20)) }.first?.hasPrefix("SCHEMA data/batch.xml") == true)
        }
    }

    @Test("the first path that differs is named, with its line")
    func firstDifference() throws {
        func found(_ from: String, _ to: String) throws -> [String] {
            findings(
                try Self.cases.sealing("data/batch.xml") {
                    guard let range = $0.range(of: from) else { return $0 }
                    return $0.replacingCharacters(in: range, with: to)
                }.sealing("data/batch.xml") { $0.replacingOccurrences(of: "\n", with: "\r\n") })
        }
        let place = "FORMS_DIFFER data/batch.xml $.ops[0].case.lines[0]"
        let gross = try found("<gross>1210.00<", "<gross>1210.01<")
        #expect(gross.count == 1 && gross[0].hasPrefix(place + ".gross: line "), "\(gross)")
        #expect(try found("<gross>1210.00</gross>", "").first?.hasPrefix(place + ".gross: line ") == true)
        #expect(
            try found("<gross>", "<foo/><gross>").first?.hasPrefix(place + ".foo: line ") == true)
        // The order of a list says something.
        let text = Self.cases.text("data/batch.xml")
        let first = try #require(text.range(of: "   <ids>[\\s\\S]*?</ids>\n", options: .regularExpression))
        let twice = try found(String(text[first]), String(text[first]) + String(text[first]))
        #expect(twice.count == 1 && twice[0].contains("].scheme") == false, "\(twice)")
        #expect(twice.first?.contains("ids[1]") == true, "\(twice)")
    }

    @Test("is checked to the end however its XML is cut")
    func cut() throws {
        let source = try #require(try Self.sources().first { $0.flow == .status }).source.onlyXML()
        let xml = try #require(source.bytes("data/batch.xml"))
        for length in 0..<xml.count - 1 {
            let report = PackageCheck.check(source.changing(["data/batch.xml": Array(xml[..<length])]))
            #expect(report.isRefused && report.header == nil)
        }
    }
}

extension PackageSource {
    /// The same package without some files, its digests left as they are.
    func without(_ gone: [String]) -> PackageSource {
        var files: [String: [UInt8]?] = [:]
        for path in gone { files.updateValue(nil, forKey: path) }
        return changing(files)
    }

    /// The same package without its JSON.
    func onlyXML() throws -> PackageSource {
        try without(["data/batch.json"]).sealing("manifest.json") {
            $0.replacingOccurrences(of: "\"format\": \"JSON\"", with: "\"format\": \"XML\"")
        }
    }
}
