public import Domain

/// Words for why a proposal was not posted (veto), from its code.
public enum VetoText {
    /// Every code that has words.
    public static let codes = [
        "rival", "unknown-number", "payer-contradicts", "homonym", "name-only", "payer-unknown",
        "amount-differs", "refused-before", "issued-later", "unlicensed", "flooded", "common-amount",
        "paid-perhaps", "not-for-invoices", "conflict", "partly-applied", "pattern-suspended",
        "rule-ask", "rule-number-read", "rule-contradicted",
    ]

    /// `varios clientes se llaman igual que el ordenante`, in plain text (not escaped). An unknown code
    /// stands
    /// for itself; an unknown language reads Spanish.
    public static func text(_ code: String, language: String) -> String {
        Wording(language: language).reason(code)
    }
}

/// Words for what a rule of the accountant made of a movement.
public enum RuleText {
    /// `no es de ninguna factura`, in plain text. An unknown language reads Spanish.
    public static func text(_ outcome: RuleOutcome, language: String) -> String {
        Wording(language: language).word("rule", outcome.rawValue)
    }
}

/// Words for the pattern of evidence that a match was decided by, from the codes of its parts.
public enum PatternText {
    /// Every part that has words.
    public static let parts = [
        "number", "number-form", "number-typo", "counter", "structured", "sum", "part", "over", "credited",
        "payer", "third-party", "several-customers", "no-payer", "payer-iban", "payer-tax-id", "payer-name",
        "payer-name-cut", "payer-namesakes", "payer-known", "payer-rule", "only-payer", "amount",
        "rare-amount", "common-amount", "set", "balance", "oldest", "discount", "fee", "withholding",
        "retention", "cents", "batch-id", "return", "suggestion", "decided",
    ]

    /// `número de factura, importe exacto, paga el cliente` for `number+sum+payer`, in plain text. An unknown
    /// part stands for itself; an unknown language reads Spanish.
    public static func text(_ pattern: String, language: String) -> String {
        text(pattern, Wording(language: language))
    }

    static func text(_ pattern: String, _ words: Wording) -> String {
        pattern.split(separator: "+").map { words.word("pattern", String($0)) }.joined(separator: ", ")
    }
}
