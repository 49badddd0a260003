internal import Domain

// The currency of an amount whose case was placed elsewhere: DHX writes it once, with the case.
extension FieldReader {
    /// Names of the members that hold amounts, in any flow of feedback.
    private static let amountNames: Set<String> = [
        "amount", "total", "costEstimate", "principal", "originalBalance", "lastPaymentAmount",
    ]

    /// One currency of each number of decimals that amounts are written with.
    private static let oneOfEachExponent: [Currency] = ["EUR", "JPY", "TND"].compactMap { Currency($0) }

    /// The currency of the object's amounts: the case's own, or where nobody knows that, one with the
    /// decimals that its first amount has.
    ///
    /// - Parameter stated: currencies that the batch itself names; the case's is among them.
    func currency(
        of caseRef: String, _ currencies: CaseCurrencies, stated: [Currency] = []
    ) throws(HandoverFault) -> Currency {
        if let known = currencies[caseRef] { return known }
        let choices = stated.isEmpty ? Self.oneOfEachExponent : stated
        guard let (place, amount) = Self.firstAmount(in: .object(members)) else {
            return choices.first ?? .eur
        }
        guard let currency = choices.first(where: { $0.exponent == Self.decimals(of: amount) }) else {
            let exponents = Set(choices.map(\.exponent)).sorted().map(String.init)
            let names = stated.map(\.code).joined(separator: ", ")
            throw fault(
                .wrongForm, place, found: Self.quoted(amount),
                expected: "an amount\(names.isEmpty ? "" : " in \(names)") as text with "
                    + "\(exponents.joined(separator: " or ")) decimals")
        }
        return currency
    }

    /// The first amount by depth, with its place in the value.
    private static func firstAmount(in value: JSONValue) -> (place: String, amount: String)? {
        guard case .object(let members) = value else { return nil }
        for member in members {
            if amountNames.contains(member.name), let text = member.value.text { return (member.name, text) }
            if let inner = firstAmount(in: member.value) {
                return ("\(member.name).\(inner.place)", inner.amount)
            }
        }
        return nil
    }

    /// How many digits stand behind the point.
    static func decimals(of amount: String) -> Int {
        amount.utf8.lastIndex(of: 0x2E).map { amount.utf8[$0...].count - 1 } ?? 0
    }

    /// The currencies of the control sums inside a member; what is wrong with them shows when they are read.
    func statedCurrencies(_ name: String) -> [Currency] {
        guard case .array(let sums) = JSONValue.object(members)[name]?["amounts"] else { return [] }
        return sums.compactMap { $0["currency"]?.text.flatMap { Currency($0) } }
    }
}
