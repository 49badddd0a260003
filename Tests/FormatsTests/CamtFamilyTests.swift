import Domain
import Scanning
import Testing

@testable import Formats

private func read(_ text: String) throws -> Reading { try Reading(text, with: Camt.read) }

/// A file of one statement: `052`, `053` or `054`.
private func file(_ kind: String, _ inside: String, version: String = "001.08") -> String {
    let (body, element) =
        ["052": ("BkToCstmrAcctRpt", "Rpt"), "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn")][kind]
        ?? ("BkToCstmrStmt", "Stmt")
    return """
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.\(kind).\(version)"><\(body)>
        <GrpHdr><MsgId>M</MsgId><CreDtTm>2025-03-04T01:00:00</CreDtTm></GrpHdr>
        <\(element)><Id>S1</Id><Acct><Id><IBAN>ES9121000418450200051332</IBAN></Id><Ccy>EUR</Ccy></Acct>
        \(inside)</\(element)></\(body)></Document>
        """
}

private func balance(_ type: String, _ amount: String) -> String {
    "<Bal><Tp><CdOrPrtry><Cd>\(type)</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>\(amount)</Amt>"
        + "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2025-03-03</Dt></Dt></Bal>"
}

private func entry(
    _ amount: String, _ sign: String = "CRDT", status: String = "BOOK", more: String = "",
    details: [String] = []
) -> String {
    """
    <Ntry><Amt Ccy="EUR">\(amount)</Amt><CdtDbtInd>\(sign)</CdtDbtInd>
    <Sts>
      <Cd>\(status)</Cd>
    </Sts><BookgDt><Dt>2025-03-03</Dt></BookgDt>\(more)
    <NtryDtls>\(details.map { "<TxDtls>\($0)</TxDtls>" }.joined())</NtryDtls></Ntry>
    """
}

/// A returned receipt: what was asked for, what was booked and what the bank took.
private func returned(_ id: String, paid: String = "", booked: String = "", charge: String = "") -> String {
    let asked = paid.isEmpty ? "" : "<InstdAmt><Amt Ccy='EUR'>\(paid)</Amt></InstdAmt>"
    let moved = booked.isEmpty ? "" : "<TxAmt><Amt Ccy='EUR'>\(booked)</Amt></TxAmt>"
    return "<Refs><EndToEndId>\(id)</EndToEndId></Refs><AmtDtls>\(asked)\(moved)</AmtDtls>"
        + (charge.isEmpty ? "" : "<Chrgs><Amt Ccy='EUR'>\(charge)</Amt></Chrgs>")
        + "<RtrInf><Rsn><Cd>MD06</Cd></Rsn></RtrInf>"
}

@Suite struct CamtFamilyTests {
    @Test func theBodySaysWhatTheEntriesAre() throws {
        for (kind, expected) in [("052", StatementKind.preview), ("053", .booked), ("054", .explanation)] {
            let reading = try read(file(kind, entry("5.00"), version: "001.02"))
            #expect(reading.openings.map(\.kind) == [expected])
            #expect(reading.outcome.identification.format.rawValue == "camt.\(kind)")
            #expect(reading.onlyEntry?.amount == 5_00 && reading.codes == [])
        }
        let element = try read(file("054", entry("5.00"))).onlyEntry?.place.element
        #expect(element == "Ntfctn/Ntry")
        // The body, not the namespace.
        let other = file("052", entry("5.00")).replacing("camt.052", with: "camt.053")
        #expect(try read(other).openings.map(\.kind) == [.preview])
    }

    @Test func theDispatchReadsAllThree() throws {
        for kind in ["052", "053", "054"] {
            let bytes = Array(file(kind, entry("5.00")).utf8)
            var entries = 0
            let outcome = try FormatReader.read(bytes.span, options: ReadOptions()) {
                if case .entry = $0 { entries += 1 }
            }
            #expect(entries == 1 && outcome.problems == [])
        }
    }

