import Domain
import Testing

@testable import Formats

/// A statement around entries, version 8 unless told.
private func statement(
    _ entries: String, account: String = "<Id><IBAN>ES9121000418450200051332</IBAN></Id><Ccy>EUR</Ccy>",
    opening: String = "100.00", closing: String = "", summary: String = ""
) -> String {
    func balance(_ code: String, _ amount: String) -> String {
        amount.isEmpty
            ? ""
            : "<Bal><Tp><CdOrPrtry><Cd>\(code)</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">\(amount)</Amt>"
                + "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2025-03-03</Dt></Dt></Bal>"
    }
    return """
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
        <GrpHdr><MsgId>M</MsgId><CreDtTm>2025-03-04T01:00:00</CreDtTm></GrpHdr>
        <Stmt><Id>S1</Id><Acct>\(account)</Acct>\(balance("OPBD", opening))\(balance("CLBD", closing))
        \(summary)\(entries)</Stmt></BkToCstmrStmt></Document>
        """
}

/// An entry of 3 March 2025; `more` stands after the fixed part, `details` in `TxDtls`.
private func entry(
    _ amount: String, _ sign: String = "CRDT", currency: String = "EUR", status: String = "<Cd>BOOK</Cd>",
    dates: String = "<BookgDt><Dt>2025-03-03</Dt></BookgDt>", more: String = "", details: String? = nil
) -> String {
    """
    <Ntry><Amt Ccy="\(currency)">\(amount)</Amt><CdtDbtInd>\(sign)</CdtDbtInd><Sts>\(status)</Sts>\(dates)
    \(more)\(details.map { "<NtryDtls><TxDtls>\($0)</TxDtls></NtryDtls>" } ?? "")</Ntry>
    """
}

private func read(_ text: String) throws -> Reading { try Reading(text, with: Camt.read) }

@Suite struct CamtTests {
    @Test func singleBytesThatClaimToBeUTF8AreReadWithAWarning() throws {
        let text = statement(entry("50.00", details: "<RmtInf><Ustrd>Mu#oz % Co</Ustrd></RmtInf>"))
        func bytes(_ text: String, _ percent: [UInt8]) -> [UInt8] {
            text.utf8.flatMap { $0 == 0x23 ? [0xF1] : $0 == 0x25 ? percent : [$0] }
        }
        for declaration in ["", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"] {
            let reading = try Reading(bytes(declaration + text, [0x26 - 1]), with: Camt.read)
            #expect(reading.codes == [.encodingInvalid] && !reading.isRefused)
            #expect(reading.outcome.identification.encoding == "windows-1252")
            #expect(reading.onlyEntry?.text == "Muñoz % Co" && reading.onlyEntry?.amount == 50_00)
        }
        // A file that has characters of UTF-8 too is damaged: nobody knows which of them are right.
        let damaged = try Reading(bytes(text, [0xC3, 0xA9]), with: Camt.read)
        #expect(damaged.codes == [.encodingInvalid] && damaged.isRefused)
    }

    @Test func aPaymentKeepsEverythingTheBankSays() throws {
        let reading = try read(
            statement(
                entry(
                    "50.00",
                    dates:
                        "<BookgDt><Dt>2025-03-03+01:00</Dt></BookgDt><ValDt>"
                        + "<DtTm>2025-03-04T00:00:00</DtTm></ValDt>",
                    more:
                        "<NtryRef>N1</NtryRef><AcctSvcrRef>B1</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly>"
                        + "<Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>",
                    details:
                        "<Refs><EndToEndId>E1</EndToEndId></Refs><RltdPties><Dbtr><Pty><Nm>Ana\n  Gil</Nm>"
                        + "<Id><PrvtId><Othr><Id>12345678Z</Id></Othr></PrvtId></Id></Pty></Dbtr>"
                        + "<DbtrAcct><Id>"
                        + "<IBAN>ES1720852066623456789011</IBAN></Id></DbtrAcct></RltdPties>"
                        + "<RmtInf><Ustrd>pago </Ustrd>"
                        + "<Ustrd>F-1</Ustrd><Strd><CdtrRefInf><Ref>RF18539007547034</Ref>"
                        + "</CdtrRefInf></Strd></RmtInf>"
                ),
                closing: "150.00"))
        let entry = try #require(reading.onlyEntry)
        #expect(entry.booked.description == "2025-03-03" && entry.value?.description == "2025-03-04")
        #expect(entry.amount == 50_00)
        #expect(entry.reference == "N1" && entry.bankReference == "B1" && entry.code == "PMNT/RCDT/ESCT")
        #expect(entry.counterparty == "Ana Gil" && entry.counterpartyAccount == "ES1720852066623456789011")
        #expect(entry.counterpartyTaxId == "12345678Z" && entry.endToEndId == "E1")
        #expect(entry.text == "pago F-1" && entry.structuredReference == "RF18539007547034")
        #expect(entry.place == Place(line: 4, element: "Stmt/Ntry") && entry.details.isEmpty)
        #expect(reading.codes == [] && reading.closings.first?.isBalanced == true)
        #expect(reading.outcome.identification.version == "001.08")
    }

