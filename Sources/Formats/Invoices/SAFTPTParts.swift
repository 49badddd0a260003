internal import Domain
internal import Scanning

/// Texts and amounts of SAF-T (PT).
enum SAFTText {
    /// Millionths of the currency, in which lines are added: they have more decimals than cents.
    static let lineExponent = 6

    /// The text; empty where the file says that it is unknown (`Desconhecido`, as the standard words it).
    static func known(_ bytes: Span<UInt8>) -> String {
        let text = XMLText.string(bytes)
        return text.utf8.count == 12 && text.lowercased() == "desconhecido" ? "" : text
    }

    /// The compact form, without the `PT` that some programs write before the nine digits.
    static func taxId(_ text: String) -> String {
        let key = TaxIdentifier.key(text)
        return key.utf8.count == 11 && key.hasPrefix("PT") ? String(key.dropFirst(2)) : key
    }

    /// Millionths, rounded; `nil` for no number and for one too large.
    static func millionths(_ bytes: Span<UInt8>) -> Int64? {
        DecimalNumber(point: bytes).flatMap {
            Int64.minorUnitsRounded(digits: $0.digits, scale: $0.scale, exponent: lineExponent)
        }
    }

    /// Minor units of a sum of millionths, rounded half away from zero.
    static func minorUnits(_ millionths: Int64, _ currency: Currency) -> Int64 {
        Int64.minorUnitsRounded(digits: millionths, scale: lineExponent, exponent: currency.exponent) ?? 0
    }
}

/// `Customer` while it is read.
struct SAFTCustomer {
    var line = 0
    private var id = ""
    private var party = PartyRecord()

    init(line: Int = 0) { self.line = line }

    mutating func take(_ element: SAFTElement, _ bytes: Span<UInt8>) {
        let text = SAFTText.known(bytes)
        switch element {
        case .customerId: id = text
        case .customerTaxId: party.taxId = SAFTText.taxId(text)
        case .customerName: party.name = text
        case .customerStreet: party.street = text
        case .customerTown: party.town = text
        case .customerPostCode: party.postCode = text
        case .customerRegion: party.province = text
        case .customerCountry: party.country = CountryCode.alpha2(of: text)
        case .customerPhone: party.phone = text
        case .customerEmail: party.email = text
        default: break
        }
    }

    /// Keeps the customer. The number 999999990 stands for final consumers who gave none: it is nobody's.
    mutating func finish(into customers: inout [String: PartyRecord], _ problems: inout [Problem]) {
        let place = Place(line: line, element: "MasterFiles/Customer")
        guard !id.isEmpty else {
            return problems.report(
                Problem(.fieldMissing, severity: .warn, at: place, expected: "CustomerID"))
        }
        if party.taxId == PortugueseIdentifier.finalConsumer { party.taxId = "" }
        if !party.taxId.isEmpty, party.country == "PT", !PortugueseIdentifier.isNIF(party.taxId) {
            problems.report(Problem(.taxIdInvalid, at: place))
        }
        customers[id] = party
    }
}

/// Sums of the lines of one document, millionths.
struct SAFTSums {
    var debit: Int64 = 0
    var credit: Int64 = 0
    var lines = 0
    /// False where an amount could not be read or added: nothing is compared then.
    var isExact = true

    mutating func add(_ other: SAFTSums) {
        let (debit, overflowed) = self.debit.addingReportingOverflow(other.debit)
        let (credit, carried) = self.credit.addingReportingOverflow(other.credit)
        isExact = isExact && other.isExact && !overflowed && !carried
        (self.debit, self.credit, lines) = (debit, credit, lines + other.lines)
    }

    mutating func take(_ element: SAFTElement, _ amount: Int64?) {
        var line = SAFTSums()
        line.lines = 1
        if element == .debit { line.debit = amount ?? 0 } else { line.credit = amount ?? 0 }
        line.isExact = amount != nil
        add(line)
    }
}

/// The control totals of a list of documents. Cancelled documents (A) count as entries and are not summed;
/// those billed by another document (F) are summed by some programs and not by others.
struct SAFTControl {
    var count = 0
    private var line = 0
    private var declaredCount: Int64?
    private var declaredDebit: Int64?
    private var declaredCredit: Int64?
    private var sums = SAFTSums()
    private var billed = SAFTSums()

    init(line: Int = 0) { self.line = line }

    mutating func take(_ element: SAFTElement, _ bytes: Span<UInt8>) {
        switch element {
        case .declaredCount: declaredCount = digitsValue(bytes, XMLText.trimmed(bytes))
        case .declaredDebit: declaredDebit = SAFTText.millionths(bytes)
        case .declaredCredit: declaredCredit = SAFTText.millionths(bytes)
        default: break
        }
    }

    mutating func add(_ sums: SAFTSums, status: String) {
        if status == "F" { billed.add(sums) } else if status != "A" { self.sums.add(sums) }
    }

    func problems(element: String) -> [Problem] {
        var problems: [Problem] = []
        if let declaredCount, declaredCount != count {
            problems.report(
                Problem(
                    .countMismatch, at: Place(line: line, element: element + "/NumberOfEntries"),
                    found: "\(declaredCount)", expected: "\(count)"))
        }
        var all = sums
        all.add(billed)
        guard all.isExact else { return problems }
        for (name, declared, ours, withBilled) in [
            ("/TotalDebit", declaredDebit, sums.debit, all.debit),
            ("/TotalCredit", declaredCredit, sums.credit, all.credit),
        ] {
            guard let declared, !isNear(declared, ours), !isNear(declared, withBilled) else { continue }
            problems.report(
                Problem(
                    .totalsDiffer, at: Place(line: line, element: element + name),
                    found: Money.decimalString(declared, exponent: SAFTText.lineExponent),
                    expected: Money.decimalString(ours, exponent: SAFTText.lineExponent)))
        }
        return problems
    }

    /// Programs that round each line are off by at most half a cent a line.
    private func isNear(_ a: Int64, _ b: Int64) -> Bool {
        let (difference, overflowed) = a.subtractingReportingOverflow(b)
        return !overflowed && difference.magnitude <= UInt64(5000) * UInt64(sums.lines + billed.lines + 2)
    }
}
