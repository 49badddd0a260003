import Domain
import Testing

@testable import Formats

/// Every trap of the fact sheets' list that concerns ISO 20022 messages, through the one door to all readers.
@Suite struct TrapListTests {
    private func read(_ text: String) throws -> Reading { try Reading(text, with: FormatReader.read) }

    private let own = "<Id><IBAN>ES9121000418450200051332</IBAN></Id>"

    /// A message with its usual namespace around `Stmt`, `Rpt` or `Ntfctn` elements.
    private func file(_ statements: String, kind: String = "053", version: String = "02") -> String {
        let body =
            ["052": "BkToCstmrAcctRpt", "054": "BkToCstmrDbtCdtNtfctn"][kind] ?? "BkToCstmrStmt"
        return "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.\(kind).001.\(version)\"><\(body)>"
            + "<GrpHdr><MsgId>M</MsgId></GrpHdr>\(statements)</\(body)></Document>"
    }

    private func statement(_ inside: String, element: String = "Stmt", currency: String = "EUR") -> String {
        "<\(element)><Id>1</Id><Acct>\(own)<Ccy>\(currency)</Ccy></Acct>\(inside)</\(element)>"
    }

    private func entry(
        _ amount: String, _ sign: String = "CRDT", status: String = "BOOK",
        date: String = "<Dt>2025-03-03</Dt>", details: String = "", more: String = ""
    ) -> String {
        "<Ntry><Amt Ccy=\"EUR\">\(amount)</Amt><CdtDbtInd>\(sign)</CdtDbtInd>\(more)<Sts>\(status)</Sts>"
            + "<BookgDt>\(date)</BookgDt><NtryDtls>\(details)</NtryDtls></Ntry>"
    }

    private func balance(_ type: String, _ amount: String) -> String {
        "<Bal><Tp><CdOrPrtry><Cd>\(type)</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>\(amount)</Amt>"
            + "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2025-03-03</Dt></Dt></Bal>"
    }

    private let reason = "<RtrInf><Rsn><Cd>MS03</Cd></Rsn></RtrInf>"

    @Test("Trap 1: the same movement in a report, a statement and a notification")
    func sameMovementTwice() throws {
        let kinds = try [("052", "Rpt"), ("053", "Stmt"), ("054", "Ntfctn")].map { kind, element in
            try read(file(statement(entry("5.00"), element: element), kind: kind)).openings.map(\.kind)
        }
        #expect(kinds == [[.preview], [.booked], [.explanation]], "so that only one of them is booked")
    }

    @Test("Trap 1: identical movements of one day are real")
    func twins() throws {
        let reading = try read(file(statement(entry("4.50", "DBIT") + entry("4.50", "DBIT"))))
        #expect(reading.entries.first?.map(\.amount) == [-4_50, -4_50] && reading.codes == [])
    }

    @Test("Trap 2: a reversal's sign is already right")
    func signOfReversal() throws {
        let reversal = "<RvslInd>true</RvslInd>"
        let entries = entry("1.00", "DBIT", more: reversal) + entry("2.00", "CRDT", more: reversal)
        let reading = try read(file(statement(entries)))
        #expect(reading.entries.first?.map(\.amount) == [-1_00, 2_00])
        #expect(reading.entries.first?.map(\.isReversal) == [true, true])
    }

    @Test("Trap 3: fee inside a return", arguments: ["InstdAmt", "TxAmt"])
    func feeInsideReturn(element: String) throws {
        let details =
            "<TxDtls><AmtDtls><\(element)><Amt Ccy='EUR'>350</Amt></\(element)></AmtDtls>\(reason)</TxDtls>"
        let parts = try read(file(statement(entry("353", "DBIT", details: details)))).onlyEntry?.details
        #expect(parts?.map(\.amount) == [-350_00, -3_00] && parts?.map(\.isFee) == [nil, true])
    }

