/// How problems are worded: one place, apart from where they arise.
extension Problem {
    /// One line for people: what is wrong, what was found, what was expected.
    public var message: String {
        var line = code.title
        if !found.isEmpty { line += ": found \(found)" }
        if !expected.isEmpty { line += found.isEmpty ? ": expected \(expected)" : ", expected \(expected)" }
        return line
    }
}

extension Problem.Code {
    /// What the problem is, as a short sentence.
    public var title: String {
        switch self {
        case .formatUnknown: "the file is of no known format"
        case .fileEmpty: "the file is empty"
        case .fileUnreadable: "the file cannot be read"
        case .encodingInvalid: "the bytes are not in the encoding the file claims"
        case .xmlMalformed: "the XML is not well-formed or is cut off"
        case .xmlForbidden: "the XML has a document type or an entity, which are not accepted"
        case .limitExceeded: "a size or depth limit is exceeded"
        case .headingUnknown: "the heading row is not recognised"
        case .formatAmbiguous: "more than one format fits the file"
        case .containerInvalid: "the archive is damaged or holds what is not accepted"
        case .recordMalformed: "the record does not have the form of its format"
        case .fieldMissing: "a required field is missing"
        case .amountUnreadable: "the amount cannot be read"
        case .amountNotExact: "the amount has more decimals than its currency"
        case .dateUnreadable: "the date cannot be read or does not exist"
        case .currencyUnknown: "the currency is not an ISO 4217 code"
        case .entryNotBooked: "the entry is not booked yet"
        case .taxIdInvalid: "the tax identifier's check character is wrong"
        case .ibanInvalid: "the IBAN's check digits are wrong"
        case .referenceInvalid: "the creditor reference's check digits are wrong"
        case .totalsDiffer: "the document's amounts do not add up"
        case .detailsDiffer: "the details do not add up to their entry"
        case .balanceMismatch: "opening balance plus entries is not the closing balance"
        case .countMismatch: "the counted records differ from the file's own count"
        case .accountUnknown: "the file names no account and the workspace has not exactly one"
        case .accountNotOurs: "the account is not one of the workspace's accounts"
        case .sellerNotCreditor: "the seller is not this workspace's creditor"
        case .invoiceConflict: "two documents with one number say different things"
        case .invoiceChanged: "an invoice known already arrives with other content"
        case .invoiceUnknown: "the invoice is not in the ledger"
        case .invoiceAssigned: "the credit is assigned to a factor"
        case .invoiceNotDebt: "the document is a copy or cancelled, not a debt"
        case .chainBroken: "a statement does not continue the one before it"
        case .overlapUnclear: "two files cover one day and their movements cannot be told apart for certain"
        case .customerConflict: "the customers list and the invoices say different things of a customer"
        case .subjectUnknown: "the decision names no invoice, case or customer of the ledger"
        case .evidenceMissing: "the file that proves a fact did not come with it, or is another one"
        case .movementUnknown: "the ledger has no such movement, or has it with another day or amount"
        case .movementDecided: "the movement is decided already, or has nothing to take back"
        case .allocationRefused: "the decision does not fit what is open"
        case .deliveryUnknown: "the proof of delivery names no message that was sent from here"
        case .deliveryBeforeSent: "the message is said to have arrived or come back before it was sent"
        case .deliveryContradicted: "a message is said to have arrived and not to have arrived on one day"
        }
    }

    /// What a person does about it.
    public var remedy: String {
        switch self {
        case .formatUnknown, .headingUnknown, .formatAmbiguous:
            "run 'recobro inspect FILE'; name the role with 'recobro import FOLDER FILE --as ROLE' or add a "
                + "column mapping to recobro.yaml"
        case .fileEmpty, .fileUnreadable, .xmlMalformed, .encodingInvalid:
            "export or download the file again and drop it into the inbox"
        case .customerConflict:
            "correct the customers list or the invoicing program; the list counts until then"
        case .xmlForbidden, .limitExceeded, .containerInvalid:
            "do not trust the file; ask its sender for a plain export"
        case .recordMalformed, .fieldMissing, .amountUnreadable, .amountNotExact, .dateUnreadable,
            .currencyUnknown:
            "correct the record at its place in a copy of the file and drop the copy into the inbox"
        case .entryNotBooked: "nothing to do: the movement arrives again once it is booked"
        case .taxIdInvalid, .ibanInvalid, .referenceInvalid: "correct it in the program that issued the file"
        case .totalsDiffer, .detailsDiffer, .balanceMismatch, .countMismatch:
            "compare the file with the bank or the invoicing program; ask for a corrected export"
        case .accountUnknown: "name the account: 'recobro import FOLDER FILE --account IBAN'"
        case .accountNotOurs: "add the account under creditor.ibans in recobro.yaml, or remove the file"
        case .sellerNotCreditor: "remove the file, or correct creditor.taxId in recobro.yaml"
        case .invoiceConflict, .invoiceChanged: "decide which document is right; until then it is not claimed"
        case .invoiceUnknown, .subjectUnknown: "import the invoice first, or correct the number"
        case .movementUnknown, .movementDecided:
            "write the queue again with 'recobro review FOLDER --csv FILE' and decide on the new rows"
        case .allocationRefused:
            "correct the invoices and amounts of the row in a copy of the file and drop it into the inbox"
        case .evidenceMissing:
            "take the fact back and state it again with the file beside the table, or with its SHA-256"
        case .deliveryUnknown:
            "correct the reference: it stands in messages/register.csv of the night that wrote the message"
        case .deliveryBeforeSent, .deliveryContradicted:
            "ask the provider what became of the message and drop a corrected file into the inbox"
        case .invoiceAssigned: "claim it through the factor, not here"
        case .invoiceNotDebt: "nothing to do"
        case .chainBroken: "ask the bank for the statement of the missing days"
        case .overlapUnclear: "compare the day with the bank's own list"
        }
    }
}
