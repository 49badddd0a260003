internal import Domain
internal import Handover
internal import Ledger

/// The invoices of agencies for their fees, however they come: as a document in the statement's package, as
/// an electronic invoice of the agency, or as a file whose name has the number.
struct FeeInvoiceIntake {
    let configuration: Configuration
    let run: RunRecord

    /// The code of the agency that a purchase invoice is of; `nil` where it is another seller's.
    static func agency(of invoice: InvoiceRecord, _ configuration: Configuration) -> String? {
        let seller = TaxIdentifier.key(invoice.seller.taxId)
        guard !seller.isEmpty else { return nil }
        return configuration.agencies.first { TaxIdentifier.key($0.identifier) == seller }?.code
    }

    /// Records the electronic invoices of agencies in one file.
    func take(_ invoices: [InvoiceRecord], _ writer: LedgerWriter) throws {
        for invoice in invoices {
            guard let sender = Self.agency(of: invoice, configuration) else { continue }
            var fact = FeeInvoiceFact(sender: sender, number: invoice.number, origin: .invoice)
            let gross = invoice.total ?? invoice.payable
            if let net = invoice.net ?? invoice.tax.map({ gross - $0 }) {
                (fact.net, fact.vat, fact.gross) = (net, gross - net, gross)
            }
            try writer.record(fact, run: run.id)
        }
    }

    /// Records the document that a statement's package carries for its fee invoice.
    ///
    /// - Parameter paths: of the package, relative to it.
    func take(_ batch: [UInt8], paths: [String], sender: String, _ writer: LedgerWriter) throws {
        let statement = RemittanceStatement.read(batch, file: "batch.json").value
        guard let statement, let invoice = statement.feeInvoice, !invoice.docRef.isEmpty else { return }
        let documents = paths.filter { $0.hasPrefix("data/evidence/") }
        guard documents.contains(where: { statement.namesFeeInvoice($0) }) else { return }
        try writer.record(
            FeeInvoiceFact(sender: sender, number: invoice.number, origin: .package), run: run.id)
    }

    /// Records a file that nothing reads as the fee invoice of a statement, if its name says so.
    ///
    /// - Returns: whether it is one.
    func take(_ file: SourceFile, _ writer: LedgerWriter) throws -> Bool {
        let leaf = file.name.split(separator: "/").last.map(String.init) ?? file.name
        for agency in configuration.agencies {
            for remittance in try writer.reader.remittances(sender: agency.code) {
                guard let json = try writer.reader.partnerPayload(remittance.package),
                    let statement = RemittanceStatement.read(Array(json.utf8), file: "batch.json").value,
                    let invoice = statement.feeInvoice, statement.namesFeeInvoice(leaf)
                else { continue }
                try writer.addEvidence(file, run: run.id)
                try writer.record(
                    FeeInvoiceFact(sender: agency.code, number: invoice.number, origin: .file), run: run.id)
                return true
            }
        }
        return false
    }
}
