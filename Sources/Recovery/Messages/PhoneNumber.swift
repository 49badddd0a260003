/// A telephone number in international form (ITU-T E.164): `+34600111222`.
public struct PhoneNumber: Sendable, Hashable, CustomStringConvertible {
    /// A plus sign and 8 to 15 digits.
    public let text: String
    /// Whether it takes text messages, as far as its first digits tell; `nil` where the plan of its
    /// country is not known here.
    public let isMobile: Bool?

    /// A number as people write it: with blanks, dots, hyphens, brackets, `00` or `+` before the country, or
    /// without country, which is then that of the debtor.
    ///
    /// `nil` for anything else: a wrong digit calls a stranger.
    ///
    /// - Parameter country: ISO 3166 alpha-2 of a number without country; empty reads Spain.
    public init?(_ written: String, country: String = "ES") {
        var digits = ""
        var isInternational = false
        let number = written.hasPrefix("tel:") ? String(written.dropFirst(4)) : written
        for character in number.replacing("(0)", with: "") {
            switch character {
            case "0"..."9" where character.isASCII: digits.append(character)
            case "+" where digits.isEmpty && !isInternational: isInternational = true
            case " ", ".", "-", "/", "(", ")", "\u{A0}":
                continue
            default: return nil
            }
        }
        if !isInternational, digits.hasPrefix("00") {
            digits.removeFirst(2)
            isInternational = true
        }
        guard
            let plan = isInternational
                ? Self.plans.first(where: { digits.hasPrefix($0.prefix) })
                : Self.plans.first(where: { $0.country == (country.isEmpty ? "ES" : country) })
        else {
            // Another country: only its length can be checked.
            guard isInternational, (8...15).contains(digits.count), digits.first != "0" else { return nil }
            text = "+" + digits
            isMobile = nil
            return
        }
        var national = isInternational ? String(digits.dropFirst(plan.prefix.count)) : digits
        if plan.hasTrunkZero, national.hasPrefix("0") { national.removeFirst() }
        guard national.count == 9, let first = national.first, plan.firstDigits.contains(first)
        else { return nil }
        text = "+" + plan.prefix + national
        isMobile = plan.mobileDigits.contains(first)
    }

    public var description: String { text }

    /// The numbering plan of a country: nine digits after its prefix in all of these.
    private struct Plan {
        let country: String
        let prefix: String
        let firstDigits: String
        let mobileDigits: String
        let hasTrunkZero: Bool
    }

    private static let plans = [
        Plan(country: "ES", prefix: "34", firstDigits: "6789", mobileDigits: "67", hasTrunkZero: false),
        Plan(country: "FR", prefix: "33", firstDigits: "123456789", mobileDigits: "67", hasTrunkZero: true),
        Plan(country: "PT", prefix: "351", firstDigits: "236789", mobileDigits: "9", hasTrunkZero: false),
    ]
}
