internal import Domain
internal import Formats
internal import Scanning

/// What a file is and what is in it, without a workspace (schema `recobro.inspect/1`).
public struct Inspection: Sendable {
    let path: String
    var sha256 = ""
    var identification = Identification(format: .unknown)
    var statements: [InspectedStatement] = []
    var invoices: [InvoiceRecord] = []
    var directDebits = 0
    var directDebitSum: [Currency: Int64] = [:]
    var decisions = 0
    var statuses: [PaymentStatusRecord] = []
    var customers = 0
    /// Lines of a provider's proofs of delivery.
    var deliveries = 0
    var receipts = 0
    var problems: [Problem] = []
    /// Of a package of DHX; `nil` for any other file.
    var package: HandoverCheck?

    /// One statement as it was read.
    struct InspectedStatement: Sendable {
        var opening: StatementOpening
        var closing: StatementClosing?
        var entries: [EntryRecord] = []
    }

    /// Whether nothing of the file would be kept.
    public var isRefused: Bool {
        if let package { return package.isUnreadable }
        return identification.format == .unknown || problems.contains { $0.severity == .refuse }
    }

    /// Looks at a file. A file that cannot be read yields its inspection too, with the reason.
    ///
    /// - Parameter shownPath: how the file is called in what is printed; a member of an archive is called by
    ///   both names.
    static func of(
        path: String, shownPath: String? = nil, keepsRecords: Bool = false, profiles: [TableProfile] = []
    ) -> Inspection {
        var inspection = Inspection(path: shownPath ?? path)
        var options = ReadOptions()
        options.profiles = profiles
        do {
            let file = try MappedFile(path: path)
            try file.withBytes { bytes in
                inspection.sha256 = Digest.sha256(bytes)
                let outcome = try FormatReader.read(bytes, options: options) { record in
                    inspection.take(record, keepsRecords: keepsRecords)
                }
                inspection.identification = outcome.identification
                inspection.problems = outcome.problems
            }
        } catch let error as FileError {
            inspection.problems.append(Problem(.fileUnreadable, found: error.reason))
        } catch {
            inspection.problems.append(Problem(.fileUnreadable, found: "\(error)"))
        }
        return inspection
    }

    /// Looks at a file, or at every member of a zip or gzip file, in order of their names. A package of DHX,
    /// folder or archive, is one.
    ///
    /// - Parameter workspace: its own table profiles are tried before the built-in ones.
    public static func all(
        path: String, keepsRecords: Bool = false, workspace: Workspace? = nil,
        body: (Inspection) throws -> Void
    ) throws {
        if PackageFolder.isPackage(path) {
            var inspection = Inspection(path: path)
            let package = try HandoverCheck(path, key: nil)
            inspection.package = package
            inspection.sha256 = package.sha256 ?? ""
            return try body(inspection)
        }
        let profiles = try workspace?.configuration().profiles ?? []
        var folder: String?
        defer { if let folder { DurableFile.removeFolder(folder) } }
        do {
            let unpacked = try InputParts(
                path: path, name: path,
                into: try {
                    let made = try DurableFile.makeTemporaryFolder()
                    folder = made
                    return made
                }())
            if let problem = unpacked.problem {
                var inspection = Inspection(path: path)
                inspection.sha256 = (try? Digest.ofFile(path)) ?? ""
                inspection.problems = [problem]
                try body(inspection)
            }
            for part in unpacked.parts {
                try body(
                    of(
                        path: part.path, shownPath: part.name, keepsRecords: keepsRecords, profiles: profiles)
                )
            }
        } catch let error as FileError {
            var inspection = Inspection(path: path)
            inspection.problems = [Problem(.fileUnreadable, found: error.reason)]
            try body(inspection)
        }
    }

    private mutating func take(_ record: SourceRecord, keepsRecords: Bool) {
        switch record {
        case .statementOpened(let opening): statements.append(InspectedStatement(opening: opening))
        case .entry(let entry):
            if keepsRecords, !statements.isEmpty { statements[statements.count - 1].entries.append(entry) }
        case .statementClosed(let closing):
            if !statements.isEmpty { statements[statements.count - 1].closing = closing }
        case .invoice(let invoice): invoices.append(invoice)
        case .directDebit(let debit):
            directDebits += 1
            directDebitSum[debit.currency, default: 0] &+= debit.amount
        case .decision, .adjudication: decisions += 1
        case .status(let status): statuses.append(status)
        case .customer: customers += 1
        case .delivery: deliveries += 1
        case .receipt: receipts += 1
        }
    }
}

// MARK: - As JSON

