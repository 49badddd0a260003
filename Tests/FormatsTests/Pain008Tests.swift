import Domain
import Foundation
import Support
import Testing

@testable import Formats

@Suite struct Pain008Tests {
    /// The direct debits of a file and what is wrong with it.
    private struct Batch {
        var debits: [DirectDebitRecord] = []
        var outcome: ReadOutcome

        init(_ bytes: [UInt8]) throws {
            var records: [SourceRecord] = []
            outcome = try Pain008.read(bytes.span, options: ReadOptions()) { records.append($0) }
            debits = records.compactMap { if case .directDebit(let debit) = $0 { debit } else { nil } }
        }

        init(_ text: String) throws { try self.init(Array(text.utf8)) }

        var codes: [Problem.Code] { outcome.problems.map(\.code) }
    }

    private static func debit(_ amount: String = "12.50", _ remittance: String = "<Ustrd>Factura 1</Ustrd>")
        -> String
    {
        """
        <DrctDbtTxInf><PmtId><EndToEndId>E1</EndToEndId></PmtId><InstdAmt Ccy="EUR">\(amount)</InstdAmt>
        <DrctDbtTx><MndtRltdInf><MndtId>M1</MndtId></MndtRltdInf></DrctDbtTx>
        <Dbtr><Nm>Talleres Ebro</Nm><Id><OrgId><Othr><Id>A58818501</Id></Othr></OrgId></Id></Dbtr>
        <DbtrAcct><Id><IBAN>ES9121000418450200051332</IBAN></Id></DbtrAcct>
        <RmtInf>\(remittance)</RmtInf></DrctDbtTxInf>
        """
    }

    private static func file(_ debits: String, count: String = "1", sum: String = "12.50") -> String {
        """
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.008.001.08"><CstmrDrctDbtInitn>
        <GrpHdr><MsgId>G1</MsgId><NbOfTxs>\(count)</NbOfTxs><CtrlSum>\(sum)</CtrlSum></GrpHdr>
        <PmtInf><PmtInfId>B1</PmtInfId><NbOfTxs>\(count)</NbOfTxs><CtrlSum>\(sum)</CtrlSum>
        <ReqdColltnDt>2025-03-05</ReqdColltnDt>
        \(debits)</PmtInf></CstmrDrctDbtInitn></Document>
        """
    }

