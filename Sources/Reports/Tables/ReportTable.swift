/// The tables of a night, whole, for spreadsheets and scripts.
public enum ReportTable: String, Sendable, CaseIterable {
    case files, problems, matches, unexplained, ruled, patterns, aged, verdicts, routes, steps, held, cases
    case remittances
    case toDo = "todo"

    /// Where the page links to, relative to the folder of the page.
    public var path: String { "report/\(rawValue).csv" }

    /// The heading row. Others script against these names and their order.
    public var columns: [String] {
        switch self {
        case .files:
            [
                "file", "sha256", "format", "statements", "entries", "invoices", "added", "known",
                "set_aside",
                "refused",
            ]
        case .problems:
            [
                "file", "line", "column", "element", "code", "severity", "found", "expected", "message",
                "remedy",
            ]
        case .matches:
            ["payment_id", "invoice_number", "amount_cents", "status", "rank", "kind", "pattern", "margin"]
        case .unexplained: ["payment_id", "booked", "amount", "currency", "customers"]
        case .ruled: ["payment_id", "booked", "amount", "currency", "rule", "outcome"]
        case .patterns: ["pattern", "posted", "audited", "confirmed", "wrong", "waiting", "bound_per_10000"]
        case .aged:
            [
                "invoice_number", "customer_key", "customer", "issued", "due", "overdue_days", "band",
                "outstanding", "currency",
            ]
        case .verdicts: ["invoice_number", "verified", "condition", "result", "evidence", "missing"]
        case .routes:
            [
                "customer_key", "customer", "invoices", "route", "recommended", "principal",
                "success_per_10000", "expected", "cost", "net", "currency", "days", "objections", "tax",
                "tax_from", "tax_until",
            ]
        case .steps:
            [
                "case", "invoice_number", "step", "action", "channel", "day", "amount", "currency",
                "document",
                "sha256", "run",
            ]
        case .held: ["case", "invoice_number", "customer", "step", "amount", "currency", "reason"]
        case .cases: ["case", "agency_case", "state", "balance", "currency", "last_day", "last_event"]
        case .remittances:
            [
                "statement", "movement", "kind", "case", "day", "gross", "currency", "fee", "break", "reason",
                "agency",
            ]
        case .toDo: ["kind", "subject", "day", "amount", "currency", "detail", "action"]
        }
    }
}
