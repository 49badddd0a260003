internal import Domain
internal import Scanning

/// The columns of a bank table, resolved once; -1 where there is none.
struct BankColumns {
    let booked, value, amount, debit, credit, sign, balance: Int
    let currency, account, iban, reference, bankReference: Int
    let counterparty, counterpartyAccount, counterpartyTaxId: Int
    let status, code, mandateId, endToEndId: Int
    /// Concept first, then what comments it.
    let texts: [Int]

    init(_ layout: TableLayout) {
        booked = layout.column("booked")
        value = layout.column("value")
        amount = layout.column("amount")
        // A table with a signed column and the same again in two is read by the signed one.
        debit = amount >= 0 ? -1 : layout.column("debit")
        credit = amount >= 0 ? -1 : layout.column("credit")
        sign = layout.column("sign")
        balance = layout.column("balance")
        currency = layout.column("currency")
        account = layout.column("account")
        iban = layout.column("iban")
        reference = layout.column("reference")
        bankReference = layout.column("bankReference")
        counterparty = layout.column("counterparty")
        counterpartyAccount = layout.column("counterpartyAccount")
        counterpartyTaxId = layout.column("counterpartyTaxId")
        status = layout.column("status")
        code = layout.column("code")
        mandateId = layout.column("mandateId")
        endToEndId = layout.column("endToEndId")
        texts = layout.columns("text") + layout.columns("note")
    }

    var dates: [Int] { [booked, value] }
    var numbers: [Int] { [amount, debit, credit, balance] }
    /// The column whose heading may name the currency of the amounts.
    var mainAmount: Int { amount >= 0 ? amount : credit }
}
