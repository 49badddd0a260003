internal import Domain

/// Words of the type, status and country columns of invoice lists, folded.
enum InvoiceWords {
    /// What a type column calls the document; `nil` for a word not known.
    static func kind(_ word: String) -> InvoiceKind? {
        switch word {
        case "factura", "invoice", "facture", "fatura", "f", "f1", "f2", "ft", "fc", "380", "simplificada",
            "factura simplificada",
            "factura completa", "ordinaria", "factura ordinaria", "out invoice", "accrec", "customer invoice",
            "sales invoice", "factura de venta", "factura de cliente", "facture client", "facture standard",
            "fs", "fatura simplificada", "factura emitida", "nd", "nota de debito":
            .invoice
        case "abono", "factura de abono", "nota de abono", "credit note", "credit", "nota de credito",
            "avoir", "nc",
            "381", "creditnote", "out refund", "accreccredit", "refund", "credit memo",
            "customer credit note",
            "facture d avoir", "nota credito", "factura abono":
            .creditNote
        case "rectificativa", "factura rectificativa", "corrective", "r", "r1", "r2", "r3", "r4", "r5",
            "rectificativa por diferencias", "por diferencias":
            .corrective
        case "rectificativa por sustitucion", "por sustitucion", "sustitutiva", "replacement", "384":
            .replacement
        case "copia", "duplicado", "copy", "duplicate": .copy
        case "anulada", "anulado", "cancelada", "cancelled", "canceled", "void", "annulee": .cancelled
        default: nil
        }
    }

    /// Documents that nobody owes anything for.
    static func isNoDebt(_ word: String) -> Bool {
        [
            "proforma", "pro forma", "factura proforma", "presupuesto", "borrador", "draft", "quote",
            "quotation",
            "brouillon", "devis", "rascunho", "orcamento", "pedido", "albaran", "estimate", "sales order",
            "delivery note", "bon de livraison", "commande", "encomenda", "guia de remessa",
            "guia de transporte",
            "facture proforma", "fatura proforma", "fatura pro forma",
            // Money that came in, not money owed.
            "payment", "pago", "cobro", "paiement", "pagamento", "receipt", "sales receipt",
            "recibo de cobro",
            "fatura recibo", "factura recibo", "journal entry",
        ].contains(word)
    }

    /// ISO 3166 alpha-2 of a country as lists write it; empty where it is none of the neighbours by name.
    static func country(_ text: String) -> String {
        switch HeadingText.fold(text) {
        case "es", "esp", "espana", "spain", "espagne", "espanha": "ES"
        case "fr", "fra", "francia", "france", "franca": "FR"
        case "pt", "prt", "portugal": "PT"
        case "de", "deu", "alemania", "germany", "allemagne", "deutschland": "DE"
        case "it", "ita", "italia", "italy", "italie": "IT"
        case "ad", "and", "andorra": "AD"
        case "gb", "gbr", "uk", "reino unido", "united kingdom": "GB"
        case let word where word.utf8.count == 2: word.uppercased()
        default: ""
        }
    }
}
