import Domain
import Scanning
import Testing

@testable import Formats

/// The records of a status report.
struct StatusReading {
    var records: [PaymentStatusRecord] = []
    var outcome: ReadOutcome

    init(_ bytes: [UInt8]) throws {
        var records: [PaymentStatusRecord] = []
        outcome = try Pain002.read(bytes.span, options: ReadOptions()) {
            if case .status(let record) = $0 { records.append(record) }
        }
        self.records = records
    }

    init(_ text: String) throws { try self.init(Array(text.utf8)) }

    var codes: [Problem.Code] { outcome.problems.map(\.code) }
    var isRefused: Bool { outcome.problems.contains { $0.severity == .refuse } }
    var transactions: [PaymentStatusRecord] { records.filter { $0.level == .transaction } }
}

/// A report on message M1; `group` stands in its own level.
private func report(
    _ payments: String, group: String = "",
    namespace: String = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"
) -> String {
    """
    <Document xmlns="\(namespace)"><CstmrPmtStsRpt><GrpHdr><MsgId>R1</MsgId></GrpHdr>
    <OrgnlGrpInfAndSts><OrgnlMsgId>M1</OrgnlMsgId><OrgnlMsgNmId>pain.008.001.02</OrgnlMsgNmId>\(group)</OrgnlGrpInfAndSts>
    \(payments)</CstmrPmtStsRpt></Document>
    """
}

private func payment(_ inside: String, status: String = "") -> String {
    "<OrgnlPmtInfAndSts><OrgnlPmtInfId>REM1</OrgnlPmtInfId>\(status)\(inside)</OrgnlPmtInfAndSts>"
}

private func reason(_ code: String) -> String { "<StsRsnInf><Rsn><Cd>\(code)</Cd></Rsn></StsRsnInf>" }

@Suite struct Pain002Tests {
    @Test func aRejectedDirectDebitKeepsWhatTheBankSays() throws {
        let transaction = """
            <TxInfAndSts><StsId>S1</StsId><OrgnlEndToEndId>F-7</OrgnlEndToEndId><TxSts>RJCT</TxSts>
            \(reason("MD06"))\(reason("MS02"))<OrgnlTxRef><Amt><InstdAmt Ccy="EUR">100.5</InstdAmt></Amt>
            <ReqdColltnDt>2025-03-03</ReqdColltnDt><MndtRltdInf><MndtId>MAN1</MndtId></MndtRltdInf>
            <RmtInf><Ustrd>Factura </Ustrd><Ustrd>7</Ustrd></RmtInf><Dbtr><Nm>Ana  Gil</Nm></Dbtr>
            <DbtrAcct><Id><IBAN>ES17 2085 2066 6234 5678 9011</IBAN></Id></DbtrAcct></OrgnlTxRef></TxInfAndSts>
            """
        let reading = try StatusReading(report(payment(transaction)))
        #expect(reading.records.map(\.level) == [.message, .payment, .transaction])
        let record = try #require(reading.transactions.first)
        #expect(record.originalMessage == "M1" && record.originalPayment == "REM1")
        #expect(record.endToEndId == "F-7" && record.mandateId == "MAN1" && record.status == "RJCT")
        #expect(record.reason == "MD06", "the first of several")
        #expect(record.amount == 100_50 && record.currency == .eur)
        #expect(record.collected?.description == "2025-03-03" && record.debtor == "Ana Gil")
        #expect(record.debtorAccount == "ES1720852066623456789011" && record.text == "Factura 7")
        #expect(record.place == Place(line: 3, element: "OrgnlPmtInfAndSts/TxInfAndSts"))
        #expect(reading.codes == [] && reading.outcome.identification.version == "001.03")
    }

    @Test func aLevelWithoutStatusHasThatOfTheLevelAbove() throws {
        let transaction = "<TxInfAndSts><OrgnlEndToEndId>A</OrgnlEndToEndId></TxInfAndSts>"
        let own =
            "<TxInfAndSts><OrgnlEndToEndId>B</OrgnlEndToEndId><TxSts>ACSP</TxSts></TxInfAndSts>"
        let group = "<GrpSts>RJCT</GrpSts>" + reason("DU01")
        let inherited = try StatusReading(report(payment(transaction + own), group: group))
        #expect(inherited.records.map(\.status) == ["RJCT", "RJCT", "RJCT", "ACSP"])
        #expect(inherited.records.map(\.reason) == ["DU01", "DU01", "DU01", ""])
        let nearest = payment(transaction, status: "<PmtInfSts>RJCT</PmtInfSts>" + reason("AC01"))
        let batch = try StatusReading(report(nearest, group: "<GrpSts>PART</GrpSts>"))
        #expect(batch.records.map(\.status) == ["PART", "RJCT", "RJCT"])
        #expect(batch.transactions.map(\.reason) == ["AC01"])
        #expect(batch.codes == [])
    }

