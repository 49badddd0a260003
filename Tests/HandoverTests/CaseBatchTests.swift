import Crypto
import Domain
import Foundation
import Testing

@testable import Handover

@Suite("A case batch")
struct CaseBatchTests {
    @Test("says what DHX example 01 says, field by field", Shared.isThere)
    func exampleNew() throws {
        let bytes = try #require(Shared.file("spec/dhx-examples/01-case-new.json"))
        let expected = try JSONReader.value(of: bytes).leaves()
        let written = CaseBatch.files(Sample.batch([Sample.new()])).batch.leaves()
        // Path, digest and size of documents are ours; the example's are placeholders.
        func isOurs(_ path: String) -> Bool {
            path.contains("/documents/")
                && (path.hasSuffix("path") || path.hasSuffix("sha256") || path.hasSuffix("bytes"))
        }
        let paths = Set(expected.keys).union(written.keys).filter { !isOurs($0) }
        for path in paths.sorted() { #expect(written[path] == expected[path], "\(path)") }
        #expect(paths.count > 140)
    }

    @Test("writes payments and recalls like DHX example 02", Shared.isThere)
    func exampleUpdates() throws {
        let bytes = try #require(Shared.file("spec/dhx-examples/02-case-updates.json"))
        let example = try JSONReader.value(of: bytes)
        var pay = Sample.pay()
        pay.agencyCaseRef = "88123"
        let batch = CaseBatch.files(Sample.batch([pay, Sample.recall()])).batch
        // Cases stand in the order of their reference; the example's announced recall is not of this version.
        #expect(batch["ops"]?[1]?.leaves() == example["ops"]?[0]?.leaves())
        #expect(batch["ops"]?[0]?.leaves() == example["ops"]?[2]?.leaves())
        #expect(batch.leaf("totals.byOp.PAY") == "1")
        #expect(batch.leaf("totals.byOp.RCF") == "1")
        #expect(batch.leaf("totals.amounts.0.controlSum") == "0.00")
    }

    @Test("is named and filed as DHX wants it")
    func tree() {
        let package = CaseBatch.files(Sample.batch([Sample.new()]))
        let folder = "DHX1_T_ESB12345674_COLCO_CASE_000042/"
        #expect(package.files.allSatisfy { $0.path.hasPrefix(folder) })
        let paths = package.files.map { String($0.path.dropFirst(folder.count)) }
        let tables = [
            "addresses", "cases", "charges", "checks", "contacts", "demands", "documents", "lines", "ops",
            "parties", "payments",
        ]
        let evidence = [
            "00_index.csv", "01_invoice_F26-0101.pdf", "02_invoice_F26-0144.pdf",
            "03_delivery-note_A-551.pdf",
            "04_reminder.pdf", "05_formal-demand.pdf", "06_formal-demand-proof_burofax-certificate.pdf",
        ]
        #expect(
            paths == ["data/batch.json", "data/batch.xml"] + tables.map { "data/csv/\($0).csv" }
                + evidence.map { "data/evidence/C-2026-0007/" + $0 } + [
                    "bag-info.txt", "bagit.txt", "manifest-sha256.txt", "manifest.json",
                    "tagmanifest-sha256.txt",
                ])
        #expect(package.published == ["C-2026-0007.1"])
        #expect(package.batch.leaf("header.batchId") == "ESB12345674.COLCO.CASE.000042")
        #expect(package.problems.isEmpty)
    }

