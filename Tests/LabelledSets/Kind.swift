/// What a movement is: the column `kind` of truth.csv.
enum Kind: String, CaseIterable {
    case single
    case multiListed = "multi_listed"
    case multiUnlisted = "multi_unlisted"
    case partial
    case instalment
    case overpay
    case discount
    case bankFee = "bank_fee"
    case irpf
    case rounding
    case creditNote = "credit_note"
    case directDebitBatch = "dd_batch"
    case directDebitReturn = "dd_return"
    case afterReturn = "after_return"
    case duplicate
    case foreignInvoice = "foreign_invoice"
    case unrelated

    // Of the wild sets only. Lists: `1023/24/25`, `1023 A 1027`, `1023 Y 1025`.
    case listShort = "list_short"
    case listRange = "list_range"
    case listWords = "list_words"
    /// The text has the customer's tax number or account instead of an invoice.
    case textTaxId = "text_nif"
    case textAccount = "text_iban"
    /// Who pays for others: a gestoría, the head of a group, family, another customer, a collection agency.
    case agent
    case parent
    case spouse
    case accountMoved = "iban_moved"
    case agencyListed = "agency_listed"
    case agencyUnlisted = "agency_unlisted"
    /// Before the invoice is written; less a guarantee, which may follow later; less a discount.
    case prepayment
    case retention
    case retentionRelease = "retention_release"
    case earlyDiscount = "early_discount"
    case dollars = "currency_usd"
    case pounds = "currency_gbp"
    case ownTransfer = "own_transfer"
    case salary
    case tax
    case card
    /// Two customers, one amount, one day; namesakes with one amount.
    case twin
    case homonymEqual = "homonym_equal"
    /// Credits for other things with the amount of an open invoice, or of some of a namesake's.
    case strayEqual = "stray_equal"
    case straySum = "stray_sum"
    /// Numbers of equal invoices that differ by a digit, and the wrong one of two written.
    case lookalike
    case lookalikeTypo = "lookalike_typo"
    /// Numbers in the text that are no invoices.
    case strayPhone = "stray_phone"
    case strayOrder = "stray_order"
    case strayDelivery = "stray_delivery"
    case strayDate = "stray_date"
    case strayContract = "stray_contract"
    /// The text names an invoice that is long paid, or one of the payer's own with a number of ours.
    case paidNumber = "paid_number"
    case foreignNumber = "foreign_number"
}

/// How a movement points to its invoices: the column `ref` of truth.csv.
enum Reference: String, CaseIterable {
    case clean
    case mangled
    case split
    case name
    case nameTruncated = "name_trunc"
    case thirdListed = "third_ref"
    case thirdSilent = "third_noref"
    case none
    case batch
    case returned = "return"
    // Of the wild sets only: what the text has instead of an invoice's number.
    case taxId = "nif"
    case account = "iban"
    case customerNamed = "customer"
    case stray
    case mistaken

    /// The text names the invoices.
    var isListed: Bool {
        switch self {
        case .clean, .mangled, .split, .thirdListed: true
        default: false
        }
    }
}

/// What an honest system can know the answer from; see the README of the given sets.
enum Evidence: String, CaseIterable {
    case ref
    case iban
    case name
    case payer
    case amount
    case ambiguous
    case none
}
