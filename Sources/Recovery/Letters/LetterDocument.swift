/// A letter as its parts, in plain text: written as a page, as the body of a message, or as text.
struct LetterDocument: Equatable {
    var language: String
    var title: String
    /// `Expediente C-B12345674`, at the top and at the foot of every page.
    var caseLine: String
    /// `Página {page} de {pages}`.
    var pageCount: String
    var creditor: Party
    var customer: Party
    var day: String
    var blocks: [LetterBlock]
    var regards: String
    var signature: [String]
    var privacy: String

    /// What stands above a message: who writes, from where, when and about which case.
    var heading: [String] {
        [[creditor.name] + creditor.address, creditor.details, [day, caseLine]]
            .filter { !$0.isEmpty }.map { $0.joined(separator: " · ") }
    }

    /// A name with the lines under it.
    struct Party: Equatable {
        var name: String
        /// The postal address: only this stands in the window of the envelope.
        var address: [String]
        /// Tax id, contacts.
        var details: [String]
    }
}

/// One part of a letter's body.
enum LetterBlock: Equatable {
    case heading(String)
    case paragraph(String)
    /// A law's own words, paragraph by paragraph, in the language of that law.
    case quotation([String], language: String)
    case table(LetterTable)
    case payment([LetterTable.Line])
}

/// Invoices or instalments with their sums.
struct LetterTable: Equatable {
    struct Column: Equatable {
        var title: String
        var isAmount: Bool
    }

    struct Row: Equatable {
        var cells: [String]
        /// Stands under the first cell: what the invoice is.
        var note: String
    }

    struct Line: Equatable {
        var label: String
        var value: String
        /// Digits that people copy.
        var isCode = false
    }

    var columns: [Column]
    var rows: [Row]
    /// The last one is what counts.
    var sums: [Line]
}