    @Test("Trap 4: debtor under Cdtr in a reversed flow")
    func debtorUnderCreditor() throws {
        let swapped = "<TxDtls><RltdPties><Cdtr><Nm>Cliente</Nm></Cdtr></RltdPties>\(reason)</TxDtls>"
        let kept =
            "<TxDtls><RltdPties><Dbtr><Nm>Cliente</Nm></Dbtr><Cdtr><Nm>Nosotros</Nm></Cdtr>"
            + "<CdtrAcct>\(own)</CdtrAcct></RltdPties>\(reason)</TxDtls>"
        for details in [swapped, kept] {
            let entry = try read(file(statement(entry("1.00", "DBIT", details: details)))).onlyEntry
            #expect(entry?.counterparty == "Cliente" && entry?.returnReason == "MS03")
        }
    }

    @Test("Trap 5: version by feature, not by namespace")
    func versionByFeature() throws {
        let details = "<TxDtls><RltdPties><Dbtr><Pty><Nm>Ana</Nm></Pty></Dbtr></RltdPties></TxDtls>"
        let newer = entry("1.00", status: "\n<Cd>PDNG</Cd>\n", details: details)
        for version in ["04", "07", "13", "99"] {
            let entry = try read(file(statement(newer), version: version)).onlyEntry
            #expect(entry?.status == .pending && entry?.counterparty == "Ana")
        }
        let older = entry(
            "1.00", status: "PDNG",
            details: details.replacing("<Pty>", with: "").replacing("</Pty>", with: ""))
        let entry = try read(file(statement(older), version: "08")).onlyEntry
        #expect(entry?.status == .pending && entry?.counterparty == "Ana")
    }

