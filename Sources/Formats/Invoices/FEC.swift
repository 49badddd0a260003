public import Domain
internal import Scanning

/// French audit files, FEC (fichier des écritures comptables, Livre des procédures fiscales art. A.47 A-1):
/// the invoices on the customer accounts (411) and what lettering says was paid on them.
///
/// A FEC states no due dates and no seller: its SIREN is in the file's name. Records are emitted at the end,
/// invoices first; memory is bounded by the number of lines on customer accounts.
public enum FEC {
    /// Bytes looked at to tell the heading.
    private static let headBytes = 4096

    /// What the file is; `nil` when its first line is no heading of a FEC.
    public static func identify(_ bytes: Span<UInt8>) -> Identification? {
        let head = bytes.extracting(0..<min(bytes.count, headBytes))
        let isHeading = TableReading.withText(head) { text, _, _ in FECColumns(text) != nil }
        guard isHeading else { return nil }
        return Identification(format: .fec, encoding: TextEncoding.detect(bytes).encoding.rawValue)
    }

    /// Reads all customer accounts of a file.
    ///
    /// Throws only what `emit` throws; what is wrong with the file is in the outcome.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        try TableReading.withText(bytes) { text, encoding, name in
            var outcome = ReadOutcome(identification: Identification(format: .fec, encoding: name))
            if let problem = TableReading.refusal(text) {
                outcome.problems = [problem]
                return outcome
            }
            guard let columns = FECColumns(text) else {
                outcome.problems = [Problem(.headingUnknown, expected: "the columns of a FEC")]
                return outcome
            }
            guard columns.piece >= 0, columns.pieceDay >= 0 else {
                outcome.problems = [
                    Problem(.headingUnknown, at: Place(line: 1), expected: "PieceRef and PieceDate")
                ]
                return outcome
            }
            var reading = FECReading(columns: columns, encoding: encoding)
            reading.read(text)
            var documents = FECDocuments(reading)
            let letters = FECLetters(reading, &documents)
            outcome.problems = reading.problems + documents.problems + letters.problems
            if columns.letter < 0 {
                outcome.problems.report(
                    Problem(
                        .fieldMissing, severity: .warn, at: Place(line: 1),
                        expected: "EcritureLet, which says what is paid"))
            }
            outcome.problems += FECOpenLines(reading, documents).problems
            for document in documents.all.sorted(by: { $0.line < $1.line }) {
                try emit(.invoice(invoice(document, reading.customers[document.customer])))
            }
            for receipt in letters.receipts { try emit(.receipt(receipt)) }
            return outcome
        }
    }

    /// A piece whose lines cancel each other is an invoice taken back.
    private static func invoice(_ document: FECDocument, _ customer: FECCustomer) -> InvoiceRecord {
        let amount = document.net == 0 ? document.debits : document.net
        var record = InvoiceRecord(
            number: document.number, issued: document.issued, currency: .eur, payable: amount)
        record.kind = document.net == 0 ? .cancelled : document.net < 0 ? .creditNote : .invoice
        record.total = amount
        record.customerNumber = customer.number
        record.buyer.name = customer.name
        record.corrects = document.corrects
        // Lettering has used the credit note up: it lowers nothing that is still open.
        record.isPaidOnIssue = document.isUsedUp
        record.place = Place(line: document.line)
        return record
    }
}

/// What stands open on an account besides invoices: a person must know of it before anyone is dunned.
private struct FECOpenLines {
    private(set) var problems: [Problem] = []

    private struct Open {
        var credits: Int64 = 0
        var creditLine = 0
        var debits: Int64 = 0
        var debitLine = 0
    }

    init(_ reading: FECReading, _ documents: FECDocuments) {
        var open = [Open](repeating: Open(), count: reading.customers.count)
        for (line, role) in zip(reading.lines, documents.roles) where line.letter.isEmpty {
            switch role {
            case .document, .repeated: continue
            case .payment, .other:
                if line.amount < 0 {
                    open[line.customer].credits &-= line.amount
                    if open[line.customer].creditLine == 0 { open[line.customer].creditLine = line.line }
                } else {
                    open[line.customer].debits &+= line.amount
                    if open[line.customer].debitLine == 0 { open[line.customer].debitLine = line.line }
                }
            }
        }
        for open in open {
            add(open.creditLine, open.credits, "credits of a customer that no letter joins to an invoice: ")
            add(open.debitLine, open.debits, "debits of a customer that are no invoice: ")
        }
    }

    private mutating func add(_ line: Int, _ amount: Int64, _ words: String) {
        guard line > 0 else { return }
        problems.report(
            Problem(
                .detailsDiffer, at: Place(line: line), found: words + Money.decimalString(amount, exponent: 2)
            ))
    }
}
