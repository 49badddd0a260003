internal import Domain
internal import Scanning

/// The amounts of the core invoice (EN 16931 BG-22).
enum CoreTerm {
    /// BT-106 to BT-109: sum of lines, allowances and charges on the document, total without VAT.
    case lines, allowances, charges, net
    /// BT-110, BT-112: total VAT and total with VAT.
    case tax, total
    /// BT-113 to BT-115.
    case prepaid, rounding, payable
    /// Income tax withheld; UBL only, EN 16931 has no term for it.
    case withheld
}

/// An amount as written.
struct CoreAmount {
    var term: CoreTerm
    /// `nil` where the text is no number.
    var number: DecimalNumber?
    /// Empty where the amount names none.
    var currency: String
    var line: Int
}

/// The amounts in the invoice's currency, in minor units.
struct CoreTotals {
    /// Amounts with more decimals than the currency, rounded half up.
    private(set) var inexact: [CoreAmount] = []
    private(set) var unreadable: [CoreAmount] = []
    /// A second value for what stands once.
    private(set) var contradicting: [CoreAmount] = []
    private var values: [CoreTerm: Int64] = [:]
    private var taxes: [Int64] = []

    /// Amounts in other currencies are left out: a second VAT total is stated for the tax office (BT-111).
    init(_ amounts: [CoreAmount], currency: Currency) {
        let exponent = currency.exponent
        for amount in amounts where amount.currency.isEmpty || amount.currency.uppercased() == currency.code {
            guard let number = amount.number,
                let value = Int64.minorUnitsRounded(
                    digits: number.digits, scale: number.scale, exponent: exponent),
                // Room for sums of a dozen terms.
                value.magnitude < 1 << 58
            else {
                unreadable.append(amount)
                continue
            }
            if Int64.minorUnits(digits: number.digits, scale: number.scale, exponent: exponent) == nil {
                inexact.append(amount)
            }
            take(amount, value)
        }
    }

    private mutating func take(_ amount: CoreAmount, _ value: Int64) {
        switch amount.term {
        case .tax: if taxes.count < 16 { taxes.append(value) }
        case .withheld:
            let (sum, overflow) = (values[.withheld] ?? 0).addingReportingOverflow(value)
            if overflow || sum.magnitude >= 1 << 58 {
                unreadable.append(amount)
            } else {
                values[.withheld] = sum
            }
        default:
            if let known = values[amount.term] {
                if known != value { contradicting.append(amount) }
            } else {
                values[amount.term] = value
            }
        }
    }

    subscript(term: CoreTerm) -> Int64? { term == .tax ? tax : values[term] }

    /// Zero where the document has none.
    func value(_ term: CoreTerm) -> Int64 { self[term] ?? 0 }

    /// All tax: UBL has one total for each kind of tax. Where the first alone makes the total, the others
    /// repeat it in what is the same currency after all.
    private var tax: Int64? {
        guard let first = taxes.first else { return nil }
        if let net = values[.net], let total = values[.total], net + first == total { return first }
        return taxes.reduce(0, +)
    }
}
