import Foundation
import Testing

/// A year of direct debits in small: the batch, its lump credit, a return with a fee, a reject that only the
/// status report explains, and what each does to the debt.
@Suite struct DirectDebitCycleTests {
    private static let iban = "ES9121000418450200051332"

    private func workspace(_ scratch: Scratch) throws -> String {
        let folder = "\(scratch.path)/acme"
        let made = try Recobro.run(
            "init", folder, "--name", "Uno S.L.", "--tax-id", "B12345674", "--iban", Self.iban)
        #expect(made.code == 0)
        return folder
    }

    private func drop(_ text: String, _ name: String, _ workspace: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(workspace)/inbox/\(name)"))
    }

    private let invoices = """
        Número;Fecha;Vencimiento;NIF;Cliente;Total;Divisa
        F2026-0001;02/01/2026;12/01/2026;A58818501;Dos Tres S.A.;100,00;EUR
        F2026-0002;02/01/2026;12/01/2026;B00200535;Cuatro Cinco S.L.;50,00;EUR
        F2026-0003;02/01/2026;12/01/2026;B00200204;Seis Siete S.L.;30,00;EUR

        """

    /// The batch names its invoices only in the remittance text.
    private var batch: String {
        let parts = [("1", "100.00"), ("2", "50.00"), ("3", "30.00")].map { number, amount in
            """
            <DrctDbtTxInf><PmtId><EndToEndId>E2E-\(number)</EndToEndId></PmtId><InstdAmt Ccy="EUR">\(amount)</InstdAmt>\
            <DrctDbtTx><MndtRltdInf><MndtId>MANDATE-\(number)</MndtId></MndtRltdInf></DrctDbtTx>\
            <Dbtr><Nm>X</Nm></Dbtr><RmtInf><Ustrd>Recibo factura F2026-000\(number)</Ustrd></RmtInf></DrctDbtTxInf>
            """
        }
        return """
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.008.001.02"><CstmrDrctDbtInitn><GrpHdr>\
            <MsgId>REM1</MsgId><NbOfTxs>3</NbOfTxs><CtrlSum>180.00</CtrlSum></GrpHdr><PmtInf><PmtInfId>REMESA-0001</PmtInfId>\
            <ReqdColltnDt>2026-01-12</ReqdColltnDt><CdtrAcct><Id><IBAN>\(Self.iban)</IBAN></Id></CdtrAcct>\
            \(parts.joined())</PmtInf></CstmrDrctDbtInitn></Document>
            """
    }

    private func statement(_ body: String, kind: String = "053") -> String {
        let names = kind == "053" ? ("BkToCstmrStmt", "Stmt") : ("BkToCstmrDbtCdtNtfctn", "Ntfctn")
        return """
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.\(kind).001.02"><\(names.0)><GrpHdr><MsgId>M</MsgId></GrpHdr>\
            <\(names.1)><Id>S</Id><Acct><Id><IBAN>\(Self.iban)</IBAN></Id><Ccy>EUR</Ccy></Acct>\(body)</\(names.1)></\(names.0)></Document>
            """
    }

    private func entry(_ amount: String, _ sign: String, _ day: String, _ details: String) -> String {
        """
        <Ntry><Amt Ccy="EUR">\(amount)</Amt><CdtDbtInd>\(sign)</CdtDbtInd><Sts>BOOK</Sts>\
        <BookgDt><Dt>\(day)</Dt></BookgDt><ValDt><Dt>\(day)</Dt></ValDt>\(details)</Ntry>
        """
    }

    private func rows(_ command: [String]) throws -> [String] {
        let result = try Recobro.run(command)
        #expect(result.code == 0, "\(result.complaint)")
        return result.output.split(separator: "\n").map(String.init)
    }

