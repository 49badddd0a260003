/// camt.053.001.08, one `Stmt` a booking day, balances before the entries.
struct CamtFile {
    private let file: ByteFile

    init(_ path: String) throws {
        file = try ByteFile(path)
        file.write(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr>\
            <MsgId>GEN0</MsgId><CreDtTm>2026-01-01T00:00:00</CreDtTm></GrpHdr>

            """)
    }

    func write(_ day: StatementDay, _ set: SetContext) {
        let iso = set.calendar.isoDay(day.day)
        file.write(
            "<Stmt><Id>\(iso)-\(padded(day.sequence, 5))</Id><ElctrncSeqNb>\(day.sequence)</ElctrncSeqNb>"
                + "<CreDtTm>\(iso)T23:59:00</CreDtTm><Acct><Id><IBAN>\(set.creditor.iban)</IBAN></Id>"
                + "<Ccy>\(day.currency.rawValue)</Ccy><Ownr><Nm>"
                + "\(set.creditor.name)</Nm></Ownr></Acct>" + balance("OPBD", day.opening, iso, day.currency)
                + balance("CLBD", day.closing, iso, day.currency) + "<TxsSummry>"
                + summary("Cdt", day.credits)
                + summary("Dbt", day.debits) + "</TxsSummry>\n")
        for (place, movement) in day.movements.enumerated() {
            entry(movement, id: padded(day.firstId + place, 10), iso, set)
        }
        file.write("</Stmt>\n")
    }

    func close() throws {
        file.write("</BkToCstmrStmt></Document>\n")
        try file.close()
    }

    private func amount(_ cents: Int, _ currency: AccountCurrency) -> String {
        "<Amt Ccy=\"\(currency.rawValue)\">\(euros(abs(cents), "."))</Amt>"
            + "<CdtDbtInd>\(cents < 0 ? "DBIT" : "CRDT")</CdtDbtInd>"
    }

    private func balance(_ code: String, _ cents: Int, _ iso: String, _ currency: AccountCurrency) -> String {
        "<Bal><Tp><CdOrPrtry><Cd>\(code)</Cd></CdOrPrtry></Tp>\(amount(cents, currency))"
            + "<Dt><Dt>\(iso)</Dt></Dt></Bal>"
    }

    private func summary(_ side: String, _ sums: (count: Int, cents: Int)) -> String {
        "<Ttl\(side)Ntries><NbOfNtries>\(sums.count)</NbOfNtries><Sum>\(euros(sums.cents, "."))</Sum>"
            + "</Ttl\(side)Ntries>"
    }

    private func entry(_ movement: Movement, id: String, _ iso: String, _ set: SetContext) {
        let amount = amount(movement.amount, movement.currency)
        let value = set.calendar.isoDay(movement.day + movement.valueOffset)
        let reference = set.calendar.compactDay(movement.day) + id
        file.write(
            "<Ntry><NtryRef>\(id)</NtryRef>\(amount)<Sts><Cd>BOOK</Cd></Sts><BookgDt>"
                + "<Dt>\(iso)</Dt></BookgDt><ValDt><Dt>\(value)</Dt></ValDt><AcctSvcrRef>\(reference)</AcctSvcrRef><BkTxCd><Domn>"
                + "<Cd>PMNT</Cd><Fmly><Cd>\(movement.family)</Cd><SubFmlyCd>\(movement.subfamily)</SubFmlyCd>"
                + "</Fmly></Domn><Prtry><Cd>\(movement.bankCode)</Cd></Prtry></BkTxCd><NtryDtls>")
        if movement.batch.isEmpty { details(movement) } else { batch(movement, set) }
        file.write("</NtryDtls></Ntry>\n")
    }

    private func details(_ movement: Movement) {
        file.write(
            "<TxDtls><Refs><EndToEndId>\(movement.endToEnd)</EndToEndId></Refs>"
                + amount(movement.amount, movement.currency)
        )
        if let payer = movement.payer {
            file.write("<RltdPties>\(debtor(payer.printed, payer.iban))</RltdPties>")
        } else if !movement.payee.isEmpty {
            file.write("<RltdPties><Cdtr><Pty><Nm>\(escaped(movement.payee))</Nm></Pty></Cdtr></RltdPties>")
        }
        text(movement.lines)
        if !movement.returnReason.isEmpty {
            file.write("<RtrInf><Rsn><Cd>\(movement.returnReason)</Cd></Rsn></RtrInf>")
        }
        file.write("</TxDtls>")
    }

    private func debtor(_ name: String, _ iban: String) -> String {
        let account = iban.isEmpty ? "" : "<DbtrAcct><Id><IBAN>\(iban)</IBAN></Id></DbtrAcct>"
        return "<Dbtr><Pty><Nm>\(escaped(name))</Nm></Pty></Dbtr>\(account)"
    }

    private func text(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        let lines = lines.map { "<Ustrd>\(escaped($0))</Ustrd>" }.joined()
        file.write("<RmtInf>\(lines)</RmtInf>")
    }

    private func batch(_ movement: Movement, _ set: SetContext) {
        file.write(
            "<Btch><PmtInfId>\(movement.batch)</PmtInfId><NbOfTxs>\(movement.batchCount)</NbOfTxs>"
                + "<TtlAmt Ccy=\"EUR\">\(euros(movement.amount, "."))</TtlAmt></Btch>")
        if movement.batchItems.isEmpty {
            file.write("<TxDtls><Refs><PmtInfId>\(movement.batch)</PmtInfId></Refs>")
            text(movement.lines)
            file.write("</TxDtls>")
        }
        for link in movement.links where !movement.batchItems.isEmpty {
            let customer = set.customers[Int(set.book.customer[link.invoice])]
            file.write(
                "<TxDtls><Refs><EndToEndId>\(set.book.number(link.invoice).text)</EndToEndId></Refs>"
                    + "\(amount(link.cents, .euro))<RltdPties>\(debtor(customer.plainName, customer.iban))"
                    + "</RltdPties></TxDtls>"
            )
        }
    }

    private func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x26 || $0 == 0x3C || $0 == 0x3E }) else { return text }
        return text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
