internal import Domain

// The scalar values of DHX (§5.1), each in a mandatory and an optional form.
extension FieldReader {
    private mutating func string(
        _ name: String, _ expected: @autoclosure () -> String
    ) throws(HandoverFault) -> String? {
        guard let value = try take(name) else { return nil }
        guard case .string(let text) = value else {
            throw fault(.wrongType, name, found: Self.kind(of: value), expected: expected())
        }
        return text
    }

    /// Free text; what stood there is never repeated. Empty where absent. It comes back composed (Unicode
    /// NFC), as it would be written again.
    mutating func optionalText(_ name: String, max: Int) throws(HandoverFault) -> String {
        guard let text = try string(name, "a text") else { return "" }
        guard FieldForm.isText(text, max: max) else {
            throw fault(
                .wrongForm, name, found: "a text of \(text.unicodeScalars.count) characters",
                expected: "1 to \(max) characters")
        }
        return CanonicalText.composed(text)
    }

    mutating func text(_ name: String, max: Int) throws(HandoverFault) -> String {
        let text = try optionalText(name, max: max)
        return try require(text.isEmpty ? nil : text, name, "a text")
    }

    /// Empty where absent.
    mutating func optionalId(_ name: String) throws(HandoverFault) -> String {
        try form(name, "an id of 1 to 35 characters", FieldForm.isId) ?? ""
    }

    mutating func id(_ name: String) throws(HandoverFault) -> String {
        try require(
            try form(name, "an id of 1 to 35 characters", FieldForm.isId), name, "an id of 1 to 35 characters"
        )
    }

    /// A text with a form of its own; `nil` where absent.
    mutating func form(
        _ name: String, _ expected: String, _ isRight: (String) -> Bool
    ) throws(HandoverFault) -> String? {
        guard let text = try string(name, expected) else { return nil }
        guard isRight(text) else {
            throw fault(.wrongForm, name, found: Self.quoted(text), expected: expected)
        }
        return text
    }

    mutating func optionalCode<Code: RawRepresentable & CaseIterable>(
        _ name: String, _ type: Code.Type
    ) throws(HandoverFault) -> Code? where Code.RawValue == String {
        guard let text = try string(name, "a code") else { return nil }
        guard let code = Code(rawValue: text) else {
            throw fault(.codeUnknown, name, found: Self.quoted(text), expected: Self.choice(Code.self))
        }
        return code
    }

    mutating func code<Code: RawRepresentable & CaseIterable>(
        _ name: String, _ type: Code.Type
    ) throws(HandoverFault) -> Code where Code.RawValue == String {
        try require(try optionalCode(name, type), name, Self.choice(Code.self))
    }

    /// `one of A, B, C`.
    static func choice<Code: RawRepresentable & CaseIterable>(_ type: Code.Type) -> String
    where Code.RawValue == String {
        "one of " + Code.allCases.map(\.rawValue).joined(separator: ", ")
    }

    /// A text that must be exactly this one.
    mutating func constant(_ name: String, _ expected: String) throws(HandoverFault) {
        let text = try require(try string(name, expected), name, expected)
        guard text == expected else {
            throw fault(.wrongForm, name, found: Self.quoted(text), expected: expected)
        }
    }

    mutating func optionalInteger(
        _ name: String, in range: ClosedRange<Int64>
    ) throws(HandoverFault) -> Int? {
        var expected: String { "a whole number from \(range.lowerBound) to \(range.upperBound)" }
        guard let value = try take(name) else { return nil }
        guard case .integer(let number) = value else {
            throw fault(.wrongType, name, found: Self.kind(of: value), expected: expected)
        }
        guard range.contains(number) else {
            throw fault(.wrongForm, name, found: String(number), expected: expected)
        }
        return Int(number)
    }

    mutating func integer(_ name: String, in range: ClosedRange<Int64>) throws(HandoverFault) -> Int {
        try require(try optionalInteger(name, in: range), name, "a whole number")
    }

