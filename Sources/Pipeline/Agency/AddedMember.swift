/// What a member that came to a file of the desk later holds where it is absent.
protocol HasEmpty {
    init()
    var isEmpty: Bool { get }
}

extension Array: HasEmpty {}
extension Dictionary: HasEmpty {}

/// A member that files of earlier programs lack: empty there, and left out where it is empty.
@propertyWrapper struct Added<Value: Codable & Equatable & HasEmpty>: Codable, Equatable {
    var wrappedValue: Value

    init(wrappedValue: Value) { self.wrappedValue = wrappedValue }

    init(from decoder: any Decoder) throws { wrappedValue = try Value(from: decoder) }

    func encode(to encoder: any Encoder) throws { try wrappedValue.encode(to: encoder) }
}

// What the compiler writes for Codable calls these where a member has the wrapper.
extension KeyedDecodingContainer {
    func decode<Value>(_ type: Added<Value>.Type, forKey key: Key) throws -> Added<Value> {
        try decodeIfPresent(type, forKey: key) ?? Added(wrappedValue: Value())
    }
}

extension KeyedEncodingContainer {
    mutating func encode<Value>(_ value: Added<Value>, forKey key: Key) throws {
        if !value.wrappedValue.isEmpty { try encodeIfPresent(Optional(value), forKey: key) }
    }
}