    @Test func twoIdenticalMovementsOfADayAreTwo() throws {
        let reading = try read(statement(entry("4.50", "DBIT") + entry("4.50", "DBIT"), closing: "91.00"))
        #expect(reading.entries.first?.map(\.amount) == [-4_50, -4_50])
        #expect(reading.codes == [])
    }

    @Test func theSignIsNeverFlippedTwice() throws {
        let reading = try read(statement(entry("10.00", "DBIT", more: "<RvslInd>true</RvslInd>")))
        #expect(reading.onlyEntry?.amount == -10_00 && reading.onlyEntry?.isReversal == true)
    }

    @Test func aReturnWithAFeeIsTakenApart() throws {
        let details =
            "<Refs><EndToEndId>F-7</EndToEndId></Refs><AmtDtls><InstdAmt><Amt Ccy='EUR'>50.00</Amt>"
            + "</InstdAmt>"
            + "<TxAmt><Amt Ccy='EUR'>53.00</Amt></TxAmt></AmtDtls><Chrgs><Amt Ccy='EUR'>3.00</Amt></Chrgs>"
            + "<RltdPties><Dbtr><Nm>Ana</Nm></Dbtr><Cdtr><Nm>Nosotros</Nm></Cdtr></RltdPties>"
            + "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>"
        let reading = try read(statement(entry("53.00", "DBIT", status: "BOOK", details: details)))
        let entry = try #require(reading.onlyEntry)
        #expect(entry.amount == -53_00 && entry.returnReason == "AC04")
        #expect(entry.details.map(\.amount) == [-50_00, -3_00])
        #expect(entry.details.first?.endToEndId == "F-7" && entry.details.last?.endToEndId == "")
        #expect(entry.counterparty == "Ana", "the original roles are kept")
        #expect(reading.codes == [])
    }

    @Test func aPaymentLessItsChargesIsTakenApart() throws {
        let details =
            "<Amt Ccy='EUR'>100.00</Amt><Chrgs><TtlChrgsAndTaxAmt Ccy='EUR'>2.50</TtlChrgsAndTaxAmt></Chrgs>"
        let reading = try read(statement(entry("97.50", details: details)))
        #expect(reading.onlyEntry?.details.map(\.amount) == [100_00, -2_50] && reading.codes == [])
        let unexplained = try read(statement(entry("97.50", details: "<Amt Ccy='EUR'>100.00</Amt>")))
        #expect(unexplained.onlyEntry?.details == [] && unexplained.codes == [.detailsDiffer])
    }

