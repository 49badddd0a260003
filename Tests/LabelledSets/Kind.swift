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

    /// The text names the invoices.
    var isListed: Bool {
        switch self {
        case .clean, .mangled, .split, .thirdListed: true
        case .name, .nameTruncated, .thirdSilent, .none, .batch, .returned: false
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
