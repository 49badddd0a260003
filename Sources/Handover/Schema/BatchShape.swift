internal import Scanning

/// Which elements the XML of a flow has and what they hold, from the JSON Schema of the flow: XML itself does
/// not say which elements are lists, numbers or flags.
struct BatchShape: Sendable {
    /// What an element holds.
    enum Content: Sendable, Equatable {
        /// Also money and days, which DHX writes as texts.
        case text
        case integer
        case flag
        /// The object at a position of `objects`.
        case object(Int)
    }

    /// One property of an object.
    struct Member: Sendable {
        let name: String
        let content: Content
        /// An array is its elements one after another.
        let isList: Bool
        /// A list that JSON writes when it is empty; in XML that is no element at all.
        let isWrittenEmpty: Bool
    }

    /// The properties of an object, in the order of the schema.
    struct Object: Sendable {
        fileprivate(set) var members: [Member] = []
        /// Of a field in `members`; -1 where the object has no such property.
        fileprivate(set) var positions: [Int] = []

        func position(of field: UInt8) -> Int? {
            let position = Int(field) < positions.count ? positions[Int(field)] : -1
            return position < 0 ? nil : position
        }
    }

    /// What the grammar tells: the name of an element, by number.
    struct Field: RawRepresentable, Equatable, Sendable {
        let rawValue: UInt8

        static let document = Field(rawValue: 255)
        static let strangeElement = Field(rawValue: 254)
        static let strangeAttribute = Field(rawValue: 253)
        static let strangeText = Field(rawValue: 252)
        /// Names that a flow may have; CASE has 158.
        static let namesMax = 250
    }

    let flow: HandoverFlow
    /// The batch itself is the first.
    let objects: [Object]
    /// The position in the batch of the list that a batch is there for: `ops`, `events`, `records`.
    let list: Int
    let grammar: XMLGrammar

    /// The name of that list.
    var listName: String { objects[0].members[list].name }

    /// The shape of a flow; `nil` where the program lost its resources.
    static func of(_ flow: HandoverFlow) -> BatchShape? {
        switch flow {
        case .cases: cases
        case .acknowledgement: acknowledgement
        case .status: status
        case .remittance: remittance
        case .registry: registry
        case .inventory: inventory
        }
    }

    // Read once a process: to make the grammar takes longer than to read a small batch.
    private static let cases = BatchShape(.cases, HandoverSchema.cases.jsonSchema)
    private static let registry = BatchShape(.registry, HandoverSchema.registry.jsonSchema)
    private static let acknowledgement = BatchShape(
        .acknowledgement, HandoverSchema.acknowledgement.jsonSchema)
    private static let status = BatchShape(.status, HandoverSchema.status.jsonSchema)
    private static let remittance = BatchShape(.remittance, HandoverSchema.remittance.jsonSchema)
    private static let inventory = BatchShape(.inventory, HandoverSchema.inventory.jsonSchema)

    init?(_ flow: HandoverFlow, _ schema: [UInt8]) {
        guard let tree = try? JSONReader.value(of: schema) else { return nil }
        var builder = BatchShapeBuilder(definitions: tree["$defs"] ?? .null)
        _ = builder.object(tree)
        let objects = builder.objects
        guard let list = objects[0].members.lastIndex(where: \.isList),
            builder.names.count <= Field.namesMax
        else { return nil }
        (self.flow, self.objects, self.list) = (flow, objects, list)
        var rules: [XMLGrammar.Rule] = []
        builder.addRules(of: 0, below: "", depth: 0, to: &rules)
        grammar = XMLGrammar(
            document: BatchForms.root, Field.document, namespace: BatchForms.namespace(of: flow), rules,
            strangers: (Field.strangeElement, Field.strangeAttribute, Field.strangeText))
    }
}

/// Collects the objects of a schema. It knows the keywords that our schemas use and no others.
private struct BatchShapeBuilder {
    let definitions: JSONValue
    private(set) var objects: [BatchShape.Object] = []
    /// The name of field 1 and so on.
    private(set) var names: [String] = []
    /// The objects of definitions, by the name of the definition.
    private var known: [String: Int] = [:]

    init(definitions: JSONValue) { self.definitions = definitions }

    mutating func object(_ schema: JSONValue, name: String? = nil) -> Int {
        let position = objects.count
        objects.append(BatchShape.Object())
        if let name { known[name] = position }
        var object = BatchShape.Object()
        let required = schema["required"]?.elements.compactMap(\.text) ?? []
        for (index, property) in (schema["properties"]?.members ?? []).enumerated() {
            let field = field(property.name)
            while object.positions.count <= field { object.positions.append(-1) }
            object.positions[field] = index
            let isList = property.value["type"]?.text == "array"
            let isWrittenEmpty =
                isList && required.contains(property.name) && property.value["minItems"] == nil
            let value = isList ? property.value["items"] ?? .null : property.value
            object.members.append(
                BatchShape.Member(
                    name: property.name, content: content(value), isList: isList,
                    isWrittenEmpty: isWrittenEmpty))
        }
        objects[position] = object
        return position
    }

    private mutating func content(_ schema: JSONValue) -> BatchShape.Content {
        if let path = schema["$ref"]?.text {
            let name = path.split(separator: "/").last.map(String.init) ?? ""
            let target = definitions[name] ?? .null
            guard target["type"]?.text == "object" else { return content(target) }
            return .object(known[name] ?? object(target, name: name))
        }
        switch schema["type"]?.text {
        case "object": return .object(object(schema))
        case "integer": return .integer
        case "boolean": return .flag
        default: return .text
        }
    }

    private mutating func field(_ name: String) -> Int {
        if let known = names.firstIndex(of: name) { return known + 1 }
        names.append(name)
        return names.count
    }

    /// A rule a path. No schema of ours contains itself; one that did would end at the depth.
    func addRules(of object: Int, below path: String, depth: Int, to rules: inout [XMLGrammar.Rule]) {
        guard depth < 16 else { return }
        for member in objects[object].members {
            guard let known = names.firstIndex(of: member.name) else { continue }
            let field = BatchShape.Field(rawValue: UInt8(clamping: known + 1))
            let place = path.isEmpty ? member.name : path + "/" + member.name
            if case .object(let inner) = member.content {
                rules.append(.scope(place, field))
                addRules(of: inner, below: place, depth: depth + 1, to: &rules)
            } else {
                rules.append(.text(place, field))
            }
        }
    }
}