    @Test func inAReversedFlowTheDebtorMayStandUnderCreditor() throws {
        let swapped =
            "<RltdPties><Cdtr><Nm>Cliente</Nm></Cdtr></RltdPties><RtrInf><Rsn><Cd>MS03</Cd></Rsn></RtrInf>"
        #expect(
            try read(statement(entry("1.00", "DBIT", details: swapped))).onlyEntry?.counterparty == "Cliente")
        let byAccount =
            "<RltdPties><Dbtr><Nm>Nosotros</Nm></Dbtr><DbtrAcct><Id>"
            + "<IBAN>ES9121000418450200051332</IBAN></Id>"
            + "</DbtrAcct><Cdtr><Nm>Cliente</Nm></Cdtr></RltdPties><RtrInf><Rsn><Cd>AC01</Cd></Rsn></RtrInf>"
        #expect(
            try read(statement(entry("1.00", "CRDT", details: byAccount))).onlyEntry?.counterparty
                == "Cliente")
        #expect(
            try read(statement(entry("1.00", "DBIT", details: byAccount))).onlyEntry?.counterparty
                == "Cliente")
    }

    @Test func severalTransactionsBecomeDetailsWithTheirOwnSigns() throws {
        let entries = """
            <Ntry><Amt Ccy="EUR">70.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2025-03-03</Dt></BookgDt>
            <NtryDtls><Btch><MsgId>M9</MsgId><PmtInfId>REM1</PmtInfId></Btch>
            <TxDtls><Refs><EndToEndId>A</EndToEndId><MndtId>M</MndtId></Refs><Amt Ccy="EUR">100.00</Amt>
            <CdtDbtInd>CRDT</CdtDbtInd></TxDtls></NtryDtls>
            <NtryDtls><TxDtls><Refs><EndToEndId>B</EndToEndId><MndtId>M</MndtId></Refs>
            <Amt Ccy="EUR">30.00</Amt>
            <CdtDbtInd>DBIT</CdtDbtInd></TxDtls></NtryDtls></Ntry>
            """
        let reading = try read(statement(entries))
        let entry = try #require(reading.onlyEntry)
        #expect(
            entry.details.map(\.amount) == [100_00, -30_00] && entry.details.map(\.endToEndId) == ["A", "B"])
        #expect(entry.batchReference == "REM1" && entry.mandateId == "M" && entry.endToEndId == "")
        #expect(reading.codes == [], "their signed sum is the entry")
        let wrong = try read(statement(entries.replacing("70.00", with: "71.00")))
        #expect(wrong.codes == [.detailsDiffer])
    }

    @Test func onlyBookedEntriesCount() throws {
        let entries =
            entry("1.00") + entry("2.00", status: "<Cd>PDNG</Cd>") + entry("4.00", status: "INFO")
            + entry("8.00", status: "<Prtry>X</Prtry>")
        let reading = try read(
            statement(
                entries, closing: "101.00",
                summary: "<TxsSummry><TtlNtries><NbOfNtries>4</NbOfNtries></TtlNtries></TxsSummry>"))
        #expect(reading.entries.first?.map(\.amount) == [1_00, 2_00, 4_00])
        #expect(reading.entries.first?.map(\.status) == [.booked, .pending, .information])
        #expect(reading.closings.first?.entries == 1 && reading.closings.first?.credits == 1_00)
        #expect(reading.codes == [.entryNotBooked] && reading.outcome.problems.first?.found == "X")
        #expect(reading.outcome.problems.first?.place == Place(line: 7, element: "Stmt/Ntry/Sts"))
    }

    @Test func amountsAreExactOrSetAside() throws {
        let entries =
            entry("8.85000") + entry("8.855") + entry("no") + entry("1.00", currency: "USD")
            + entry("1", "BOTH") + entry("1", currency: "EURO")
            + entry("123456789012345678901234567890")
        let reading = try read(statement(entries))
        #expect(reading.entries.first?.map(\.amount) == [8_85])
        #expect(
            reading.codes
                == [
                    .amountNotExact, .amountUnreadable, .recordMalformed, .fieldMissing, .currencyUnknown,
                    .amountUnreadable,
                ])
    }

    @Test func sumsThatDoNotFitAreRefused() throws {
        let huge = "92233720368547758.07"
        let reading = try read(statement(entry(huge) + entry(huge)))
        #expect(reading.entries.first?.count == 1 && reading.codes == [.amountUnreadable])
    }

    @Test func datesFallBackAndSaySo() throws {
        func booked(_ dates: String) throws -> (String?, [Problem.Code]) {
            let reading = try read(statement(entry("1.00", dates: dates), closing: "101.00"))
            return (reading.onlyEntry?.booked.description, reading.codes)
        }
        #expect(try booked("<BookgDt><DtTm>2025-03-01T11:17:11:735</DtTm></BookgDt>") == ("2025-03-01", []))
        #expect(try booked("<BookgDt><Dt>2025-03-01T10:00:00</Dt></BookgDt>") == ("2025-03-01", []))
        #expect(try booked("<ValDt><Dt>2025-03-02</Dt></ValDt>") == ("2025-03-02", [.fieldMissing]))
        #expect(
            try booked("<BookgDt><Dt>2025-02-30</Dt></BookgDt><ValDt><Dt>2025-03-02</Dt></ValDt>")
                == ("2025-03-02", [.dateUnreadable]))
        #expect(try booked("<BookgDt/>") == ("2025-03-03", [.fieldMissing]), "the closing balance's day")
    }

    @Test func balancesAndTotalsAreChecked() throws {
        let summary =
            "<TxsSummry><TtlCdtNtries><NbOfNtries>2</NbOfNtries><Sum>1.00</Sum></TtlCdtNtries>"
            + "<TtlDbtNtries><NbOfNtries>0</NbOfNtries><Sum>7</Sum></TtlDbtNtries></TxsSummry>"
        let reading = try read(statement(entry("1.00"), closing: "105.00", summary: summary))
        #expect(reading.codes == [.balanceMismatch, .countMismatch, .totalsDiffer])
        #expect(reading.outcome.problems.first?.expected == "101.00 (difference 4.00)")
        #expect(reading.closings.first?.isBalanced == false)
    }

    @Test func availableBalancesAreNeverTheClosing() throws {
        let text = statement(entry("1.00"), closing: "101.00").replacing("CLBD", with: "CLAV")
        let closing = try read(text).closings.first
        #expect(closing?.closingBalance == nil && closing?.isBalanced == nil)
        let previous = statement(entry("1.00")).replacing("OPBD", with: "PRCD")
        #expect(try read(previous).openings.first?.openingBalance == 100_00)
    }

    @Test func balancesAfterTheEntriesComeWithTheClosing() throws {
        let text = """
            <BkToCstmrStmt><Stmt><Id>1</Id>\(entry("5.00"))<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp>
            <Amt Ccy="EUR">1.00</Amt></Bal></Stmt></BkToCstmrStmt>
            """
        let reading = try read(text)
        #expect(reading.openings.first?.openingBalance == nil)
        #expect(reading.closings.first?.openingBalance == 1_00, "no sign means credit")
    }

    @Test func placeholdersAreNothing() throws {
        let details = "<Refs><EndToEndId>NOTPROVIDED</EndToEndId><MndtId>NONREF</MndtId></Refs>"
        let entry = try #require(try read(statement(entry("1.00", details: details))).onlyEntry)
        #expect(entry.endToEndId == "" && entry.mandateId == "")
    }

    @Test func wrongIdentifiersAreKeptAndReported() throws {
        let details =
            "<RltdPties><DbtrAcct><Id><IBAN>ES0000000000000000000001</IBAN></Id></DbtrAcct></RltdPties>"
            + "<RmtInf><Strd><CdtrRefInf><Ref>RF98123456789012</Ref></CdtrRefInf></Strd></RmtInf>"
        let reading = try read(statement(entry("1.00", details: details)))
        #expect(reading.codes == [.ibanInvalid, .referenceInvalid])
        #expect(reading.onlyEntry?.counterpartyAccount == "ES0000000000000000000001")
        #expect(reading.onlyEntry?.structuredReference == "RF98123456789012")
    }

    @Test func anIBANWithBlanksIsTheSameAccount() throws {
        let account = "<Id><IBAN>ES91 2100 0418 4502 0005 1332</IBAN></Id><Ccy>EUR</Ccy>"
        let reading = try read(statement(entry("1.00"), account: account))
        #expect(reading.openings.first?.account == "ES9121000418450200051332" && reading.codes == [])
    }

    @Test func severalStatementsKeepTheirOwnAccountsAndCurrencies() throws {
        let second =
            "<Stmt><Id>S2</Id><Acct><Id><Othr><Id>0049-77</Id></Othr></Id><Ccy>JPY</Ccy></Acct>"
            + entry("7", currency: "JPY") + "</Stmt></BkToCstmrStmt>"
        let reading = try read(statement(entry("1.00")).replacing("</BkToCstmrStmt>", with: second))
        #expect(reading.openings.map(\.account) == ["ES9121000418450200051332", "0049-77"])
        #expect(reading.openings.map(\.currency.code) == ["EUR", "JPY"])
        #expect(reading.entries.map { $0.map(\.amount) } == [[1_00], [7]])
    }

    @Test func refusesWhatIsNoStatement() throws {
        for text in ["<Document/>", "<a>", statement(entry("1.00")).replacing("</Document>", with: "")] {
            #expect(try read(text).isRefused)
        }
        let bomb = "<!DOCTYPE x [<!ENTITY a 'b'>]>" + statement(entry("1.00"))
        #expect(try read(bomb).codes == [.xmlForbidden])
    }

    @Test func theReceiverCanStop() {
        struct Enough: Error {}
        let bytes = Array(statement(entry("1.00")).utf8)
        #expect(throws: Enough.self) {
            try Camt.read(bytes.span, options: ReadOptions()) { _ in throw Enough() }
        }
    }
}

