public import Domain

/// Words for the evidence of a match, from its code: so they cannot disagree with the decision.
public enum EvidenceText {
    /// Every code that has words.
    public static let codes = [
        "number-full", "number-form", "number-listed", "structured-reference", "amount-exact",
        "amount-partial", "amount-over", "sum-exact", "payer-iban", "payer-tax-id", "payer-name", "batch-id",
        "batch-sum", "end-to-end", "mandate", "amount-unique", "return-reference", "payer-contradicts",
        "rival", "already-paid", "number-typo", "number-counter", "number-unread", "amount-credited",
        "amount-cents", "amount-withholding", "amount-discount", "amount-retention", "amount-fee",
        "amount-instalment", "amount-part", "payer-known", "payer-rule", "payer-related", "payer-several",
        "time", "rival-payment", "other-part",
    ]

    /// A phrase such as `número de factura completo en el concepto: A/2026/17`, in plain text (not escaped).
    /// An unknown code stands for itself; an unknown language reads Spanish.
    public static func text(_ evidence: Evidence, language: String) -> String {
        text(evidence, Wording(language: language))
    }

    static func text(_ evidence: Evidence, _ words: Wording) -> String {
        let field = evidence.field.isEmpty ? words[.fieldUnknown] : words.word("field", evidence.field)
        let template = words.word("evidence", evidence.code)
        let phrase = Wording.filled(template, ["field": field])
        return evidence.seen.isEmpty ? phrase : "\(phrase): \(seen(evidence, words))"
    }

    /// What was seen; an amount (`1234.56 EUR`) in the reader's form.
    private static func seen(_ evidence: Evidence, _ words: Wording) -> String {
        let parts = evidence.seen.split(separator: " ", omittingEmptySubsequences: false)
        guard evidence.field == "amount", parts.count == 2, let currency = Currency(parts[1]),
            let minorUnits = Int64(parts[0].filter { $0 != "." }),
            Money(minorUnits: minorUnits, currency: currency).decimalString == parts[0]
        else { return evidence.seen }
        return words.money(Money(minorUnits: minorUnits, currency: currency))
    }
}

/// Words for the conditions of a verified debt.
public enum ConditionText {
    /// `vencida: ha pasado el día de pago`, in plain text. An unknown language reads Spanish.
    public static func text(_ condition: Condition, language: String) -> String {
        Wording(language: language).word("condition", condition.rawValue)
    }
}

/// Words for the steps of the recovery ladder.
public enum StepText {
    /// `requerimiento formal de pago`, in plain text. An unknown language reads Spanish.
    public static func text(_ kind: StepKind, language: String) -> String {
        Wording(language: language).word("step", kind.rawValue)
    }
}