    @Test func everyFieldHasItsPlace() throws {
        let batch = try Batch(Self.file(Self.debit()))
        let debit = try #require(batch.debits.first)
        #expect(batch.codes == [] && batch.debits.count == 1)
        #expect(debit.batch == "B1" && debit.message == "G1" && debit.collected.description == "2025-03-05")
        #expect(debit.amount == 1250 && debit.currency == .eur && debit.mandateId == "M1")
        #expect(
            debit.endToEndId == "E1" && debit.debtor == "Talleres Ebro" && debit.debtorTaxId == "A58818501")
        #expect(debit.debtorAccount == "ES9121000418450200051332" && debit.text == "Factura 1")
        #expect(debit.invoiceNumber == "" && debit.place.line == 5)
        #expect(batch.outcome.identification.version == "001.08")
    }

    @Test func theInvoiceIsTheOneDocumentReferredTo() throws {
        func document(_ number: String) -> String {
            "<Strd><RfrdDocInf><Nb>\(number)</Nb></RfrdDocInf></Strd>"
        }
        let one = try Batch(Self.file(Self.debit("12.50", document("F/1")))).debits.first
        #expect(one?.invoiceNumber == "F/1" && one?.text == "")
        let two = try Batch(Self.file(Self.debit("12.50", document("F/1") + document("F/2")))).debits.first
        #expect(two?.invoiceNumber == "" && two?.text == "F/1 F/2")
        let reference = "<Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd>"
        #expect(try Batch(Self.file(Self.debit("12.50", reference))).debits.first?.text == "RF18539007547034")
        let lines = "<Ustrd>A</Ustrd><Ustrd>B</Ustrd>"
        #expect(try Batch(Self.file(Self.debit("12.50", lines))).debits.first?.text == "A B")
    }

    @Test func countsAndSumsAreCompared() throws {
        #expect(try Batch(Self.file(Self.debit(), sum: "12.5")).codes == [])
        #expect(try Batch(Self.file(Self.debit(), count: "2")).codes == [.countMismatch, .countMismatch])
        let batch = try Batch(Self.file(Self.debit() + Self.debit("1.00"), count: "2"))
        #expect(batch.codes == [.totalsDiffer, .totalsDiffer] && batch.debits.count == 2)
        #expect(batch.outcome.problems[0].place.element == "PmtInf/CtrlSum")
    }

    @Test func theFirstVersionIsReadToo() throws {
        let text = Self.file(Self.debit()).replacing("CstmrDrctDbtInitn", with: "pain.008.001.01")
            .replacing("pain.008.001.08\"", with: "pain.008.001.01\"")
        #expect(XMLIdentification.identify(Array(text.utf8).span)?.format == .pain008)
        let batch = try Batch(text)
        #expect(
            batch.debits.count == 1 && batch.codes == [] && batch.outcome.identification.version == "001.01")
    }

    @Test func whatIsNotCertainIsSetAside() throws {
        #expect(try Batch(Self.file(Self.debit("12.505"), sum: "12.505")).codes == [.amountNotExact])
        #expect(try Batch(Self.file(Self.debit("12,50"))).codes == [.amountUnreadable])
        #expect(try Batch(Self.file(Self.debit("0"), sum: "0")).codes == [.amountUnreadable])
        let noDay = Self.file(Self.debit()).replacing("2025-03-05", with: "soon")
        #expect(try Batch(noDay).codes == [.dateUnreadable])
        let noCurrency = Self.file(Self.debit()).replacing(" Ccy=\"EUR\"", with: "")
        #expect(try Batch(noCurrency).codes == [.currencyUnknown])
        let noBatch = try Batch(Self.file(Self.debit()).replacing("<PmtInfId>B1</PmtInfId>", with: ""))
        #expect(noBatch.codes == [.fieldMissing] && noBatch.debits.count == 1)
        let wrongIBAN = try Batch(Self.file(Self.debit()).replacing("ES91", with: "ES92"))
        #expect(wrongIBAN.codes == [.ibanInvalid] && wrongIBAN.debits.count == 1)
    }

    @Test func hostileAndBrokenFilesAreRefused() throws {
        let whole = Array(Self.file(Self.debit()).utf8)
        for length in 0..<whole.count {
            let batch = try Batch(Array(whole.prefix(length)))
            #expect(batch.outcome.problems.contains { $0.severity == .refuse }, "cut at \(length)")
        }
        #expect(
            try Batch("<!DOCTYPE a [<!ENTITY b \"c\">]>" + Self.file(Self.debit())).codes == [.xmlForbidden])
        #expect(try Batch(Self.file("", count: "0", sum: "0")).codes == [.fieldMissing])
        var noise = SeededNoise(seed: 3)
        for _ in 0..<2000 { _ = try Batch(noise.broken(whole)) }
    }

    @Test(.enabled(if: Corpus.isRequired, "the shared corpus is not there"))
    func corpusAgrees() throws {
        let facts = try Corpus.facts("FACTS_STATUS.tsv", in: "pain.008")
        try #require(facts.count == 3)
        let path = try #require(facts.first?["path"])
        let batch = try Batch(Corpus.bytes("corpus/" + path))
        #expect(batch.codes == [] && batch.outcome.identification.version == "001.02")
        #expect(batch.debits.count == 2)
        #expect(batch.debits.allSatisfy { $0.message == facts[0]["own_id"] })
        for (debit, row) in zip(batch.debits, facts.dropFirst()) {
            #expect(debit.collected.description == row["own_id"] && debit.endToEndId == row["original_id"])
            #expect(Fact.amount(debit.amount, debit.currency) == Fact.amount(row["amount", default: ""]))
            #expect(debit.currency.code == row["currency"])
        }
        #expect(batch.debits.map(\.text) == ["Rechnung 1001", "Rechnung 1002"])
    }
}