    @Test func partOfABatchSaysNothingOfOneTransaction() throws {
        let transaction = "<TxInfAndSts><OrgnlEndToEndId>A</OrgnlEndToEndId></TxInfAndSts>"
        for group in ["<GrpSts>PART</GrpSts>", ""] {
            let reading = try StatusReading(report(payment(transaction), group: group))
            #expect(reading.transactions.map(\.status) == [""] && reading.codes == [.fieldMissing])
        }
    }

    @Test func aBatchOfNoStatusAndNoTransactionsIsReported() throws {
        // A status that stands where the scheme has none (seen: simulators) is not read.
        let misplaced = "<OrgnlEndToEndId>F-7</OrgnlEndToEndId><TxSts>RJCT</TxSts>"
        let reading = try StatusReading(report(payment(misplaced)))
        #expect(reading.codes == [.fieldMissing] && !reading.isRefused)
        #expect(try StatusReading(report(payment(""), group: "<GrpSts>RJCT</GrpSts>")).codes == [])
    }

    @Test func newerVersionsNestMandateAndDebtor() throws {
        let transaction = """
            <TxInfAndSts><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Prtry>X9</Prtry></Rsn></StsRsnInf><OrgnlTxRef>
            <Amt><InstdAmt Ccy="EUR">1</InstdAmt></Amt><MndtRltdInf><DrctDbtMndt><MndtId>MAN2</MndtId></DrctDbtMndt>
            </MndtRltdInf><Dbtr><Pty><Nm>Luis</Nm></Pty></Dbtr><DbtrAcct><Id><Othr><Id>00-1</Id></Othr></Id></DbtrAcct>
            </OrgnlTxRef></TxInfAndSts>
            """
        let newer = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.14"
        let reading = try StatusReading(report(payment(transaction), namespace: newer))
        let record = try #require(reading.transactions.first)
        #expect(record.mandateId == "MAN2" && record.debtor == "Luis" && record.debtorAccount == "00-1")
        #expect(record.reason == "X9" && reading.outcome.identification.version == "001.14")
    }

    @Test func versionTwoHasNoBatchesAndAnotherName() throws {
        let text = """
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.02"><pain.002.001.02><GrpHdr/>
            <OrgnlGrpInfAndSts><OrgnlMsgId>M1</OrgnlMsgId><GrpSts>PART</GrpSts></OrgnlGrpInfAndSts>
            <TxInfAndSts><OrgnlPmtInfId>REM9</OrgnlPmtInfId><OrgnlEndToEndId>F-1</OrgnlEndToEndId><TxSts>RJCT</TxSts>
            <StsRsnInf><StsRsn><Cd>AM04</Cd></StsRsn></StsRsnInf></TxInfAndSts></pain.002.001.02></Document>
            """
        let reading = try StatusReading(text)
        #expect(reading.records.map(\.level) == [.message, .transaction] && reading.codes == [])
        let record = try #require(reading.transactions.first)
        #expect(record.originalPayment == "REM9" && record.originalMessage == "M1" && record.reason == "AM04")
        #expect(record.status == "RJCT" && record.endToEndId == "F-1")
        let bytes = Array(
            text.replacing(" xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.02\"", with: "").utf8)
        #expect(XMLIdentification.identify(bytes.span)?.format == .pain002, "without a namespace too")
    }

