/// Something wrong with the input. A value, not a thrown error: one bad row must not stop a million good
/// ones.
///
/// How it is worded stands in `ProblemText.swift`. `found` never holds a name, an IBAN or a remittance text:
/// the place is enough to find the row.
public struct Problem: Sendable, Equatable {
    /// What happens to the input.
    public enum Severity: String, Sendable, Comparable, CaseIterable {
        /// Kept; a person should know.
        case warn
        /// This record is left out, the rest of the file is kept.
        case setAside
        /// The whole file is refused, nothing of it is kept.
        case refuse

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

        public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
    }

    public let code: Code
    public let severity: Severity
    public let place: Place
    /// What stood there.
    public let found: String
    /// What should have stood there.
    public let expected: String

    public init(
        _ code: Code, severity: Severity? = nil, at place: Place = .wholeFile, found: String = "",
        expected: String = ""
    ) {
        self.code = code
        self.severity = severity ?? code.severity
        self.place = place
        self.found = found
        self.expected = expected
    }

    /// The same problem at another severity, as configuration may ask.
    public func with(severity: Severity) -> Problem {
        Problem(code, severity: severity, at: place, found: found, expected: expected)
    }
}

extension Problem {
    /// Stable names: they appear in reject files, golden tests and `SampleData/problems/<code>/`.
    public enum Code: String, Sendable, CaseIterable {
        // The file as a whole
        case formatUnknown = "format-unknown"
        case fileEmpty = "file-empty"
        case fileUnreadable = "file-unreadable"
        case encodingInvalid = "encoding-invalid"
        case xmlMalformed = "xml-malformed"
        case xmlForbidden = "xml-forbidden"
        case limitExceeded = "limit-exceeded"
        case headingUnknown = "heading-unknown"
        case formatAmbiguous = "format-ambiguous"
        case containerInvalid = "container-invalid"
        // A record
        case recordMalformed = "record-malformed"
        case fieldMissing = "field-missing"
        case amountUnreadable = "amount-unreadable"
        case amountNotExact = "amount-not-exact"
        case dateUnreadable = "date-unreadable"
        case currencyUnknown = "currency-unknown"
        case entryNotBooked = "entry-not-booked"
        // Identifiers and sums
        case taxIdInvalid = "tax-id-invalid"
        case ibanInvalid = "iban-invalid"
        case referenceInvalid = "reference-invalid"
        case totalsDiffer = "totals-differ"
        case detailsDiffer = "details-differ"
        case balanceMismatch = "balance-mismatch"
        case countMismatch = "count-mismatch"
        // Against the workspace and the ledger
        case accountUnknown = "account-unknown"
        case accountNotOurs = "account-not-ours"
        case sellerNotCreditor = "seller-not-creditor"
        case invoiceConflict = "invoice-conflict"
        case invoiceChanged = "invoice-changed"
        case invoiceUnknown = "invoice-unknown"
        case invoiceAssigned = "invoice-assigned"
        case invoiceNotDebt = "invoice-not-debt"
        case chainBroken = "chain-broken"
        case overlapUnclear = "overlap-unclear"
        case subjectUnknown = "subject-unknown"
        case customerConflict = "customer-conflict"
        case movementUnknown = "movement-unknown"
        case movementDecided = "movement-decided"
        case allocationRefused = "allocation-refused"
        case evidenceMissing = "evidence-missing"
        case deliveryUnknown = "delivery-unknown"
        case deliveryBeforeSent = "delivery-before-sent"
        case deliveryContradicted = "delivery-contradicted"

        /// The policy unless configuration raises it.
        public var severity: Severity {
            switch self {
            case .formatUnknown, .fileEmpty, .fileUnreadable, .encodingInvalid, .xmlMalformed, .xmlForbidden,
                .limitExceeded, .headingUnknown, .formatAmbiguous, .containerInvalid, .accountUnknown,
                .accountNotOurs:
                .refuse
            case .recordMalformed, .fieldMissing, .amountUnreadable, .amountNotExact, .dateUnreadable,
                .currencyUnknown, .sellerNotCreditor, .invoiceNotDebt, .subjectUnknown, .invoiceUnknown,
                .entryNotBooked, .movementUnknown, .movementDecided, .allocationRefused, .deliveryUnknown,
                .deliveryBeforeSent, .deliveryContradicted:
                .setAside
            case .taxIdInvalid, .ibanInvalid, .referenceInvalid, .totalsDiffer, .detailsDiffer,
                .balanceMismatch, .countMismatch, .invoiceConflict, .invoiceChanged, .invoiceAssigned,
                .chainBroken, .overlapUnclear, .customerConflict, .evidenceMissing:
                .warn
            }
        }
    }
}