    @Test func theLumpIsSplitTheReturnReopensAndItsReasonHoldsTheClaimBack() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        try drop(invoices, "facturas.csv", workspace)
        try drop(batch, "remesa.xml", workspace)
        try drop(
            statement(
                entry(
                    "180.00", "CRDT", "2026-01-12",
                    "<NtryRef>LUMP</NtryRef><NtryDtls><Btch><PmtInfId>REMESA-0001</PmtInfId></Btch></NtryDtls>"
                )
                    + entry(
                        "53.00", "DBIT", "2026-01-16",
                        """
                        <NtryRef>RETURN</NtryRef><NtryDtls><TxDtls><Refs><EndToEndId>E2E-2</EndToEndId></Refs>\
                        <AmtDtls><InstdAmt><Amt Ccy="EUR">50.00</Amt></InstdAmt></AmtDtls>\
                        <Chrgs><Amt Ccy="EUR">3.00</Amt></Chrgs><RtrInf><Rsn><Cd>MD06</Cd></Rsn></RtrInf></TxDtls></NtryDtls>
                        """)
                    + entry(
                        "30.00", "DBIT", "2026-01-17",
                        """
                        <NtryRef>NAMELESS</NtryRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>UPDD</SubFmlyCd>\
                        </Fmly></Domn></BkTxCd>
                        """)), "extracto.xml", workspace)
        try drop(
            """
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt><GrpHdr><MsgId>R1</MsgId></GrpHdr>\
            <OrgnlGrpInfAndSts><OrgnlMsgId>REM1</OrgnlMsgId><OrgnlMsgNmId>pain.008.001.02</OrgnlMsgNmId></OrgnlGrpInfAndSts>\
            <OrgnlPmtInfAndSts><OrgnlPmtInfId>REMESA-0001</OrgnlPmtInfId><TxInfAndSts><OrgnlEndToEndId>E2E-3</OrgnlEndToEndId>\
            <TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AM04</Cd></Rsn></StsRsnInf><OrgnlTxRef><Amt><InstdAmt Ccy="EUR">30.00</InstdAmt></Amt>\
            </OrgnlTxRef></TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>
            """, "estado.xml", workspace)
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-20").code <= 1)

        let matches = try rows(["export", "matches", workspace]).dropFirst().map {
            $0.split(separator: ",").prefix(4).joined(separator: ",")
        }
        #expect(
            matches.sorted() == [
                "LUMP,F2026-0001,10000,auto", "LUMP,F2026-0002,5000,auto", "LUMP,F2026-0003,3000,auto",
                "NAMELESS,F2026-0003,-3000,auto", "RETURN,F2026-0002,-5000,auto",
            ])
        let verdicts = try rows(["export", "verdicts", workspace])
        #expect(!verdicts.contains { $0.hasPrefix("F2026-0001,") })
        #expect(verdicts.contains { $0.hasPrefix("F2026-0002,") && $0.contains("MD06") })
        #expect(verdicts.contains { $0.hasPrefix("F2026-0003,") })
        #expect(!verdicts.contains { $0.hasPrefix("F2026-0003,") && $0.contains("devolución") })
    }

    @Test func aNotificationExplainsTheLumpAndIsNeverBooked() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        try drop(invoices, "facturas.csv", workspace)
        try drop(batch, "remesa.xml", workspace)
        let parts = [("1", "100.00"), ("2", "50.00")].map { number, amount in
            "<TxDtls><Refs><EndToEndId>E2E-\(number)</EndToEndId></Refs>"
                + "<AmtDtls><TxAmt><Amt Ccy=\"EUR\">\(amount)</Amt></TxAmt></AmtDtls></TxDtls>"
        }.joined()
        let reference = "<NtryRef>LUMP</NtryRef><AcctSvcrRef>BANK-77</AcctSvcrRef>"
        try drop(
            statement(entry("150.00", "CRDT", "2026-01-12", reference)), "extracto.xml", workspace)
        try drop(
            statement(
                entry("150.00", "CRDT", "2026-01-12", reference + "<NtryDtls>\(parts)</NtryDtls>"),
                kind: "054"),
            "aviso.xml", workspace)
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-14").code <= 1)
        let matches = try rows(["export", "matches", workspace]).dropFirst().map {
            $0.split(separator: ",").prefix(4).joined(separator: ",")
        }
        #expect(matches.sorted() == ["LUMP,F2026-0001,10000,auto", "LUMP,F2026-0002,5000,auto"])
        let audit = try Recobro.run("audit", workspace, "--json")
        #expect(audit.code == 0, "\(audit.output)")
    }

    @Test func aListSaysWhomNotToContact() throws {
        for (answer, mayWrite) in [("sí", false), ("no", true)] {
            let scratch = try Scratch()
            let workspace = try workspace(scratch)
            try drop(invoices, "facturas.csv", workspace)
            try drop(
                "Código cliente;NIF;Nombre;Email;No contactar\n1;A58818501;Dos Tres S.A.;a@dostres.example;\(answer)\n",
                "clientes.csv", workspace)
            try drop(
                "Fecha operación;Fecha valor;Concepto;Importe;Saldo;Divisa;Referencia\n"
                    + "20/01/2026;20/01/2026;COMISION;-1,00;99,00;EUR;9\n", "banco.csv", workspace)
            #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-20").code <= 1)
            let verdicts = try rows(["export", "verdicts", workspace])
            let isHeld = verdicts.contains { $0.hasPrefix("F2026-0001,") && $0.contains("no contactar") }
            #expect(isHeld == !mayWrite)
        }
    }
}
