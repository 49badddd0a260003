internal import Domain

/// What an agency leaves to a person, by code.
enum AgencyText {
    /// Every code that has words.
    static let codes = [
        "rejected", "closed", "closed-paid", "closed-balance", "balance", "information", "question", "legal",
        "untraceable", "vulnerable", "insolvent", "deceased", "objected", "unanswerable", "unmapped", "batch",
        "operation", "held", "remittance", "inventory", "unanswered", "unanswered-received", "silent",
        "payout-ready", "payout-ready-charges", "payout-doubted", "payout-carried", "payout-interest",
        "payout-line", "payout-amounts", "payout-reversal", "money-awaited", "promise-unkept", "plan-behind",
        "promise-broken", "plan-broken", "older-version",
        "registry-refused", "registry-warning", "registry-unconfirmed", "registry-missing", "registry-extra",
        "registry-amount", "registry-batch", "registry-unanswered", "registry-silent", "kept-back",
    ]
    /// Those that ask for something of their own.
    static let codesWithAction = [
        "rejected", "closed", "closed-paid", "closed-balance", "balance", "information", "question", "legal",
        "insolvent", "deceased", "objected", "unanswerable", "batch", "operation", "held", "remittance",
        "inventory", "unanswered", "unanswered-received", "silent", "payout-ready",
        "payout-ready-charges", "payout-doubted", "payout-carried", "payout-interest", "payout-line",
        "payout-amounts", "payout-reversal", "money-awaited", "promise-unkept",
        "plan-behind", "promise-broken", "plan-broken", "older-version", "registry-refused",
        "registry-warning", "registry-unconfirmed", "registry-missing", "registry-extra", "registry-amount",
        "registry-batch", "registry-unanswered", "registry-silent", "kept-back",
    ]
    /// Break codes of statements that ask for something of their own.
    static let breaksWithAction = [
        "STATEMENT_DUPLICATE", "UNKNOWN_CASE", "CASE_CLOSED", "BALANCE_DIFF", "OVERPAID",
        "MOVEMENT_DUPLICATE", "REVERSAL_ORPHAN", "DIRECT_UNKNOWN", "DIRECT_NOT_REPORTED", "FEE_RATE",
        "FEE_NOT_DUE", "VAT", "FEE_INVOICE_MISSING", "PAYOUT_DIFF", "PAYOUT_LATE", "PAYOUT_SPLIT",
        "RETAINED_NOT_AGREED", "CURRENCY", "PERIOD_GAP", "STATUS_WITHOUT_MONEY", "MONEY_WITHOUT_STATUS",
    ]
}

/// The codes of the exchange with agencies and registries in words. Their lists stand where the exchange is;
/// a code that has no words stands for itself.
enum PartnerCodes {
    /// One code with what it points to.
    private struct Code {
        let name: Substring
        /// What stood there; of its place, which is one of the package, nothing is shown.
        let value: Substring
    }

    /// `por debajo del importe mínimo (BELOW_MINIMUM): 30.00, falta un documento (DOC_MISSING)`.
    static func words(_ codes: String, _ words: Wording) -> String {
        split(codes).map { code in
            let name = String(code.name)
            let text = words.text("partner.\(name)").map { "\($0) (\(name))" } ?? name
            return code.value.isEmpty ? text : "\(text): \(code.value)"
        }.joined(separator: ", ")
    }

    /// The first code.
    static func first(of codes: String) -> String? { split(codes).first.map { String($0.name) } }

    /// Splits at commas outside parentheses.
    private static func split(_ codes: String) -> [Code] {
        var (parts, depth, start): ([Code], Int, String.Index) = ([], 0, codes.startIndex)
        func add(_ end: String.Index) {
            let part = codes[start..<end].drop { $0 == " " }
            if !part.isEmpty { parts.append(code(part)) }
        }
        for index in codes.indices {
            switch codes[index] {
            case "(": depth += 1
            case ")": depth = max(0, depth - 1)
            case "," where depth == 0:
                add(index)
                start = codes.index(after: index)
            default: break
            }
        }
        add(codes.endIndex)
        return parts
    }

    /// `ID_INVALID ($.ops[0].case.debtors[0].party.ids[0] X1)`, `UNMAPPED(0417)`; the place may be missing,
    /// or all in parentheses.
    private static func code(_ text: Substring) -> Code {
        let name = text.prefix { $0 != " " && $0 != "(" }
        var rest = text.dropFirst(name.count).drop { $0 == " " }
        if rest.hasPrefix("("), rest.hasSuffix(")") { rest = rest.dropFirst().dropLast() }
        if rest.hasPrefix("$") { rest = rest.drop { $0 != " " }.dropFirst() }
        return Code(name: name, value: rest)
    }
}

/// Why a package of a partner was refused: the reason of the exchange, which stands first in what was found.
enum PackageText {
    /// Every reason that has words.
    static let codes = [
        "CHECKSUM", "SIGNATURE", "SCHEMA", "CONTROL_SUM", "COUNT", "BATCH_ID_REUSED", "SEQUENCE_GAP",
        "SEQUENCE_OLD", "ENVIRONMENT", "UNKNOWN_SENDER", "DECRYPT", "RULE",
    ]

    /// `nil` for a problem that is not of a package.
    static func code(_ problem: Problem) -> String? {
        guard problem.code == .containerInvalid else { return nil }
        let word = String(problem.found.prefix { $0 != " " && $0 != ":" })
        if codes.contains(word) { return word }
        // A rule of the batch with a number (R-05) or a reason code of its own.
        let isCode = word.count > 2 && word.allSatisfy { $0.isUppercase || $0.isNumber || "-_".contains($0) }
        return isCode ? "RULE" : nil
    }
}
