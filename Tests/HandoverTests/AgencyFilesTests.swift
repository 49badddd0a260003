import Domain
import Testing

@testable import Handover

/// A layout with a header, a row an invoice, a row a debtor, one for every other operation, and a trailer.
private func fixed(_ replacements: [(String, String)] = []) throws -> LayoutProfile {
    var text = """
        {"profile": "fixed", "status": "DOCUMENTED", "source": "test", "direction": "OUT",
         "format": {"kind": "FIXED", "encoding": "ISO-8859-15", "newline": "LF", "recordLength": 40},
         "fileName": "{reporterId}.txt", "tables": {"op": {"PAY": "P", "RCF": "B", "ADJ": "A", "HLD": "X", "RES": "Y", "RCP": "C", "ANS": "R",
          "LGA": "L"}},
         "records": [
          {"name": "head", "each": "file", "fields": [
           {"name": "kind", "start": 1, "length": 1, "type": "code", "const": "H"},
           {"name": "client", "start": 2, "length": 12, "type": "code", "path": "agency.client"},
           {"name": "day", "start": 14, "length": 8, "type": "date", "path": "header.businessDate"},
           {"name": "rest", "start": 22, "length": 19, "type": "filler"}]},
          {"name": "debtor", "each": "debtor", "when": "op=NEW|UPD", "fields": [
           {"name": "kind", "start": 1, "length": 1, "type": "code", "const": "D"},
           {"name": "role", "start": 2, "length": 7, "type": "code", "path": "debtorRole"},
           {"name": "name", "start": 9, "length": 32, "type": "text", "path": "debtor.name"}]},
          {"name": "invoice", "each": "line", "when": "op=NEW|UPD", "fields": [
           {"name": "kind", "start": 1, "length": 1, "type": "code", "const": "I"},
           {"name": "seq", "start": 2, "length": 4, "type": "digits", "seq": true},
           {"name": "number", "start": 6, "length": 12, "type": "code", "path": "line.docNumber"},
           {"name": "open", "start": 18, "length": 23, "type": "amount", "path": "line.outstanding", "implied": true}]},
          {"name": "change", "each": "record", "when": "op!=NEW|UPD", "fields": [
           {"name": "kind", "start": 1, "length": 1, "type": "code", "path": "op", "table": "op"},
           {"name": "case", "start": 2, "length": 12, "type": "code", "path": "caseRef"},
           {"name": "owed", "start": 14, "length": 27, "type": "amount", "path": "balance.total", "implied": true}]},
          {"name": "tail", "each": "file", "fields": [
           {"name": "kind", "start": 1, "length": 1, "type": "code", "const": "T"},
           {"name": "rows", "start": 2, "length": 6, "type": "digits", "count": {}},
           {"name": "paid", "start": 8, "length": 6, "type": "digits", "count": {"where": "op=PAY"}},
           {"name": "open", "start": 14, "length": 27, "type": "amount", "implied": true,
            "sum": {"path": "line.outstanding"}}]}]}
        """
    for (old, new) in replacements {
        try #require(text.contains(old), "\(old)")
        text = text.split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
    }
    return try LayoutProfile(json: Array(text.utf8))
}

private func content(_ operations: [CaseOperation], _ layouts: [LayoutProfile]) -> CaseBatchContent {
    var content = Sample.batch(operations)
    (content.layouts, content.agencyClient) = (layouts, "4711")
    return content
}

private func latin(_ bytes: [UInt8]) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: bytes.map { Unicode.Scalar($0) })
    return String(text)
}

@Suite("An agency's own layout")
struct AgencyFilesTests {
    private var examples: [LayoutProfile] {
        get throws {
            try [ExampleProfile.agencyPlacements.profile(), ExampleProfile.agencyChanges.profile()]
        }
    }

