internal import Domain

/// Open documents that lower or replace others, by what they correct.
struct Corrections: Sendable {
    private var byInvoiceNumber: [String: OpenItem] = [:]
    private var withoutInvoice: [String: OpenItem] = [:]

    init(_ items: [OpenItem]) {
        for item in items.sorted(by: { $0.id < $1.id }) {
            let lowers = item.outstanding < 0
            let replaces = item.kind == .replacement && !item.corrects.isEmpty
            guard lowers || replaces else { continue }
            if !item.corrects.isEmpty {
                if byInvoiceNumber[item.corrects] == nil { byInvoiceNumber[item.corrects] = item }
            } else if !item.customer.isEmpty, withoutInvoice[item.customer] == nil {
                withoutInvoice[item.customer] = item
            }
        }
    }

    /// The document that corrects this invoice by name.
    func naming(_ item: OpenItem) -> OpenItem? {
        byInvoiceNumber[item.number].flatMap { $0.id == item.id ? nil : $0 }
    }

    /// A credit of the customer that names no invoice and could lower any of them.
    func unnamed(forCustomerOf item: OpenItem) -> OpenItem? { withoutInvoice[item.customer] }
}