    @Test func theNamespaceDoesNotMatter() throws {
        let swiss = "http://www.six-interbank-clearing.com/de/pain.002.001.03.ch.02.xsd"
        let reading = try StatusReading(report("", group: "<GrpSts>ACTC</GrpSts>", namespace: swiss))
        #expect(
            reading.records.map(\.status) == ["ACTC"] && reading.outcome.identification.version == "001.03")
        let none = report("").replacing(" xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.03\"", with: "")
        #expect(try StatusReading(none).records.map(\.originalMessage) == ["M1"])
        let bytes = Array(none.utf8)
        #expect(FormatReader.identify(bytes.span, options: ReadOptions()).format == .pain002)
    }

    @Test func moreTransactionsThanThereWereAreReported() throws {
        let transactions = String(repeating: "<TxInfAndSts><TxSts>RJCT</TxSts></TxInfAndSts>", count: 2)
        func codes(_ batch: Int, _ whole: Int) throws -> [Problem.Code] {
            let claims = "<OrgnlNbOfTxs>\(batch)</OrgnlNbOfTxs>"
            return try StatusReading(
                report(payment(transactions, status: claims), group: "<OrgnlNbOfTxs>\(whole)</OrgnlNbOfTxs>")
            ).codes
        }
        #expect(try codes(2, 9) == [], "most banks list only the rejected ones")
        #expect(try codes(1, 9) == [.countMismatch])
        #expect(try codes(1, 1) == [.countMismatch, .countMismatch])
    }

    @Test func fieldsThatCannotBeReadAreLeftOutAndReported() throws {
        func transaction(_ reference: String) -> String {
            "<TxInfAndSts><OrgnlEndToEndId>NOTPROVIDED</OrgnlEndToEndId><TxSts>RJCT</TxSts><OrgnlTxRef>"
                + reference + "</OrgnlTxRef></TxInfAndSts>"
        }
        func amount(_ text: String, _ currency: String = "EUR") -> String {
            transaction("<Amt><InstdAmt Ccy=\"\(currency)\">\(text)</InstdAmt></Amt>")
        }
        let reading = try StatusReading(
            report(
                payment(
                    amount("1.005") + amount("x") + amount("-1") + amount("1", "EURO")
                        + transaction("<ReqdColltnDt>2025-02-30</ReqdColltnDt>")
                        + transaction(
                            "<DbtrAcct><Id><IBAN>ES0000000000000000000001</IBAN></Id></DbtrAcct>"))))
        #expect(
            reading.codes
                == [
                    .amountNotExact, .amountUnreadable, .amountUnreadable, .currencyUnknown, .dateUnreadable,
                    .ibanInvalid,
                ])
        #expect(reading.outcome.problems.allSatisfy { $0.severity == .warn && $0.found.isEmpty })
        #expect(reading.transactions.count == 6 && reading.transactions.allSatisfy { $0.amount == nil })
        #expect(reading.transactions.allSatisfy { $0.endToEndId.isEmpty }, "a placeholder is nothing")
        #expect(reading.transactions.last?.debtorAccount == "ES0000000000000000000001")
    }

    @Test func theInstructedAmountReplacesThatBetweenTheBanks() throws {
        let reference = "<OrgnlTxRef><IntrBkSttlmAmt Ccy=\"EUR\">9</IntrBkSttlmAmt>"
        let instructed = "<Amt><InstdAmt Ccy=\"USD\">10</InstdAmt></Amt>"
        let reading = try StatusReading(
            report(
                payment(
                    "<TxInfAndSts><TxSts>RJCT</TxSts>\(reference)</OrgnlTxRef></TxInfAndSts>"
                        + "<TxInfAndSts><TxSts>RJCT</TxSts>\(reference)\(instructed)</OrgnlTxRef></TxInfAndSts>"
                )))
        #expect(reading.transactions.map(\.amount) == [9_00, 10_00])
        #expect(reading.transactions.map(\.currency.code) == ["EUR", "USD"])
    }

    @Test func aFileCutOffIsAlwaysRefused() throws {
        let text = report(payment("<TxInfAndSts><TxSts>RJCT</TxSts>\(reason("MD06"))</TxInfAndSts>"))
        let bytes = Array(text.utf8)
        #expect(try !StatusReading(bytes).isRefused)
        for end in 0..<bytes.count { #expect(try StatusReading(Array(bytes[..<end])).isRefused) }
        #expect(try StatusReading("<Document><CstmrPmtStsRpt/></Document>").codes == [.fieldMissing])
    }

    @Test func damagedBytesNeverCrash() throws {
        let text = report(
            payment(
                "<TxInfAndSts><TxSts>RJCT</TxSts>\(reason("MD06"))<OrgnlTxRef><Amt><InstdAmt Ccy='EUR'>5</InstdAmt>"
                    + "</Amt></OrgnlTxRef></TxInfAndSts>"))
        try Damage.each(Array(text.utf8), times: 3000) { _ = try StatusReading($0) }
    }
}