    @Test("gets a row an invoice and a row a change, beside the batch, named in the manifest")
    func examplesWritten() throws {
        let operations = [Sample.new(), Sample.pay(), Sample.recall()]
        let package = CaseBatch.files(content(operations, try examples))
        #expect(package.setAside.isEmpty)
        let name = "4711_20260701_000042_T.csv"
        let placed = package.text("data/agency/placements_" + name).split(separator: "\r\n")
        #expect(placed.count == 3)
        #expect(placed[0].hasPrefix("movimiento;expediente;version;cliente;"))
        #expect(
            placed[1]
                == "ALTA;C-2026-0007;1;CUST-889;J;ESA00000000;Construcciones Ñandú, S.A.;"
                + "Avenida de la Constitución;41001;Sevilla;ES;F26-0101;L1;01/03/2026;31/03/2026;1210,00;"
                + "1210,00;EUR;37,41;80,00;1727,41")
        #expect(
            placed[2].contains(";F26-0144;L2;31/03/2026;30/04/2026;605,00;400,00;EUR;37,41;80,00;1727,41"))
        let changed = package.text("data/agency/changes_" + name).split(separator: "\r\n")
        #expect(
            changed.dropFirst().map(String.init) == [
                "BAJA;C-2026-0002;6;;24/07/2026;PLACED_IN_ERROR;;;;;;;EUR;",
                "PAGO;C-2026-0007;2;;24/07/2026;;;BK-20260724-3;300,00;;;927,41;EUR;",
            ])
        let manifest = try JSONReader.value(of: package.bytes("manifest.json"))
        #expect(manifest.leaf("layouts.0.name") == "example-agency-placements")
        #expect(manifest.leaf("layouts.1.status") == "EXAMPLE")
        #expect(PackageCheck.check(PackageSource(package)).findings.isEmpty)
        #expect(CaseBatch.files(content(operations.reversed(), try examples)).files == package.files)
    }

    @Test("writes header, debtors, invoices, changes and trailer with counts and sums")
    func positions() throws {
        let package = CaseBatch.files(content([Sample.new(), Sample.pay(), Sample.recall()], [try fixed()]))
        #expect(package.setAside.isEmpty)
        let lines = latin(package.bytes("data/agency/4711.txt")).split(separator: "\n").map(String.init)
        func number(_ value: Int, _ width: Int) -> String {
            String(repeating: "0", count: width - String(value).count) + String(value)
        }
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: width - text.unicodeScalars.count)
        }
        #expect(
            lines == [
                "H" + padded("4711", 12) + "20260701" + padded("", 19),
                "B" + padded("C-2026-0002", 12) + number(0, 27),
                "D" + "PRIMARY" + padded("Construcciones \u{D1}and\u{FA}, S.A.", 32),
                "I0004" + padded("F26-0101", 12) + number(121_000, 23),
                "I0005" + padded("F26-0144", 12) + number(40_000, 23),
                "P" + padded("C-2026-0007", 12) + number(92_741, 27),
                "T" + number(5, 6) + number(1, 6) + number(161_000, 27),
            ])
    }

    @Test("has no file for a layout without rows")
    func empty() throws {
        let package = CaseBatch.files(content([Sample.recall()], try examples))
        let files = package.files.map(\.path).filter { $0.contains("/data/agency/") }
        #expect(files.count == 1 && files.allSatisfy { $0.contains("changes_") })
    }

    @Test("keeps back a placement that does not fit, and never a withdrawal")
    func setAside() throws {
        let narrow = try fixed([
            ("\"length\": 32, \"type\": \"text\"", "\"length\": 10, \"type\": \"text\""),
            (
                "\"path\": \"debtor.name\"}]}",
                "\"path\": \"debtor.name\"}, "
                    + "{\"name\": \"rest\", \"start\": 19, \"length\": 22, \"type\": \"filler\"}]}"
            ),
        ])
        let package = CaseBatch.files(content([Sample.new(), Sample.recall()], [narrow]))
        #expect(package.setAside.map(\.code) == [.layout])
        #expect(package.setAside.first?.reason == "fixed: overflow at name: longer than 10")
        #expect(package.published == ["C-2026-0002.6"])
    }

    @Test("keeps back what would be summed up in another currency")
    func currencies() throws {
        var foreign = Sample.new(ref: "C-2026-0009")
        foreign.currency = Currency("PLN") ?? .eur
        let package = CaseBatch.files(
            content([Sample.new(), Sample.new(ref: "C-2026-0008"), foreign], [try fixed()]))
        #expect(package.setAside.map(\.subject) == ["C-2026-0009.1"])
        #expect(package.setAside.first?.reason == "fixed sums up EUR, the case is in PLN")
    }

    @Test("publishes nothing where a running number does not fit")
    func sequence() throws {
        let tiny = try fixed([
            (
                "{\"name\": \"rows\", \"start\": 2, \"length\": 6, \"type\": \"digits\", \"count\": {}}",
                "{\"name\": \"rows\", \"start\": 2, \"length\": 1, \"type\": \"digits\", \"count\": {}}, "
                    + "{\"name\": \"gap\", \"start\": 3, \"length\": 5, \"type\": \"filler\"}"
            )
        ])
        let operations = (1...4).map { Sample.new(ref: "C-2026-000\($0)") }
        let package = CaseBatch.files(content(operations, [tiny]))
        #expect(package.files.isEmpty && package.published.isEmpty)
        #expect(package.setAside.map(\.reason) == ["overflow at rows: longer than 1"])
    }

    private func refusal(
        _ profiles: [LayoutProfile], _ environment: HandoverEnvironment = .test, client: String = "4711"
    ) -> String? {
        do throws(LayoutError) {
            try LayoutProfile.check(agencyFiles: profiles, environment: environment, client: client)
            return nil
        } catch {
            return error.description
        }
    }

    @Test("is refused where an operation would have no row, and in the wrong environment")
    func refused() throws {
        #expect(refusal([]) == nil)
        #expect(refusal(try examples) == nil)
        #expect(refusal([try fixed()], .production) == nil)
        let placements = try examples[0]
        #expect(
            refusal([placements])
                == "missing-value at example-agency-placements: no record is for PAY, ADJ, HLD, RES, RCP, RCF, "
                + "ANS, LGA")
        #expect(refusal([try fixed([("op!=NEW|UPD", "op=PAY|RCF")])])?.contains("ADJ, HLD") == true)
        #expect(refusal([try fixed([("op!=NEW|UPD", "op!=NEW|UPD|RCP")])])?.hasSuffix("is for RCP") == true)
        #expect(refusal(try examples, .production)?.contains("runs only in environment T") == true)
        #expect(refusal([try fixed(), try fixed()])?.contains("two layouts of one name") == true)
        let limited = try fixed([("\"fileName\"", "\"maxRecords\": 5, \"fileName\"")])
        #expect(refusal([limited])?.contains("is for registries") == true)
        #expect(refusal([try ExampleProfile.return80.profile()])?.contains("return file") == true)
        var production = content([Sample.new()], try examples)
        production.header = Sample.header(environment: .production)
        #expect(CaseBatch.files(production).setAside.map(\.code) == [.environment])
    }

    @Test("is refused where it names what no operation has, or lacks a word for a withdrawal")
    func mistyped() throws {
        for (old, new, expected) in [
            ("debtor.name", "debtor.nombre", "debtor.name: no operation has debtor.nombre"),
            ("line.docNumber", "line.number", "invoice.number: no operation has line.number"),
            ("caseRef", "case", "change.case: no operation has case"),
            ("header.businessDate", "caseRef", "head.day: no operation has caseRef"),
            ("op!=NEW|UPD", "opp!=NEW|UPD", "change.when: no operation has opp"),
            ("\"where\": \"op=PAY\"", "\"where\": \"kind=P\"", "tail.paid: no operation has kind"),
            ("\"RCF\": \"B\", ", "", "change.kind: table op has no word for RCF"),
        ] {
            #expect(refusal([try fixed([(old, new)])])?.hasSuffix(expected) == true, "\(new)")
        }
        let reasons = try fixed([
            ("\"path\": \"caseRef\"", "\"path\": \"reason.code\", \"table\": \"why\""),
            ("\"tables\": {", "\"tables\": {\"why\": {\"PAID\": \"1\"}, "),
        ])
        #expect(
            refusal([reasons])?.contains("table why has no word for SETTLED_DIRECT, COMMERCIAL_DECISION")
                == true)
        let asking = try fixed([
            ("\"path\": \"agency.client\"", "\"path\": \"agency.client\", \"required\": true")
        ])
        #expect(refusal([asking]) == nil)
        #expect(refusal([asking], client: "")?.contains("missing-value at fixed client") == true)
    }

    @Test("a trailer counts and sums the rows of one record")
    func counts() throws {
        let profile = try fixed([
            ("\"count\": {}}", "\"count\": {\"where\": \"row=invoice\"}}"),
            (
                "\"sum\": {\"path\": \"line.outstanding\"}",
                "\"sum\": {\"path\": \"balance.total\", \"where\": \"row=debtor\"}"
            ),
        ])
        #expect(refusal([profile]) == nil)
        let package = CaseBatch.files(content([Sample.new(), Sample.pay()], [profile]))
        let trailer = latin(package.bytes("data/agency/4711.txt")).split(separator: "\n").last
        #expect(
            trailer?.hasPrefix("T000002") == true && trailer?.hasSuffix("000172741") == true,
            "\(trailer ?? "")")
    }

    @Test("a withdrawal is told whatever the layout makes of it, and a person is told of that")
    func withdrawal() throws {
        var tight = content([Sample.new(), Sample.recall(ref: "C-2026-000200000")], [try fixed()])
        tight.operations[1].agencyCaseRef = ""
        let package = CaseBatch.files(tight)
        #expect(package.published == ["C-2026-0007.1", "C-2026-000200000.6"].sorted())
        #expect(package.setAside.isEmpty)
        #expect(
            package.warnings.map(\.reason) == [
                "not in the agency's own files: fixed: overflow at case: longer than 12"
            ])
        #expect(!latin(package.bytes("data/agency/4711.txt")).contains("\nB"))
    }

    @Test("a debtor's number, e-mail and telephones have names of their own")
    func contacts() throws {
        let profile = try LayoutProfile(
            json: Array(
                """
                {"profile": "c", "status": "DOCUMENTED", "source": "test", "direction": "OUT",
                 "format": {"kind": "DELIMITED", "encoding": "UTF-8", "newline": "LF", "separator": "|"},
                 "fileName": "c.txt",
                 "records": [{"name": "r", "each": "record", "fields": [
                  {"name": "nif", "type": "code", "path": "taxId"},
                  {"name": "correo", "type": "text", "path": "email"},
                  {"name": "movil", "type": "text", "path": "mobile"}]}]}
                """.utf8))
        #expect(refusal([profile]) == nil)
        var debtCase = Sample.debtCase
        debtCase.debtors[0].party.ids = [PartyIdentifier(scheme: "9920", value: "ESA58818501")]
        debtCase.debtors[0].party.contacts = [
            PartyContact(kind: .email, value: "a@b.es"), PartyContact(kind: .mobile, value: "+34600000000"),
        ]
        let package = CaseBatch.files(content([Sample.new(debtCase)], [profile]))
        #expect(package.text("data/agency/c.txt") == "A58818501|a@b.es|+34600000000\n")
    }

    @Test(
        "what is written is read again, value by value",
        arguments: [ExampleProfile.agencyPlacements, .agencyChanges])
    func roundTrip(_ example: ExampleProfile) throws {
        let operations = [Sample.new(), Sample.pay(), Sample.recall()]
        let package = CaseBatch.files(content(operations, try examples))
        let kind = example == .agencyPlacements ? "placements" : "changes"
        let bytes = package.bytes("data/agency/\(kind)_4711_20260701_000042_T.csv")
        var json = String(decoding: example.json, as: UTF8.self)
        for (old, new) in [
            ("\"OUT\"", "\"IN\""), ("\"each\": \"line\"", "\"each\": \"record\""),
            ("\"when\": \"op=NEW|UPD\",", ""), ("\"when\": \"op!=NEW|UPD\",", ""),
        ] { json = json.replacing(old, with: new) }
        let reader = LayoutReader(bytes, profile: try LayoutProfile(json: Array(json.utf8)))
        #expect(reader.problems.isEmpty, "\(reader.problems)")
        let profile = try example.profile()
        let rows = operations.sorted { ($0.caseRef, $0.caseVersion) < ($1.caseRef, $1.caseVersion) }.flatMap {
            LayoutWriter(profile: profile).rows(of: AgencyFileRows.tree(of: CaseBatchFiling([$0])[0]))
        }
        #expect(reader.lines.count == rows.count && !rows.isEmpty)
        for (line, row) in zip(reader.lines, rows) {
            for field in row.shape.fields {
                guard case .path(let path) = field.source else { continue }
                #expect(line.values[field.source.name] == path.text(in: row.tree), "\(field.name)")
            }
        }
    }
}
