internal import Domain

/// A day that stands in a file of a desk as `2026-02-28`, for people to read.
@propertyWrapper struct DayText: Codable, Equatable {
    var wrappedValue: Day

    init(wrappedValue: Day) { self.wrappedValue = wrappedValue }

    init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let day = Day(iso: text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "'\(text)' is no day"))
        }
        wrappedValue = day
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(wrappedValue.description)
    }
}

/// The same, where there may be none: the member is then left out.
@propertyWrapper struct OptionalDayText: Codable, Equatable {
    var wrappedValue: Day?

    init(wrappedValue: Day?) { self.wrappedValue = wrappedValue }

    init(from decoder: any Decoder) throws { wrappedValue = try DayText(from: decoder).wrappedValue }

    func encode(to encoder: any Encoder) throws {
        if let day = wrappedValue { try DayText(wrappedValue: day).encode(to: encoder) }
    }
}

// What the compiler writes for Codable calls these where a member has the wrapper.
extension KeyedDecodingContainer {
    func decode(_ type: OptionalDayText.Type, forKey key: Key) throws -> OptionalDayText {
        try decodeIfPresent(type, forKey: key) ?? OptionalDayText(wrappedValue: nil)
    }
}

extension KeyedEncodingContainer {
    mutating func encode(_ value: OptionalDayText, forKey key: Key) throws {
        if value.wrappedValue != nil { try encodeIfPresent(Optional(value), forKey: key) }
    }
}
