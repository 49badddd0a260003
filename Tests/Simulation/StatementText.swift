internal import Domain

/// camt.053.001.02, one statement a file.
enum StatementText {
    static func document(
        account: String, reference: String, from: String, to: String, opening: Int64, closing: Int64,
        entries: String
    ) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr>\
        <MsgId>M\(reference)</MsgId></GrpHdr><Stmt><Id>S\(reference)</Id>\
        <FrToDt><FrDtTm>\(from)T00:00:00</FrDtTm><ToDtTm>\(to)T23:59:59</ToDtTm></FrToDt>\
        <Acct><Id><IBAN>\(account)</IBAN></Id><Ccy>EUR</Ccy></Acct>\
        \(balance("OPBD", opening, from))\(balance("CLBD", closing, to))
        \(entries)</Stmt></BkToCstmrStmt></Document>

        """
    }

    static func entry(_ movement: SimulatedMovement, day: String) -> String {
        var parties = ""
        if !movement.payer.isEmpty {
            let side = movement.amount < 0 ? "Cdtr" : "Dbtr"
            parties = "<RltdPties><\(side)><Nm>\(movement.payer)</Nm></\(side)>"
            if !movement.payerAccount.isEmpty {
                parties += "<\(side)Acct><Id><IBAN>\(movement.payerAccount)</IBAN></Id></\(side)Acct>"
            }
            parties += "</RltdPties>"
        }
        let isReturn = !movement.endToEnd.isEmpty
        let endToEnd = isReturn ? "<EndToEndId>\(movement.endToEnd)</EndToEndId>" : ""
        let batch =
            movement.batch.isEmpty || isReturn
            ? "" : "<Btch><PmtInfId>\(movement.batch)</PmtInfId></Btch>"
        let reason = isReturn ? "<RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf>" : ""
        return "<Ntry><NtryRef>\(movement.reference)</NtryRef>\(amount(movement.amount))<Sts>BOOK</Sts>"
            + "<BookgDt><Dt>\(day)</Dt></BookgDt><ValDt><Dt>\(day)</Dt></ValDt><NtryDtls>\(batch)<TxDtls>"
            + (endToEnd.isEmpty ? "" : "<Refs>\(endToEnd)</Refs>") + parties
            + "<RmtInf><Ustrd>\(movement.text)</Ustrd></RmtInf>\(reason)</TxDtls></NtryDtls></Ntry>\n"
    }

    private static func amount(_ cents: Int64) -> String {
        "<Amt Ccy=\"EUR\">\(Money.decimalString(Int64(cents.magnitude), exponent: 2))</Amt><CdtDbtInd>"
            + "\(cents < 0 ? "DBIT" : "CRDT")</CdtDbtInd>"
    }

    private static func balance(_ type: String, _ cents: Int64, _ day: String) -> String {
        "<Bal><Tp><CdOrPrtry><Cd>\(type)</Cd></CdOrPrtry></Tp>\(amount(cents))<Dt><Dt>\(day)</Dt></Dt></Bal>"
    }
}
