internal import Domain

/// Reads the leaves of a batch in exactly the form in which they are written.
enum BatchValue {
    /// A text that is not empty and in composed form (NFC), so that equal names are equal bytes.
    static func text(_ value: JSONValue) throws(BatchReadError) -> String {
        guard case .string(let text) = value, !text.isEmpty else {
            throw BatchReadError(found: shown(value), expected: "a text that is not empty")
        }
        guard CanonicalText.composed(text).utf8.elementsEqual(text.utf8) else {
            throw BatchReadError(found: shown(value), expected: "a text in composed form (Unicode NFC)")
        }
        return text
    }

    static func id(_ value: JSONValue) throws(BatchReadError) -> String {
        guard case .string(let text) = value, FieldForm.isId(text) else {
            throw BatchReadError(found: shown(value), expected: "an id: 1 to 35 of A-Z a-z 0-9 . _ / : -")
        }
        return text
    }

    static func digest(_ value: JSONValue) throws(BatchReadError) -> String {
        guard case .string(let text) = value, SHA256Text.isDigest(text) else {
            throw BatchReadError(found: shown(value), expected: "64 lower-case hexadecimal digits")
        }
        return text
    }

    static func bool(_ value: JSONValue) throws(BatchReadError) -> Bool {
        guard case .bool(let flag) = value else {
            throw BatchReadError(found: shown(value), expected: "true or false")
        }
        return flag
    }

    /// A whole number that is not negative.
    static func count(_ value: JSONValue) throws(BatchReadError) -> Int {
        guard case .integer(let number) = value, number >= 0 else {
            throw BatchReadError(found: shown(value), expected: "a whole number, not negative")
        }
        return Int(number)
    }

    static func day(_ value: JSONValue) throws(BatchReadError) -> Day {
        guard case .string(let text) = value, let day = Day(iso: text) else {
            throw BatchReadError(found: shown(value), expected: "a day, YYYY-MM-DD")
        }
        return day
    }

    /// `2026-07-01T06:00:00Z`.
    static func time(_ value: JSONValue) throws(BatchReadError) -> PinnedTime {
        if case .string(let text) = value, text.utf8.count == 20, let day = Day(iso: text.prefix(10)) {
            let parts = text.dropFirst(11).dropLast().split(separator: ":").map { Int($0) ?? -1 }
            if parts.count == 3, zip(parts, [24, 60, 60]).allSatisfy({ 0..<$1 ~= $0 }) {
                let time = PinnedTime(day, secondOfDay: parts[0] * 3600 + parts[1] * 60 + parts[2])
                if time.description == text { return time }
            }
        }
        throw BatchReadError(found: shown(value), expected: "an instant, YYYY-MM-DDThh:mm:ssZ")
    }

    static func currency(_ value: JSONValue) throws(BatchReadError) -> Currency {
        guard case .string(let text) = value, let currency = Currency(text) else {
            throw BatchReadError(found: shown(value), expected: "a currency, ISO 4217")
        }
        return currency
    }

    /// Minor units of a decimal string with exactly `decimals` decimals: what the writer would write.
    static func decimal(_ value: JSONValue, decimals: Int) throws(BatchReadError) -> Int64 {
        guard case .string(let text) = value, let units = minorUnits(text, decimals: decimals) else {
            throw BatchReadError(
                found: shown(value), expected: "a decimal string with \(decimals) decimals that fits")
        }
        return units
    }

    private static func minorUnits(_ text: String, decimals: Int) -> Int64? {
        let bytes = text.utf8
        let isNegative = bytes.first == 0x2D
        let digits = isNegative ? bytes.dropFirst() : bytes[...]
        let whole = decimals == 0 ? digits.count : digits.count - decimals - 1
        guard whole >= 1, whole == 1 || digits.first != 0x30 else { return nil }
        var units: Int64 = 0
        for (position, byte) in digits.enumerated() {
            if position == whole {
                guard byte == 0x2E else { return nil }
                continue
            }
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            let (tens, overflow) = units.multipliedReportingOverflow(by: 10)
            // Counted downwards, so that the smallest amount has its place.
            let (next, underflow) = tens.subtractingReportingOverflow(Int64(byte - 0x30))
            guard !overflow, !underflow else { return nil }
            units = next
        }
        if isNegative { return units == 0 ? nil : units }
        return units == .min ? nil : -units
    }

    /// One of the codes of an enumeration.
    static func code<Code: RawRepresentable & CaseIterable>(
        _ value: JSONValue, _ type: Code.Type
    ) throws(BatchReadError) -> Code where Code.RawValue == String {
        guard case .string(let text) = value, let code = Code(rawValue: text) else {
            throw BatchReadError(
                found: shown(value), expected: Code.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return code
    }

    static func list<Value>(
        _ value: JSONValue, _ read: (JSONValue) throws(BatchReadError) -> Value
    ) throws(BatchReadError) -> [Value] {
        guard case .array(let elements) = value else {
            throw BatchReadError(found: shown(value), expected: "an array")
        }
        var values: [Value] = []
        values.reserveCapacity(elements.count)
        for (position, element) in elements.enumerated() {
            do throws(BatchReadError) {
                values.append(try read(element))
            } catch {
                throw error.inside(position)
            }
        }
        return values
    }

    static func object<Value>(
        _ value: JSONValue, _ read: (inout BatchObject) throws(BatchReadError) -> Value
    ) throws(BatchReadError) -> Value {
        var members = try BatchObject(value)
        let result = try read(&members)
        try members.finish()
        return result
    }

    static func texts(_ value: JSONValue) throws(BatchReadError) -> [String] {
        let texts = try list(value, text)
        guard !texts.isEmpty else { throw BatchReadError(found: "no text", expected: "at least one, or no array") }
        return texts
    }

    /// What a value is, in words.
    static func kind(of value: JSONValue) -> String {
        switch value {
        case .object: "an object"
        case .array: "an array"
        case .string: "a text"
        case .integer: "a number"
        case .bool: "true or false"
        case .null: "null"
        }
    }

    /// What an error may show: ids, codes, days and amounts; of other texts, which may name people, the length.
    static func shown(_ value: JSONValue) -> String {
        switch value {
        case .string(let text) where FieldForm.isId(text): "'\(text)'"
        case .string(let text): "a text of \(text.unicodeScalars.count) characters"
        case .integer(let number): String(number)
        case .bool(let flag): String(flag)
        default: kind(of: value)
        }
    }
}