    mutating func optionalDay(_ name: String) throws(HandoverFault) -> Day? {
        guard let text = try string(name, "a day YYYY-MM-DD") else { return nil }
        guard let day = Day(iso: text) else {
            throw fault(.wrongForm, name, found: Self.quoted(text), expected: "a day YYYY-MM-DD")
        }
        return day
    }

    mutating func day(_ name: String) throws(HandoverFault) -> Day {
        try require(try optionalDay(name), name, "a day YYYY-MM-DD")
    }

    mutating func time(_ name: String) throws(HandoverFault) -> PinnedTime {
        let expected = "a time YYYY-MM-DDThh:mm:ssZ"
        let text = try require(try string(name, expected), name, expected)
        guard let time = PinnedTime(utc: text) else {
            throw fault(.wrongForm, name, found: Self.quoted(text), expected: expected)
        }
        return time
    }

    /// Minor units of the currency.
    mutating func optionalAmount(_ name: String, _ currency: Currency) throws(HandoverFault) -> Int64? {
        let decimals = currency.exponent
        var expected: String { "an amount in \(currency.code) as text with \(decimals) decimals" }
        guard let text = try string(name, expected) else { return nil }
        guard let amount = DecimalText.value(text, decimals: decimals) else {
            throw fault(.wrongForm, name, found: Self.quoted(text), expected: expected)
        }
        return amount
    }

    mutating func amount(_ name: String, _ currency: Currency) throws(HandoverFault) -> Int64 {
        try require(try optionalAmount(name, currency), name, "an amount as text")
    }

    /// Hundredths of a percent: `21.00` is 2100. At most 1000 %.
    mutating func optionalPercent(_ name: String) throws(HandoverFault) -> Int? {
        let expected = "a percentage as text with 2 decimals"
        guard let text = try string(name, expected) else { return nil }
        guard let points = DecimalText.value(text, decimals: 2), (0...100_000).contains(points) else {
            throw fault(.wrongForm, name, found: Self.quoted(text), expected: expected)
        }
        return Int(points)
    }

    mutating func percent(_ name: String) throws(HandoverFault) -> Int {
        try require(try optionalPercent(name), name, "a percentage as text")
    }

    mutating func currency(_ name: String) throws(HandoverFault) -> Currency {
        let currency = try currencyCode(name)
        guard CodeLists.currencies.contains(currency.code) else {
            throw fault(
                .codeUnknown, name, found: Self.quoted(currency.code), expected: "an ISO 4217 code")
        }
        return currency
    }

    /// A code in the form of ISO 4217, of an element whose rules say whether there is such a currency.
    mutating func currencyCode(_ name: String) throws(HandoverFault) -> Currency {
        let expected = "an ISO 4217 code"
        let text = try require(try string(name, expected), name, expected)
        guard let currency = Currency(text) else {
            throw fault(.wrongForm, name, found: Self.quoted(text), expected: expected)
        }
        return currency
    }
}

extension PinnedTime: Comparable {
    /// `2026-07-01T06:00:00Z`; anything else is `nil`.
    public init?(utc text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 20, bytes[10] == 0x54, bytes[13] == 0x3A, bytes[16] == 0x3A, bytes[19] == 0x5A,
            let day = Day(iso: text.prefix(10))
        else { return nil }
        func two(_ start: Int) -> Int? {
            let digits = bytes[start..<start + 2]
            guard digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
            return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }
        guard let hour = two(11), hour < 24, let minute = two(14), minute < 60, let second = two(17),
            second < 60
        else { return nil }
        self.init(day, secondOfDay: hour * 3600 + minute * 60 + second)
    }

    /// The earlier instant first.
    public static func < (a: PinnedTime, b: PinnedTime) -> Bool {
        (a.day, a.secondOfDay) < (b.day, b.secondOfDay)
    }
}
