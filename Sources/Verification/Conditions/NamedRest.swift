internal import Domain

/// What is left of an invoice paid in part, where it has the size of something that is no default: tax that
/// the payer withheld (LIRPF 99: a payer must, though the invoice is silent), a guarantee retained, a
/// discount taken, a bank's fee. A person says what it is before anybody is reminded of it.
enum NamedRest: Equatable {
    case withholding(LawRow)
    case retention(LawRow)
    case discount
    case fee

    /// Its word in the tables.
    var word: String {
        switch self {
        case .withholding: "withholding"
        case .retention: "retention"
        case .discount: "discount"
        case .fee: "fee"
        }
    }

    /// The row of law that it rests on.
    var law: LawRow? {
        switch self {
        case .withholding(let row), .retention(let row): row
        case .discount, .fee: nil
        }
    }

    /// Early-payment discounts that are usual, thousandths.
    private static let discounts: [Int64] = [5, 10, 15, 20, 25, 30, 40, 50]
    /// A bank takes no more for a transfer, minor units.
    private static let feeMaximum: Int64 = 1500

    /// What the rest of an invoice may be; `nil` where nothing was paid, or where it is just a part.
    init?(_ item: OpenItem, law: LawPack, on day: Day) {
        guard item.isPaidInPart, item.outstanding > 0, item.payable > 0 else { return nil }
        let rest = item.outstanding
        func isShare(_ row: LawRow, of base: Int64) -> Bool {
            row.unit == .basisPoints && row.value > 0 && row.isInForce(on: day)
                && Self.isNear(rest, base, Int64(row.value), of: 10_000)
        }
        if let net = item.net, net > 0,
            let row = law.rows(of: .withholding).first(where: { isShare($0, of: net) })
        {
            self = .withholding(row)
            return
        }
        let bases = [item.net, item.payable].compactMap { $0 }.filter { $0 > 0 }
        if let row = law.rows(.termCondition, of: "construction-retention").first(where: { row in
            bases.contains { isShare(row, of: $0) }
        }) {
            self = .retention(row)
        } else if Self.discounts.contains(where: { Self.isNear(rest, item.payable, $0, of: 1000) }) {
            self = .discount
        } else if rest <= Self.feeMaximum {
            self = .fee
        } else {
            return nil
        }
    }

    /// Whether an amount is so many parts of another, give or take a minor unit.
    private static func isNear(_ amount: Int64, _ whole: Int64, _ parts: Int64, of all: Int64) -> Bool {
        let product = whole.multipliedReportingOverflow(by: parts)
        guard !product.overflow else { return false }
        return abs((product.partialValue + all / 2) / all - amount) <= 1
    }
}