@Suite struct XMLIdentificationTests {
    private func identify(_ text: String) -> Identification? {
        let bytes = Array(text.utf8)
        return XMLIdentification.identify(bytes.span)
    }

    @Test func knowsCamtByItsBody() {
        #expect(identify(statement(""))?.format == .camt053)
        #expect(identify("<Document><BkToCstmrAcctRpt>")?.format == .camt052)
        let prefixed =
            "<n:Document xmlns:n='urn:iso:std:iso:20022:tech:xsd:camt.054.001.04'><n:BkToCstmrDbtCdtNtfctn>"
        #expect(identify(prefixed) == Identification(format: .camt054, version: "001.04", encoding: "UTF-8"))
        #expect(identify("<!DOCTYPE a><Document><BkToCstmrStmt>")?.format == .camt053)
        #expect(
            identify("<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.02'/>")?.format == .camt053
        )
    }

    @Test func knowsFacturaeByItsRoot() {
        let root = "<fe:Facturae xmlns:fe='http://www.facturae.es/Facturae/2014/v3.2.1/Facturae'>"
        #expect(identify(root)?.version == "3.2.1")
        #expect(identify(root + "<FileHeader><SchemaVersion>3.2.2</SchemaVersion>")?.version == "3.2.2")
    }

    @Test func knowsNothingElse() {
        for text in ["", "Fecha;Importe", "<html>", "<Document xmlns='urn:x:pain.001.001.03'>", "{}"] {
            #expect(identify(text) == nil)
        }
    }
}
