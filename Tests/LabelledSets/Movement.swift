/// Who the bank says has paid.
struct Payer {
    /// As camt prints it, and in capitals as tables and Norma 43 do.
    var printed: String
    var plain: String
    /// What of a customer's name, without legal form, can be read out of it; for strangers their whole name.
    var base: String
    var isCutOff = false
    var iban = ""
}

/// Cash of a movement on one invoice, and what closes the rest without cash, in cents.
struct Link {
    var invoice: Int
    var cents: Int
    var writeOff = 0
    var writeOffKind = ""
}

/// One movement of the account with its truth.
struct Movement {
    var kind: Kind
    var reference: Reference
    /// Cents; negative for debits.
    var amount: Int
    var day: Int
    /// Days from booking to value date.
    var valueOffset = 0
    var payer: Payer?
    /// On debits, whom it went to.
    var payee = ""
    var endToEnd = "NOTPROVIDED"
    /// Unstructured remittance information as camt has it.
    var lines: [String] = []
    /// The two texts of tables and Norma 43.
    var concept = ""
    var observations = ""
    /// Family and subfamily of ISO 20022, and the bank's own code.
    var family = "RCDT"
    var subfamily = "ESCT"
    var bankCode = "04 099"
    var returnReason = ""
    /// The creditor's batch; its debits where the bank lists them.
    var batch = ""
    var batchItems: [Int] = []
    var batchCount = 0
    var links: [Link] = []
    /// The invoice that a duplicate pays again, and the customer of a payment that is not in the books.
    var about: Int?
    var knownCustomer: Int?
    var taxId = ""
    var currency = AccountCurrency.euro
    /// Numbers in the text that are no invoices; customers that it names by tax number, account or name.
    var strays: [String] = []
    var mentioned: [Int] = []
    var mentionEvidence = Evidence.name
    var written: [WrittenNumber] = []
    var evidence = Evidence.none
    var tableEvidence = Evidence.none

    init(_ kind: Kind, _ reference: Reference, amount: Int, day: Int) {
        (self.kind, self.reference, self.amount, self.day) = (kind, reference, amount, day)
    }
}
