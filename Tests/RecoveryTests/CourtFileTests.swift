import Domain
import Foundation
import Recovery
import Testing

@Suite("Court folders: the data set, the page and the statement of account")
struct CourtFileTests {
    private func day(_ text: String) throws -> Day { try #require(Day(iso: text)) }

    private func file(_ purpose: CourtFile.Purpose = .court, language: String = "es") throws -> CourtFile {
        var creditor = Creditor(name: "Uno S.L.", taxId: "B12345674", country: "ES", ibans: [])
        creditor.email = "cobros@uno.example"
        var party = PartyRecord()
        (party.name, party.taxId, party.street) = ("Dos <Tres> S.A.", "A58818501", "Carrer Nou 1")
        (party.postCode, party.town, party.country) = ("08001", "Barcelona", "ES")
        var file = CourtFile(
            purpose, subject: "C/1", caseReference: "C-A58818501", creditor: creditor,
            debtor: Customer(key: "A58818501", party: party, holder: .legal), language: language,
            asOf: try day("2026-03-13"))
        var debt = CourtDebt(
            number: "F1", issued: try day("2026-01-02"), due: try day("2026-01-12"), payable: 100_000,
            outstanding: 90_000)
        debt.recoverySum = 4000
        debt.interest = CourtInterest(
            amount: 1502,
            segments: [
                .init(
                    from: try day("2026-01-13"), to: try day("2026-03-13"), days: 60, principal: 90_000,
                    rate: "10.15", amount: 1502, rows: ["M5/2026H1"])
            ])
        debt.movements = [
            CourtMovement(.payment, day: try day("2026-02-01"), reference: "R7", amount: 10_000)
        ]
        file.debts = [debt]
        file.negotiation = CourtNegotiation(
            invited: try day("2026-02-08"), received: try day("2026-02-10"),
            answerUntil: try day("2026-03-12"), sueUntil: try day("2027-02-10"))
        file.procedure.law = [
            CourtLaw(
                id: "J3", says: "Juzgado del domicilio", article: "LEC 813", confidence: "K",
                isVerified: false)
        ]
        file.documents = [
            CourtDocument(
                number: 1, kind: .invoice, title: "F1", path: "documents/01-invoice-F1.xml",
                sha256: String(repeating: "a", count: 64), byteCount: 3)
        ]
        file.missing = [CourtGap(.law, "J3"), CourtGap(.delivery)]
        return file
    }

    private func text(_ output: OutputFile) -> String { String(decoding: output.bytes, as: UTF8.self) }

    @Test("amounts are exact decimal strings, and add up")
    func data() throws {
        let file = try file()
        let output = file.data()
        #expect(output.path == "data.json")
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(output.bytes)) as? [String: Any])
        #expect(object["schema"] as? String == "recobro.court/1")
        let amounts = try #require(object["amounts"] as? [String: String])
        #expect(
            amounts == [
                "currency": "EUR", "principal": "900.00", "interest": "15.02", "recoverySums": "40.00",
                "total": "955.02",
            ])
        let negotiation = try #require(object["negotiation"] as? [String: Any])
        #expect(negotiation["received"] as? String == "2026-02-10")
        let missing = try #require(object["missing"] as? [[String: String]])
        #expect(missing.map { $0["code"] } == ["law", "delivery"])
        #expect(missing[0]["text"]?.contains("J3") == true)
        #expect(file.folderName == "C-1-court-2026-03-13")
    }

    @Test("the page is in the creditor's language, escapes what others wrote, and says what is unconfirmed")
    func index() throws {
        let page = text(try file().index())
        #expect(page.contains("lang=\"es\"") && page.contains("Dos &lt;Tres&gt; S.A."))
        #expect(page.contains("955,02 EUR") && page.contains("M5/2026H1") && page.contains("10.15 %"))
        #expect(page.contains("LEC 813") && page.contains("K: por confirmar"))
        #expect(page.contains("12/03/2026") && page.contains("juicio verbal"))
        #expect(page.contains(String(repeating: "a", count: 64)))
        let body = try #require(page.components(separatedBy: "</style>").last)
        #expect(!body.contains("{"))
    }

    @Test("every text is there in both languages", arguments: ["es", "en", "ca", "fr"])
    func words(language: String) throws {
        for purpose in [CourtFile.Purpose.court, .mediation] {
            var file = try file(purpose, language: language)
            file.missing = CourtGap.Code.allCases.map { CourtGap($0, "X") }
            let page = text(file.index()) + text(file.statement(path: "documents/02.html"))
            for key in ["title.", "route.", "missing.", "intro.", "-text", ".text", "movement."] {
                #expect(!page.contains(">\(key)"), "\(language) \(key)")
            }
            #expect(file.missingTexts.allSatisfy { $0.contains(" ") }, "\(language)")
        }
    }

    @Test("the folder of the negotiation names object, invitation and what must not be attached")
    func mediation() throws {
        let page = text(try file(.mediation, language: "en").index())
        #expect(page.contains("955.02 EUR") && page.contains("30 calendar days"))
        #expect(page.contains("confidential") && page.contains("cobros@uno.example"))
        #expect(!page.contains("juicio"))
    }

    @Test("the statement of account runs from the invoice to what is owed")
    func statement() throws {
        let page = text(try file().statement(path: "documents/02-statement.html"))
        #expect(page.contains("1.000,00 EUR") && page.contains("-100,00 EUR") && page.contains("Cobro R7"))
        #expect(page.contains("900,00 EUR"))
    }

    @Test("paths of documents never leave the folder")
    func paths() {
        let path = CourtDocument.path(
            number: 3, kind: .proof, title: "../../etc/passwd", fileExtension: "p/../df")
        #expect(path == "documents/03-proof-------etc-passwd.pdf")
    }
}
