internal import Domain

/// What makes a row of headings that of a list of customers.
enum CustomerHeadings {
    /// In the order in which they take their columns.
    static let fields = [
        "number", "taxId", "name", "surname", "kind", "street", "postCode", "town", "province", "country",
        "email",
        "phone", "language", "ibans", "doNotContact", "ignored",
    ]

    /// A customer must be told by tax id or name, or by number where accounts are listed; and something must
    /// be said besides.
    static func areEnough(_ assigned: Set<String>) -> Bool {
        let told = assigned.subtracting(["ignored", "country"])
        guard told.count >= 2 else { return false }
        return told.contains("taxId") || told.contains("name")
            || (told.contains("number") && told.contains("ibans"))
    }

    /// Whether columns that nothing explains speak of documents, days or money: then the rows are invoices or
    /// movements under headings that are not known, and reading them as customers would lose them.
    static func areOfDocuments(_ headings: [String], _ isTaken: [Bool]) -> Bool {
        zip(headings, isTaken).contains { heading, isTaken in
            !isTaken && heading.split(separator: " ").contains { words.contains(String($0)) }
        }
    }

    private static let words: Set<String> = [
        "importe", "total", "base", "iva", "factura", "facturas", "fecha", "vencimiento", "concepto", "debe",
        "haber",
        "saldo", "pendiente", "cuota", "asunto", "remesa",
        "amount", "invoice", "date", "due", "net", "vat", "tax", "debit", "credit", "balance", "paid",
        "description",
        "facture", "montant", "echeance", "ttc", "ht", "tva", "solde", "libelle",
        "fatura", "data", "valor", "montante", "vencimento", "descricao", "emissao",
    ]
}
