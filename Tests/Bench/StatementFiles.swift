import Domain

/// One day of the account.
struct InventedDay {
    let index: Int
    let day: Day
    let opening: Int64
    let movements: [InventedMovement]

    var closing: Int64 { movements.reduce(opening) { $0 + $1.amount } }

    /// Count and sum of the day's credits or debits.
    func sums(isCredit: Bool) -> (count: Int, sum: Int64) {
        movements.reduce(into: (0, 0)) { sums, movement in
            guard (movement.amount >= 0) == isCredit else { return }
            sums = (sums.0 + 1, sums.1 + Int64(movement.amount.magnitude))
        }
    }
}

/// camt.053.001.08, one `Stmt` a booking day, balances before the entries.
struct CamtFile {
    private let file: ByteFile
    private let account: String

    init(_ path: String) throws {
        file = try ByteFile(path)
        let own = InventedYear.account
        account = IBAN(spanishBank: own.bank, office: own.office, account: own.number)?.text ?? ""
        file.write(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr>\
            <MsgId>BENCH</MsgId><CreDtTm>2026-01-01T00:00:00</CreDtTm></GrpHdr>

            """)
    }

    func write(_ day: InventedDay) {
        let number = day.index + 1
        file.write(
            "<Stmt><Id>\(day.day)-\(digits(number, 5))</Id><ElctrncSeqNb>\(number)</ElctrncSeqNb>"
                + "<CreDtTm>\(day.day)T23:59:00</CreDtTm><Acct><Id><IBAN>\(account)</IBAN></Id><Ccy>EUR</Ccy><Ownr><Nm>"
                + "\(InventedYear.creditor)</Nm></Ownr></Acct>" + balance("OPBD", day.opening, day.day)
                + balance("CLBD", day.closing, day.day) + "<TxsSummry>"
                + summary("Cdt", day.sums(isCredit: true))
                + summary("Dbt", day.sums(isCredit: false)) + "</TxsSummry>\n")
        for movement in day.movements { file.write(entry(movement)) }
        file.write("</Stmt>\n")
    }

    func close() throws {
        file.write("</BkToCstmrStmt></Document>\n")
        try file.close()
    }

    private func amount(_ cents: Int64) -> String {
        "<Amt Ccy=\"EUR\">\(Money.decimalString(Int64(cents.magnitude), exponent: 2))</Amt><CdtDbtInd>"
            + (cents < 0 ? "DBIT" : "CRDT") + "</CdtDbtInd>"
    }

    private func balance(_ type: String, _ cents: Int64, _ day: Day) -> String {
        "<Bal><Tp><CdOrPrtry><Cd>\(type)</Cd></CdOrPrtry></Tp>\(amount(cents))<Dt><Dt>\(day)</Dt></Dt></Bal>"
    }

    private func summary(_ side: String, _ sums: (count: Int, sum: Int64)) -> String {
        "<Ttl\(side)Ntries><NbOfNtries>\(sums.count)</NbOfNtries><Sum>"
            + "\(Money.decimalString(sums.sum, exponent: 2))</Sum></Ttl\(side)Ntries>"
    }

    private func entry(_ movement: InventedMovement) -> String {
        let day = movement.booked.description
        let short = day.filter { $0 != "-" }.dropFirst(2)
        return
            "<Ntry><NtryRef>\(movement.reference)</NtryRef>\(amount(movement.amount))<Sts><Cd>BOOK</Cd></Sts>"
            + "<BookgDt><Dt>\(day)</Dt></BookgDt><ValDt><Dt>\(day)</Dt></ValDt>"
            + "<AcctSvcrRef>\(short)\(movement.reference)</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>"
            + "\(movement.code.0)</Cd><SubFmlyCd>\(movement.code.1)</SubFmlyCd></Fmly></Domn><Prtry><Cd>"
            + "\(movement.concept.0) \(movement.concept.1)</Cd></Prtry></BkTxCd><NtryDtls>\(details(movement))"
            + "</NtryDtls></Ntry>\n"
    }

    private func details(_ movement: InventedMovement) -> String {
        let remittance = "<RmtInf><Ustrd>\(movement.text)</Ustrd></RmtInf></TxDtls>"
        if let (name, items) = movement.batch {
            return "<Btch><PmtInfId>\(name)</PmtInfId><NbOfTxs>\(items.count)</NbOfTxs><TtlAmt Ccy=\"EUR\">"
                + "\(Money.decimalString(movement.amount, exponent: 2))</TtlAmt></Btch><TxDtls><Refs><PmtInfId>"
                + "\(name)</PmtInfId></Refs>" + remittance
        }
        var parties = ""
        if !movement.payer.isEmpty {
            parties = "<RltdPties><Dbtr><Pty><Nm>\(movement.payer)</Nm></Pty></Dbtr>"
            if !movement.payerIBAN.isEmpty {
                parties += "<DbtrAcct><Id><IBAN>\(movement.payerIBAN)</IBAN></Id></DbtrAcct>"
            }
            parties += "</RltdPties>"
        }
        return "<TxDtls><Refs><EndToEndId>\(movement.endToEnd.isEmpty ? "NOTPROVIDED" : movement.endToEnd)"
            + "</EndToEndId></Refs>\(amount(movement.amount))" + parties + remittance
    }
}

/// Norma 43 (cuaderno 43): records of 80 columns, one account block (11 to 33) a day, a final record (88) a
/// day, as in monthly downloads put one behind the other.
struct Norma43File {
    private let file: ByteFile
    private let account =
        InventedYear.account.bank + InventedYear.account.office + InventedYear.account.number

    init(_ path: String) throws { file = try ByteFile(path) }

    func write(_ day: InventedDay) {
        let date = Self.short(day.day)
        record("11\(account)\(date)\(date)\(Self.signed(day.opening))9783SUMINISTROS INVENTADOS SL")
        for movement in day.movements {
            let (common, own) = movement.concept
            record(
                "22    \(InventedYear.account.office)\(date)\(date)\(common)\(own)\(Self.signed(movement.amount))"
                    + "\(movement.reference)\(digits(0, 12))\(digits(0, 16))")
            let head = movement.payer.isEmpty ? movement.text : "TRANSFERENCIA DE \(movement.payer)"
            record("2301\(Self.cell(head, 38))\(Self.cell(movement.payer.isEmpty ? "" : movement.text, 38))")
        }
        let (debits, credits) = (day.sums(isCredit: false), day.sums(isCredit: true))
        record(
            "33\(account)\(digits(debits.count, 5))\(digits(debits.sum, 14))\(digits(credits.count, 5))"
                + "\(digits(credits.sum, 14))\(Self.signed(day.closing))978")
        record("88\(String(repeating: "9", count: 18))\(digits(day.movements.count * 2 + 2, 6))")
    }

    func close() throws { try file.close() }

    private func record(_ text: String) { file.write(Self.cell(text, 80) + "\r\n") }

    private static func cell(_ text: String, _ width: Int) -> String {
        let count = text.utf8.count
        return count >= width
            ? String(text.prefix(width)) : text + String(repeating: " ", count: width - count)
    }

    /// Sign 1 is debit, 2 credit; fourteen digits.
    private static func signed(_ cents: Int64) -> String {
        "\(cents < 0 ? 1 : 2)\(digits(cents.magnitude, 14))"
    }

    private static func short(_ day: Day) -> String {
        let (year, month, day) = day.civil
        return digits(year % 100, 2) + digits(month, 2) + digits(day, 2)
    }
}