    @Test("names a document that came as a file with one end")
    func oneEnd() {
        let titles = ["contrato.pdf", "Contrato.PDF", "F26-01.02", "acta.xml"]
        let folder = EvidenceFolder(
            caseRef: "C-1", documents: titles.map { Sample.document("D", .contract, $0) })
        #expect(
            folder.entries.map(\.path) == [
                "evidence/C-1/01_contract_contrato.pdf", "evidence/C-1/02_contract_Contrato.pdf",
                "evidence/C-1/03_contract_F26-01.02.pdf", "evidence/C-1/04_contract_acta.xml.pdf",
            ])
    }

    @Test("is a BagIt 1.0 bag whose digests and sizes are true")
    func bag() throws {
        let package = CaseBatch.files(Sample.batch([Sample.new(), Sample.recall()]))
        let payload = package.files.filter { $0.path.contains("/data/") }
        let octets = payload.reduce(0) { $0 + $1.bytes.count }
        #expect(
            package.text("bag-info.txt")
                == "Bagging-Date: 2026-07-01\nExternal-Identifier: ESB12345674.COLCO.CASE.000042\n"
                + "Payload-Oxum: \(octets).\(payload.count)\n")
        #expect(package.text("bagit.txt") == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        for (manifest, count) in [("manifest-sha256.txt", payload.count), ("tagmanifest-sha256.txt", 4)] {
            let rows = package.text(manifest).split(separator: "\n")
            #expect(rows.count == count)
            for row in rows {
                let path = String(row.dropFirst(66))
                let digest = SHA256.hash(data: Data(package.bytes(path)))
                #expect(row.prefix(66) == digest.map { hex($0) }.joined() + "  ", "\(path)")
            }
        }
        let manifest = try JSONReader.value(of: package.bytes("manifest.json"))
        let digest = SHA256.hash(data: Data(package.bytes("manifest-sha256.txt"))).map { hex($0) }.joined()
        #expect(manifest.leaf("payloadManifestSha256") == digest)
        #expect(package.payloadManifestSHA256 == digest)
        #expect(manifest["totals"] == package.batch["totals"])
        #expect(manifest.leaf("classification") == "CONFIDENTIAL-PERSONAL")
        #expect(manifest.leaf("producer.software") == "recobro")
    }

    private func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

    @Test("has the same bytes in whatever order its parts are collected")
    func shuffled() {
        var turned = Sample.debtCase
        turned.lines.reverse()
        turned.charges.reverse()
        turned.demands.reverse()
        turned.documents.reverse()
        turned.verification.checks.reverse()
        let operations = [Sample.new(), Sample.new(ref: "C-9"), Sample.recall(), Sample.pay()]
        let others = [Sample.pay(), Sample.new(turned, ref: "C-9"), Sample.recall(), Sample.new(turned)]
        let files = CaseBatch.files(Sample.batch(operations)).files
        #expect(files == CaseBatch.files(Sample.batch(others)).files)
        #expect(!files.isEmpty)
    }

    @Test("goes on without a case that breaks a rule, and counts what is left")
    func setAside() {
        var unproven = Sample.debtCase
        unproven.demands[1].proofDocRef = ""
        let package = CaseBatch.files(
            Sample.batch([Sample.new(), Sample.new(unproven, ref: "C-2026-0008")]))
        #expect(package.published == ["C-2026-0007.1"])
        #expect(package.setAside.map(\.code) == [.demandUnproven])
        #expect(package.setAside.first?.reference == "C-2026-0008")
        #expect(package.totals?.amounts == [Money(minorUnits: 172_741, currency: .eur)])
        #expect(!package.text("data/batch.json").contains("C-2026-0008"))
        #expect(!package.files.contains { $0.path.contains("C-2026-0008") })
        #expect(package.problems.map(\.severity) == [.setAside])
    }

    @Test("writes nothing where nothing is left")
    func empty() {
        #expect(CaseBatch.files(Sample.batch([])).files.isEmpty)
        var broken = Sample.debtCase
        broken.lines = []
        #expect(CaseBatch.files(Sample.batch([Sample.new(broken)])).files.isEmpty)
    }

    @Test("refuses a header that has not its form")
    func header() {
        var content = Sample.batch([Sample.new()])
        content.header.sequence = 0
        #expect(CaseBatch.files(content).setAside.map(\.code) == [.form])
        #expect(CaseBatch.files(content).files.isEmpty)
        content = Sample.batch([Sample.new()])
        content.header.recipient.code = "../../etc"
        #expect(CaseBatch.files(content).files.isEmpty)
        content = Sample.batch([Sample.new()])
        content.header.processorAgreementRef = ""
        #expect(CaseBatch.files(content).files.isEmpty)
    }

    @Test(
        "never lets a case reference choose a folder", arguments: ["../x", "a/b", ".hidden", "a:b", "ñ", ""])
    func hostileReference(ref: String) {
        let package = CaseBatch.files(Sample.batch([Sample.new(ref: ref)]))
        #expect(package.setAside.contains { $0.code == .form })
        #expect(package.files.isEmpty)
    }

    @Test("holds a payment back while its case is, but never a recall of a placed case")
    func withdrawalOutranks() {
        var badPayment = Sample.pay(ref: "C-5", version: 2)
        if case .payment(let payment, var balance) = badPayment.content {
            balance.total += 1
            badPayment.content = .payment(payment, balanceAfter: balance)
        }
        let placed = CaseBatch.files(
            Sample.batch([
                badPayment, Sample.pay(ref: "C-5", version: 3), Sample.recall(ref: "C-5", version: 4, .paid),
            ]))
        #expect(placed.published == ["C-5.4"])
        #expect(placed.setAside.map(\.code) == [.balanceTotal, .heldBack])
        var broken = Sample.debtCase
        broken.debtors = []
        let unplaced = CaseBatch.files(
            Sample.batch([Sample.new(broken, ref: "C-6"), Sample.recall(ref: "C-6", version: 2)]))
        #expect(unplaced.published.isEmpty)
    }

    @Test("has tables that no spreadsheet runs as formulas")
    func formulas() {
        var hostile = Sample.debtCase
        hostile.debtors[0].party.name = "=HYPERLINK(\"http://example.com\",\"x\")"
        hostile.debtors[0].party.addresses[0].street = "@SUM(A1), 2\r\nbajo"
        hostile.debtors[0].party.contacts.append(PartyContact(kind: .phone, value: "+34954000000"))
        let package = CaseBatch.files(Sample.batch([Sample.new(hostile)]))
        let parties = package.text("data/csv/parties.csv")
        #expect(parties.contains("\"'=HYPERLINK(\"\"http://example.com\"\",\"\"x\"\")\""))
        #expect(package.text("data/csv/addresses.csv").contains("\"'@SUM(A1), 2\r\nbajo\""))
        #expect(package.text("data/csv/contacts.csv").contains(",PHONE,+34954000000\r\n"))
        #expect(package.batch.leaf("ops.0.case.debtors.0.party.name")?.hasPrefix("=HYP") == true)
        #expect(CSVText.neutralised("-12.50") == "-12.50")
        #expect(CSVText.neutralised("-1+cmd|x") == "'-1+cmd|x")
        #expect(CSVText.neutralised("\tx") == "'\tx")
        #expect(CSVText.neutralised("-") == "'-")
    }

    @Test("has the same rows in its tables as in its tree")
    func tables() {
        let package = CaseBatch.files(Sample.batch([Sample.new(), Sample.pay(), Sample.recall()]))
        func rows(_ name: String) -> [Substring] {
            package.text("data/csv/\(name).csv").split(separator: "\r\n").dropFirst().map { $0 }
        }
        #expect(rows("ops").count == 3)
        #expect(rows("cases").count == 1)
        #expect(rows("lines").count == 2)
        #expect(rows("documents").count == 6)
        #expect(rows("checks").count == 7)
        #expect(rows("cases").first?.hasSuffix("2026-06-30,1610.00,37.41,80.00,0.00,1727.41") == true)
        #expect(
            rows("ops").contains {
                $0.hasPrefix("C-2026-0002.6,RCF,C-2026-0002,,6,2026-07-24,PLACED_IN_ERROR,")
            })
        for name in ["ops", "cases", "parties", "lines", "charges", "demands", "documents"] {
            let all = package.text("data/csv/\(name).csv").split(separator: "\r\n")
            let widths = Set(
                all.filter { !$0.contains("\"") }.map {
                    $0.split(separator: ",", omittingEmptySubsequences: false).count
                })
            #expect(widths.count == 1, "\(name)")
        }
    }

    @Test("writes money with the decimals of its currency and names composed")
    func currencies() throws {
        var pay = Sample.recall(ref: "C-1", version: 2)
        pay.currency = try #require(Currency("JPY"))
        var company = Sample.debtCase
        company.debtors[0].party.name = "Pen\u{303}a"
        let package = CaseBatch.files(Sample.batch([pay, Sample.new(company)]))
        #expect(package.batch.leaf("totals.amounts.1.controlSum") == "0")
        #expect(package.batch.leaf("totals.amounts.1.currency") == "JPY")
        #expect(package.text("data/batch.json").utf8.contains(0xB1))
        #expect(!package.text("data/batch.json").unicodeScalars.contains("\u{303}"))
    }

    @Test("adds up ten thousand cases")
    func control() {
        var plain = Sample.debtCase
        plain.documents = plain.documents.map { document in
            var document = document
            document.content = DocumentContent([0x25])
            return document
        }
        let operations = (1...10_000).map { Sample.new(plain, ref: "C-\($0)") }
        #expect(operations.allSatisfy { CaseRules.check($0).isEmpty })
        let totals = BatchTotals(counting: operations)
        #expect(totals?.amounts == [Money(minorUnits: 1_727_410_000, currency: .eur)])
        #expect(totals?.documents == 60_000)
    }
}
