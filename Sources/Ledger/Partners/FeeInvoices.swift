/// The table of agencies' invoices for their fees that came in.
enum FeeInvoiceSchema {
    static let migration = "invoices of agencies for their fees"

    static let sealedTables = ["fee_invoice"]

    /// Without amounts where only its document came. `origin` says how: `package`, `invoice`, `file`.
    static let tables = [
        """
        CREATE TABLE fee_invoice (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id), sender TEXT NOT NULL,
            number TEXT NOT NULL, net INTEGER, vat INTEGER, gross INTEGER, origin TEXT NOT NULL) STRICT
        """
    ]
}

/// An agency's invoice for its fees (factura recibida), as it came. Minor units of its statement's currency.
public struct FeeInvoiceFact: Sendable, Equatable {
    /// How it came.
    public enum Origin: String, Sendable, CaseIterable {
        /// As a document in the package of the statement.
        case package
        /// As an electronic invoice in the inbox.
        case invoice
        /// As a file whose name has its number.
        case file
    }

    /// The agency's code.
    public let sender: String
    public let number: String
    public let origin: Origin
    /// All three, or none where only the document came.
    public var net: Int64?
    public var vat: Int64?
    public var gross: Int64?

    public init(sender: String, number: String, origin: Origin) {
        self.sender = sender
        self.number = number
        self.origin = origin
    }
}

extension LedgerWriter {
    /// Records that a fee invoice came.
    public func record(_ invoice: FeeInvoiceFact, run: String) throws {
        _ = try insert(
            "INSERT INTO fee_invoice (run, sender, number, net, vat, gross, origin) VALUES (?,?,?,?,?,?,?)",
            .text(run), .text(invoice.sender), .text(invoice.number), .int(invoice.net), .int(invoice.vat),
            .int(invoice.gross), .text(invoice.origin.rawValue))
    }
}

extension LedgerReader {
    /// Names of the files that were refused because nothing read them, each once.
    public func unreadFileNames() throws -> [String] {
        var names: [String] = []
        try prepared(
            """
            SELECT DISTINCT name FROM source_file
            WHERE refused = 1 AND format IN ('unknown', 'facturx-pdf') ORDER BY name
            """
        ).each { names.append($0.text(0)) }
        return names
    }

    /// The fee invoices that came of an agency, in order.
    public func feeInvoices(sender: String) throws -> [FeeInvoiceFact] {
        var invoices: [FeeInvoiceFact] = []
        try prepared(
            "SELECT number, origin, net, vat, gross FROM fee_invoice WHERE sender = ? ORDER BY id"
        ).each(.text(sender)) { row in
            guard let origin = FeeInvoiceFact.Origin(rawValue: row.text(1)) else {
                throw LedgerError.corrupt("fee invoice \(row.text(0))")
            }
            var invoice = FeeInvoiceFact(sender: sender, number: row.text(0), origin: origin)
            (invoice.net, invoice.vat) = (row.optionalInt(2), row.optionalInt(3))
            invoice.gross = row.optionalInt(4)
            invoices.append(invoice)
        }
        return invoices
    }
}