    @Test func entriesKeepTheirStatusAndOnlyBookedOnesCount() throws {
        for kind in ["052", "053", "054"] {
            let entries =
                entry("1.00") + entry("2.00", status: "PDNG") + entry("4.00", "DBIT", status: "INFO")
                + entry("8.00", status: "FUTR") + entry("16.00", status: "book")
            let reading = try read(file(kind, entries))
            #expect(
                reading.entries.first?.map(\.status) == [.booked, .pending, .information, .pending, .booked])
            let closing = try #require(reading.closings.first)
            #expect(closing.entries == 2 && closing.credits == 17_00 && closing.debits == 0)
            #expect(reading.codes == [])
        }
    }

    @Test func aPendingEntryNeedsNoBookingDay() throws {
        let pending = entry("1.00", status: "PDNG").replacing(
            "<BookgDt><Dt>2025-03-03</Dt></BookgDt>", with: "")
        let reading = try read(file("052", pending))
        #expect(reading.onlyEntry?.booked.description == "2025-03-04" && reading.codes == [])
    }

    @Test func aReportClosesWithItsInterimBalance() throws {
        let interim = balance("OPBD", "100") + balance("ITBD", "107") + entry("5.00")
        let report = try read(file("052", interim))
        #expect(report.closings.first?.closingBalance == 107_00)
        #expect(report.codes == [], "it may hold only what came since the report before")
        #expect(try read(file("053", interim)).closings.first?.closingBalance == nil)
        let closed = balance("PRCD", "100") + balance("CLBD", "107") + balance("ITBD", "9") + entry("5.00")
        let last = try read(file("052", closed))
        #expect(last.openings.first?.openingBalance == 100_00)
        #expect(last.closings.first?.closingBalance == 107_00 && last.codes == [.balanceMismatch])
        #expect(try read(file("054", interim)).closings.first?.openingBalance == nil)
    }

    @Test func versionOneHasOtherNames() throws {
        let text = """
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.01"><BkToCstmrStmtV01><Stmt><Id>1</Id>
            <Acct><Id><PrtryAcct><Id>0049-7</Id></PrtryAcct></Id><Ccy>EUR</Ccy></Acct>
            <Bal><Tp><Cd>CLBD</Cd></Tp><Amt Ccy="EUR">9.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></Bal>
            <Ntry><Amt Ccy="EUR">9.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>
            <BookgDt><Dt>2008-03-03</Dt></BookgDt><Btch><PmtInfId>REM1</PmtInfId></Btch>
            <TxDtls><Refs><EndToEndId>F-1</EndToEndId></Refs><RltdPties><Dbtr><Nm>Ana</Nm></Dbtr></RltdPties>
            <RtrInf><RtrRsn><Cd>AM04</Cd></RtrRsn></RtrInf></TxDtls></Ntry></Stmt></BkToCstmrStmtV01></Document>
            """
        let reading = try read(text)
        let entry = try #require(reading.onlyEntry)
        #expect(reading.openings.first?.account == "0049-7" && entry.batchReference == "REM1")
        #expect(reading.closings.first?.closingBalance == -9_00)
        #expect(entry.endToEndId == "F-1" && entry.returnReason == "AM04" && entry.counterparty == "Ana")
        #expect(reading.outcome.identification.version == "001.01" && reading.codes == [])
    }

    // MARK: Fees

    @Test func theFeeOfAReturnIsMarked() throws {
        let reading = try read(file("053", entry("53.00", "DBIT", details: [returned("A", paid: "50.00")])))
        let details = try #require(reading.onlyEntry?.details)
        #expect(details.map(\.amount) == [-50_00, -3_00] && details.map(\.isFee) == [nil, true])
        #expect(details.map(\.endToEndId) == ["A", ""] && reading.codes == [])
    }

    @Test func aReturnThatNamesOnlyItsFeeIsTheRest() throws {
        let details = try read(file("053", entry("53.00", "DBIT", details: [returned("A", charge: "3.00")])))
            .onlyEntry?.details
        #expect(details?.map(\.amount) == [-50_00, -3_00])
        // A fee booked by itself is no part of the entry.
        let separate = returned("A").replacing(
            "<RtrInf>",
            with:
                "<Chrgs><Rcrd><Amt Ccy='EUR'>3.00</Amt><ChrgInclInd>false</ChrgInclInd></Rcrd></Chrgs><RtrInf>"
        )
        let whole = try read(file("053", entry("50.00", "DBIT", details: [separate])))
        #expect(whole.onlyEntry?.details == [] && whole.codes == [])
    }

    @Test func everyReturnOfABatchHasItsFee() throws {
        let parts = [
            returned("A", paid: "50.00", booked: "53.00", charge: "3.00"),
            returned("B", paid: "20.00", booked: "23.00"),
        ]
        let reading = try read(file("053", entry("76.00", "DBIT", details: parts)))
        let details = try #require(reading.onlyEntry?.details)
        #expect(details.map(\.amount) == [-50_00, -3_00, -20_00, -3_00] && reading.codes == [])
        #expect(details.map(\.isFee) == [nil, true, nil, true])
        #expect(details.map(\.endToEndId) == ["A", "", "B", ""])
        #expect(reading.onlyEntry?.returnReason == "MD06", "what all returns agree on")
    }

    @Test func oneFeeOfAWholeBatchStandsAtItsEnd() throws {
        let parts = [returned("A", paid: "50.00"), returned("B", paid: "20.00")]
        let charges = "<Chrgs><TtlChrgsAndTaxAmt Ccy='EUR'>6.00</TtlChrgsAndTaxAmt></Chrgs>"
        let reading = try read(file("053", entry("76.00", "DBIT", more: charges, details: parts)))
        #expect(reading.onlyEntry?.details.map(\.amount) == [-50_00, -20_00, -6_00] && reading.codes == [])
        #expect(reading.onlyEntry?.details.last?.isFee == true)
        let unexplained = try read(file("053", entry("76.00", "DBIT", details: parts)))
        #expect(unexplained.onlyEntry?.details.count == 2 && unexplained.codes == [.detailsDiffer])
    }

    @Test func feesOutsideTheAmountsAddNothing() throws {
        let parts = [
            returned("A", paid: "50.00", charge: "3.00"), returned("B", paid: "20.00", charge: "3.00"),
        ]
        let reading = try read(file("053", entry("70.00", "DBIT", details: parts)))
        #expect(reading.onlyEntry?.details.map(\.amount) == [-50_00, -20_00] && reading.codes == [])
    }

    @Test func aFeeInAnotherCurrencyExplainsNothing() throws {
        let details = "<Amt Ccy='EUR'>100.00</Amt><Chrgs><Amt Ccy='USD'>2.50</Amt></Chrgs>"
        let reading = try read(file("053", entry("97.50", details: [details])))
        #expect(reading.onlyEntry?.details == [] && reading.codes == [.detailsDiffer])
    }

    // MARK: Links and parties

    @Test func aCodeOfReturnsIsEnoughToTurnTheParties() throws {
        let code =
            "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>UPDD</SubFmlyCd></Fmly></Domn></BkTxCd>"
        let parties =
            "<AmtDtls><InstdAmt><Amt Ccy='EUR'>50.00</Amt></InstdAmt></AmtDtls><RltdPties><Dbtr><Nm>Ana</Nm></Dbtr>"
            + "<Cdtr><Nm>Nosotros</Nm></Cdtr></RltdPties>"
        let reading = try read(file("053", entry("53.00", "DBIT", more: code, details: [parties])))
        #expect(reading.onlyEntry?.counterparty == "Ana" && reading.onlyEntry?.code == "PMNT/IDDT/UPDD")
        #expect(reading.onlyEntry?.details.map(\.amount) == [-50_00, -3_00])
    }

    @Test func betweenOwnAccountsTheUsualSideIsKept() throws {
        let own = "<Id><IBAN>ES9121000418450200051332</IBAN></Id>"
        let parties =
            "<RltdPties><Dbtr><Nm>A</Nm></Dbtr><DbtrAcct>\(own)</DbtrAcct><Cdtr><Nm>B</Nm></Cdtr>"
            + "<CdtrAcct>\(own)</CdtrAcct></RltdPties>"
        #expect(
            try read(file("052", entry("1.00", "DBIT", details: [parties]))).onlyEntry?.counterparty == "B")
    }

    @Test func referencesLinkANotificationToItsStatement() throws {
        func refs(_ inside: String) -> String { "<Refs>\(inside)</Refs><Amt Ccy='EUR'>1.00</Amt>" }
        let one = refs("<MsgId>M7</MsgId><AcctSvcrRef>B7</AcctSvcrRef><PmtInfId>NOTPROVIDED</PmtInfId>")
        let single = try #require(try read(file("054", entry("1.00", details: [one]))).onlyEntry)
        #expect(single.bankReference == "B7" && single.reference == "" && single.batchReference == "")
        let back = one + "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>"
        #expect(
            try read(file("054", entry("1.00", "DBIT", details: [back]))).onlyEntry?.batchReference == "M7")
        let batch = try read(file("054", entry("2.00", details: [one, one]))).onlyEntry
        #expect(batch?.batchReference == "M7", "the message that all came in")
        let named = "<NtryRef>N1</NtryRef><AcctSvcrRef>B1</AcctSvcrRef>"
        let entry = try read(file("054", entry("1.00", more: named, details: [one]))).onlyEntry
        #expect(entry?.reference == "N1" && entry?.bankReference == "B1")
    }

    @Test func furtherReferencesAreText() throws {
        let details =
            "<RmtInf><Ustrd>pago</Ustrd><Strd><CdtrRefInf><Ref>R1</Ref></CdtrRefInf>"
            + "<AddtlRmtInf>?REJECT?0</AddtlRmtInf></Strd><Strd><CdtrRefInf><Ref>R2</Ref></CdtrRefInf>"
            + "<AddtlRmtInf>?ERROR?000</AddtlRmtInf><AddtlRmtInf>nota</AddtlRmtInf></Strd></RmtInf>"
        let entry = try #require(try read(file("053", entry("1.00", details: [details]))).onlyEntry)
        #expect(entry.structuredReference == "R1" && entry.text == "pago R2 nota")
    }

    // MARK: Hostile input

    @Test func aFileCutOffIsAlwaysRefused() throws {
        let text = file(
            "054", balance("OPBD", "1") + entry("53.00", "DBIT", details: [returned("A", paid: "50")]))
        let bytes = Array(text.utf8)
        for end in 0..<bytes.count {
            #expect(try Reading(Array(bytes[..<end]), with: Camt.read).isRefused)
        }
    }

    @Test func damagedBytesNeverCrash() throws {
        let parts = [returned("A", paid: "50", booked: "53"), returned("B", paid: "20", charge: "3")]
        for kind in ["052", "053", "054"] {
            let text = file(
                kind, balance("CLBD", "1") + entry("76.00", "DBIT", details: parts) + entry("1.00"))
            try Damage.each(Array(text.utf8), times: 1500) { _ = try Reading($0, with: Camt.read) }
        }
    }

    @Test func aTextWithoutEndIsCutAndReported() throws {
        let word = "<Ustrd>\(String(repeating: "x", count: 140))</Ustrd>"
        let long = "<RmtInf>" + String(repeating: word, count: 600) + "</RmtInf>"
        let reading = try read(file("053", entry("1.00", details: [long])))
        #expect(reading.codes == [.limitExceeded] && reading.outcome.problems.first?.severity == .warn)
        #expect((65_000...66_000).contains(reading.onlyEntry?.text.utf8.count ?? 0))
        // Pieces of two texts in turn would be copied each time: they end sooner.
        let pair = word + "<Strd><AddtlRmtInf>y</AddtlRmtInf></Strd>"
        let mixed = "<RmtInf>" + String(repeating: pair, count: 600) + "</RmtInf>"
        let cut = try read(file("053", entry("1.00", details: [mixed])))
        #expect(cut.codes == [.limitExceeded] && (cut.onlyEntry?.text.utf8.count ?? 0) < 10_000)
    }
}