extension Inspection {
    /// One object on one line.
    public var json: String {
        var object = JSONObject()
        object.add("schema", "recobro.inspect/1")
        object.add("file", path)
        object.add("sha256", sha256)
        if let package {
            object.add("format", "dhx")
            object.add("version", "1.0")
            package.add(to: &object)
            return object.text
        }
        object.add("format", identification.format.rawValue)
        object.add("version", identification.version)
        object.add("encoding", identification.encoding)
        object.add("profile", identification.profile)
        object.add("statements", statements.map(Self.json))
        object.add("invoices", invoices.map(Self.json))
        if !statuses.isEmpty { object.add("statuses", statuses.map(Self.json)) }
        if customers > 0 { object.add("customers", customers) }
        if deliveries > 0 { object.add("deliveries", deliveries) }
        if receipts > 0 { object.add("receipts", receipts) }
        if directDebits > 0 { object.add("directDebits", directDebits) }
        if decisions > 0 { object.add("decisions", decisions) }
        object.add("findings", problems.map(Self.json))
        return object.text
    }

    private static func amount(_ value: Int64?, _ currency: Currency) -> String? {
        value.map { Money(minorUnits: $0, currency: currency).decimalString }
    }

    private static func json(_ statement: InspectedStatement) -> JSONObject {
        let currency = statement.opening.currency
        let closing = statement.closing
        var object = JSONObject()
        if statement.opening.kind != .booked { object.add("kind", statement.opening.kind.rawValue) }
        object.add("reference", statement.opening.reference)
        object.add("account", statement.opening.account)
        object.add("currency", currency.code)
        object.add("from", (closing?.from ?? statement.opening.from)?.description)
        object.add("to", (closing?.to ?? statement.opening.to)?.description)
        object.add(
            "opening", amount(closing?.openingBalance ?? statement.opening.openingBalance, currency))
        object.add("closing", amount(closing?.closingBalance, currency))
        object.add("entries", closing?.entries ?? statement.entries.count)
        object.add("credits", amount(closing?.credits, currency))
        object.add("debits", amount(closing?.debits, currency))
        var balanced = closing
        if balanced?.openingBalance == nil { balanced?.openingBalance = statement.opening.openingBalance }
        object.add("balanced", balanced?.isBalanced)
        if !statement.entries.isEmpty { object.add("items", statement.entries.map { json($0, currency) }) }
        return object
    }

    private static func json(_ entry: EntryRecord, _ currency: Currency) -> JSONObject {
        var object = JSONObject()
        object.add("booked", entry.booked.description)
        object.add("value", entry.value?.description)
        object.add("amount", amount(entry.amount, currency))
        object.add("currency", currency.code)
        object.add("status", entry.status.rawValue)
        object.add("reference", entry.reference)
        object.add("bankReference", entry.bankReference)
        object.add("code", entry.code)
        object.add("counterparty", entry.counterparty)
        object.add("counterpartyAccount", entry.counterpartyAccount)
        object.add("counterpartyTaxId", entry.counterpartyTaxId)
        object.add("text", entry.text)
        object.add("endToEndId", entry.endToEndId)
        object.add("mandateId", entry.mandateId)
        object.add("structuredReference", entry.structuredReference)
        object.add("batchReference", entry.batchReference)
        object.add("returnReason", entry.returnReason)
        if !entry.details.isEmpty { object.add("details", entry.details.count) }
        return object
    }

    private static func json(_ invoice: InvoiceRecord) -> JSONObject {
        var object = JSONObject()
        object.add("number", invoice.number)
        object.add("kind", invoice.kind.rawValue)
        object.add("issued", invoice.issued.description)
        object.add("due", invoice.due?.description)
        if !invoice.instalments.isEmpty {
            object.add(
                "instalments",
                invoice.instalments.map { part in
                    var item = JSONObject()
                    item.add("due", part.due.description)
                    item.add("amount", amount(part.amount, invoice.currency))
                    return item
                })
        }
        object.add("sellerTaxId", invoice.seller.taxId)
        object.add("buyerTaxId", invoice.buyer.taxId)
        object.add("buyer", invoice.buyer.name)
        object.add("net", amount(invoice.net, invoice.currency))
        object.add("tax", amount(invoice.tax, invoice.currency))
        object.add("withheld", amount(invoice.withheld, invoice.currency))
        object.add("total", amount(invoice.total, invoice.currency))
        object.add("payable", amount(invoice.payable, invoice.currency))
        object.add("currency", invoice.currency.code)
        object.add("corrects", invoice.corrects)
        if invoice.isAssigned { object.add("assigned", true) }
        return object
    }

