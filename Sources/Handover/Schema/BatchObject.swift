/// The members of one object of a batch, taken one by one and strictly: what is mandatory must be there, and
/// what nobody takes must not.
struct BatchObject {
    /// More members than any object of DHX has; one bit each says which were taken.
    private static let membersMax = 64

    private let members: [JSONValue.Member]
    private var taken: UInt64 = 0
    private var cursor = 0

    init(_ value: JSONValue) throws(BatchReadError) {
        guard case .object(let members) = value else {
            throw BatchReadError(found: BatchValue.kind(of: value), expected: "an object")
        }
        guard members.count <= Self.membersMax else {
            throw BatchReadError(found: "\(members.count) members", expected: "an object of DHX 1.0")
        }
        self.members = members
    }

    /// The value of a member, which counts as taken. Canonical batches are taken in their own order, so the
    /// next member is nearly always the one.
    private mutating func take(_ name: String) -> JSONValue? {
        let isNext = cursor < members.count && members[cursor].name == name
        guard let position = isNext ? cursor : members.firstIndex(where: { $0.name == name }) else {
            return nil
        }
        taken |= 1 << UInt64(position)
        cursor = position + 1
        return members[position].value
    }

    /// Whether there is a member of the name, without taking it.
    func has(_ name: String) -> Bool { members.contains { $0.name == name } }

    /// The names of the members, in their order.
    var names: [String] { members.map(\.name) }

    mutating func required<Value>(
        _ name: String, _ read: (JSONValue) throws(BatchReadError) -> Value
    ) throws(BatchReadError) -> Value {
        guard let value = take(name) else {
            throw BatchReadError(name, found: "nothing", expected: "the mandatory member")
        }
        do throws(BatchReadError) { return try read(value) } catch { throw error.inside(name) }
    }

    mutating func optional<Value>(
        _ name: String, _ read: (JSONValue) throws(BatchReadError) -> Value
    ) throws(BatchReadError) -> Value? {
        guard let value = take(name) else { return nil }
        do throws(BatchReadError) { return try read(value) } catch { throw error.inside(name) }
    }

    /// A text, or the empty string where there is none.
    mutating func text(_ name: String) throws(BatchReadError) -> String {
        try optional(name, BatchValue.text) ?? ""
    }

    /// An array of objects, each read in full.
    mutating func list<Value>(
        _ name: String, isOptional: Bool = false,
        _ read: (inout BatchObject) throws(BatchReadError) -> Value
    ) throws(BatchReadError) -> [Value] {
        if isOptional, !has(name) { return [] }
        return try required(name) { (value) throws(BatchReadError) in
            try BatchValue.list(value) { (element) throws(BatchReadError) in
                try BatchValue.object(element, read)
            }
        }
    }

    /// An object, read in full.
    mutating func object<Value>(
        _ name: String, _ read: (inout BatchObject) throws(BatchReadError) -> Value
    ) throws(BatchReadError) -> Value {
        try required(name) { (value) throws(BatchReadError) in try BatchValue.object(value, read) }
    }

    /// A constant that must stand there.
    mutating func constant(_ name: String, _ expected: String) throws(BatchReadError) {
        try required(name) { (value) throws(BatchReadError) in
            guard value == .string(expected) else {
                throw BatchReadError(found: BatchValue.shown(value), expected: expected)
            }
        }
    }

    /// Refuses members that nobody took.
    func finish() throws(BatchReadError) {
        guard taken.nonzeroBitCount != members.count else { return }
        for (position, member) in members.enumerated() where taken & (1 << UInt64(position)) == 0 {
            throw BatchReadError(
                member.name, found: "a member that does not belong here", expected: "no such member")
        }
    }
}