    @Test("Trap 6: namespace, prefix, envelope, blanks and mark before the document")
    func namespacesAndEnvelopes() throws {
        let good = file(statement(entry("1.00")))
        let bare = good.replacing(" xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"", with: "")
        let foreign = good.replacing(
            "urn:iso:std:iso:20022:tech:xsd:", with: "http://www.six-interbank-clearing.com/de/")
        let prefixed = good.replacing("</", with: "\u{1}").replacing("<", with: "<n:").replacing(
            "\u{1}", with: "</n:"
        )
        .replacing("xmlns=", with: "xmlns:n=")
        let envelope =
            "<Envelope><AppHdr xmlns=\"urn:iso:std:iso:20022:tech:xsd:head.001.001.02\"><Fr/></AppHdr>\(good)</Envelope>"
        for text in [good, bare, foreign, prefixed, envelope, "\n  " + good, "\u{FEFF}" + good] {
            let reading = try read(text)
            #expect(reading.onlyEntry?.amount == 1_00 && reading.codes == [])
            #expect(reading.outcome.identification.format == .camt053)
        }
        #expect(try read(foreign).outcome.identification.version == "001.02")
    }

    @Test("Trap 7: several statements, accounts and currencies; none and 455 details")
    func severalStatements() throws {
        let empty = statement("")
        let yen = statement(entry("7").replacing("EUR", with: "JPY"), currency: "JPY")
        let parts = (1...455).map {
            "<TxDtls><Amt Ccy='EUR'>\($0)</Amt><CdtDbtInd>\($0 % 3 == 0 ? "DBIT" : "CRDT")</CdtDbtInd></TxDtls>"
        }
        let sum = (1...455).reduce(0) { $0 + ($1 % 3 == 0 ? -$1 : $1) }
        let mixed = statement(entry("\(sum)", details: parts.joined()) + entry("1.00"))
        let reading = try read(file(empty + yen + mixed))
        #expect(reading.openings.map(\.currency.code) == ["EUR", "JPY", "EUR"] && reading.codes == [])
        #expect(reading.entries.map(\.count) == [0, 1, 2] && reading.entries[1][0].amount == 7)
        #expect(reading.entries[2].map(\.details.count) == [455, 0], "their signed sum is the entry")
    }

    @Test("Trap 8: balance missing or not adding up")
    func balances() throws {
        let available = balance("OPAV", "1") + balance("CLAV", "9") + entry("5.00")
        let none = try read(file(statement(available)))
        #expect(none.closings.first?.closingBalance == nil && none.closings.first?.isBalanced == nil)
        let valueDated =
            balance("OPBD", "100") + balance("CLBD", "100") + balance("FWAV", "105") + entry("5.00")
        let wrong = try read(file(statement(valueDated)))
        #expect(wrong.codes == [.balanceMismatch] && !wrong.isRefused)
        #expect(wrong.outcome.problems.first?.expected.contains("difference -5.00") == true)
    }

    @Test("Trap 9: dates as real files write them")
    func dates() throws {
        for date in [
            "<Dt>2020-04-30+02:00</Dt>", "<DtTm>2020-04-30T11:17:11:735</DtTm>",
            "<Dt>2020-04-30T23:59:59Z</Dt>",
            "<DtTm>2020-04-30T23:59:59.123456789+02:00</DtTm>",
        ] {
            let reading = try read(file(statement(entry("1.00", date: date))))
            #expect(reading.onlyEntry?.booked.description == "2020-04-30" && reading.codes == [])
        }
        let value = "<ValDt><Dt>2020-03-01</Dt></ValDt>"
        let february = try read(file(statement(entry("1.00", date: "<Dt>2020-02-30</Dt>", more: value))))
        #expect(february.onlyEntry?.booked.description == "2020-03-01" && february.codes == [.dateUnreadable])
    }

    @Test("Trap 10: amounts of no, five and thirteen decimals")
    func decimals() throws {
        let entries = ["7", "0", "8.85000", "1.0000000000000", "8.855"].map { entry($0) }.joined()
        let reading = try read(file(statement(entries)))
        #expect(reading.entries.first?.map(\.amount) == [7_00, 0, 8_85, 1_00])
        #expect(reading.codes == [.amountNotExact], "nothing is ever rounded")
    }

    @Test("Trap 13: references that are wrong, missing or too long")
    func references() throws {
        let text = "Facturas 1001, 1002 y 1003 " + String(repeating: "x", count: 180)
        let details =
            "<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId><MndtId>NONREF</MndtId></Refs><RmtInf>"
            + "<Ustrd>\(text)</Ustrd><Strd><CdtrRefInf><Ref>RF98123456789012</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>"
        let reading = try read(file(statement(entry("1.00", details: details))))
        let entry = try #require(reading.onlyEntry)
        #expect(entry.endToEndId == "" && entry.mandateId == "" && entry.text == text)
        #expect(entry.structuredReference == "RF98123456789012" && reading.codes == [.referenceInvalid])
    }

    @Test("Trap 15: document types and entities are refused unread")
    func attacks() throws {
        let good = file(statement(entry("1.00")))
        let laughs =
            "<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>"
        let outside = "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">"
        for text in [laughs + good.replacing("<Id>1</Id>", with: "<Id>&c;</Id>"), outside + good] {
            let reading = try read(text)
            #expect(reading.codes == [.xmlForbidden] && reading.entries.isEmpty)
        }
        let report =
            "<Document><CstmrPmtStsRpt><OrgnlGrpInfAndSts><OrgnlMsgId>M</OrgnlMsgId></OrgnlGrpInfAndSts>"
            + "</CstmrPmtStsRpt></Document>"
        #expect(try read(laughs + report).codes == [.xmlForbidden])
    }

    // MARK: Status reports

    private func report(_ transactions: String, namespace: String = "", status: String = "") -> String {
        "<Document\(namespace)><CstmrPmtStsRpt><GrpHdr/><OrgnlGrpInfAndSts><OrgnlMsgId>M1</OrgnlMsgId>\(status)"
            + "</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>P1</OrgnlPmtInfId>\(transactions)"
            + "</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"
    }

    @Test("Trap 6: a status report in a Swiss namespace or in none")
    func swissStatusReport() throws {
        let swiss = " xmlns=\"http://www.six-interbank-clearing.com/de/pain.002.001.03.ch.02.xsd\""
        for namespace in [swiss, ""] {
            let reading = try read(
                report("", namespace: namespace, status: "<GrpSts>ACTC</GrpSts>"))
            #expect(reading.outcome.identification.format == .pain002 && reading.codes == [])
        }
    }

    @Test("Trap 13: a placeholder names no transaction")
    func placeholderInStatusReport() throws {
        let transaction = "<TxInfAndSts><OrgnlEndToEndId>NOTPROVIDED</OrgnlEndToEndId></TxInfAndSts>"
        let reading = try StatusReading(report(transaction, status: "<GrpSts>RJCT</GrpSts>"))
        #expect(reading.transactions.map(\.endToEndId) == [""])
        #expect(reading.transactions.map(\.status) == ["RJCT"])
    }
}