    private static func json(_ status: PaymentStatusRecord) -> JSONObject {
        var object = JSONObject()
        object.add("level", status.level.rawValue)
        object.add("originalMessage", status.originalMessage)
        object.add("originalPayment", status.originalPayment)
        object.add("endToEndId", status.endToEndId)
        object.add("mandateId", status.mandateId)
        object.add("status", status.status)
        object.add("reason", status.reason)
        object.add("amount", amount(status.amount, status.currency))
        if status.amount != nil { object.add("currency", status.currency.code) }
        object.add("collected", status.collected?.description)
        object.add("debtor", status.debtor)
        object.add("debtorAccount", status.debtorAccount)
        return object
    }

    private static func json(_ problem: Problem) -> JSONObject {
        var object = JSONObject()
        object.add("code", problem.code.rawValue)
        object.add("severity", problem.severity.rawValue)
        object.add("place", problem.place.description)
        object.add("message", problem.message)
        return object
    }
}

// MARK: - For people

extension Inspection {
    /// A few lines for a terminal.
    public var text: String {
        if let package { return "\(path): dhx, 1.0\n\(package.shortText(Self.shownMax))" }
        var lines = ["\(path): \(headline)"]
        for statement in statements.prefix(Self.shownMax) { lines.append("  " + Self.line(statement)) }
        if statements.count > Self.shownMax { lines.append("  … \(statements.count) statements in all") }
        for invoice in invoices.prefix(Self.shownMax) { lines.append("  " + Self.line(invoice)) }
        if invoices.count > Self.shownMax { lines.append("  … \(invoices.count) invoices in all") }
        for (currency, sum) in directDebitSum.sorted(by: { $0.key < $1.key }) {
            lines.append(
                "  \(directDebits) direct debits, "
                    + "\(Money(minorUnits: sum, currency: currency).decimalString) \(currency)")
        }
        if decisions > 0 { lines.append("  \(decisions) decisions") }
        if customers > 0 { lines.append("  \(customers) customers") }
        if deliveries > 0 { lines.append("  \(deliveries) proofs of delivery") }
        if receipts > 0 { lines.append("  \(receipts) receipts in the creditor's own books") }
        for status in statuses.prefix(Self.shownMax) { lines.append("  " + Self.line(status)) }
        if statuses.count > Self.shownMax { lines.append("  … \(statuses.count) statuses in all") }
        for problem in problems.prefix(Self.shownMax) {
            lines.append(
                "  \(problem.severity.rawValue) \(problem.code.rawValue) (\(problem.place)): \(problem.message)"
            )
            lines.append("    -> \(problem.code.remedy)")
        }
        if problems.count > Self.shownMax { lines.append("  … \(problems.count) findings in all") }
        return lines.joined(separator: "\n")
    }

    private static let shownMax = 20

    private var headline: String {
        var parts = [identification.format.rawValue]
        if !identification.version.isEmpty { parts.append(identification.version) }
        if !identification.encoding.isEmpty { parts.append(identification.encoding) }
        if !identification.profile.isEmpty { parts.append("profile \(identification.profile)") }
        return parts.joined(separator: ", ")
    }

    private static func line(_ statement: InspectedStatement) -> String {
        let currency = statement.opening.currency
        let days = [
            statement.closing?.from ?? statement.opening.from, statement.closing?.to ?? statement.opening.to,
        ]
        .compactMap { $0?.description }.joined(separator: " to ")
        let opening = statement.closing?.openingBalance ?? statement.opening.openingBalance
        return [
            "account \(statement.opening.account.isEmpty ? "(none in the file)" : statement.opening.account)",
            days,
            "\(statement.closing?.entries ?? 0) entries",
            opening.map { "opening \(Money(minorUnits: $0, currency: currency).decimalString)" } ?? "",
            statement.closing?.closingBalance.map {
                "closing \(Money(minorUnits: $0, currency: currency).decimalString)"
            } ?? "",
            currency.code,
        ].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private static func line(_ status: PaymentStatusRecord) -> String {
        [
            "\(status.level.rawValue) \(status.status.isEmpty ? "without status" : status.status)",
            status.reason.isEmpty ? "" : "reason \(status.reason)",
            status.endToEndId.isEmpty ? "" : "end-to-end id \(status.endToEndId)",
            status.amount.map {
                "\(Money(minorUnits: $0, currency: status.currency).decimalString) \(status.currency)"
            } ?? "",
        ].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private static func line(_ invoice: InvoiceRecord) -> String {
        "\(invoice.kind.rawValue) \(invoice.number), issued \(invoice.issued)"
            + (invoice.due.map { ", due \($0)" } ?? "")
            + ", payable \(Money(minorUnits: invoice.payable, currency: invoice.currency).decimalString) "
            + invoice.currency.code
    }
}
