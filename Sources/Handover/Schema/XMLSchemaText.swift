/// Makes the XSD 1.0 of a batch from its JSON Schema (DHX 1.0 §5.0): the same names, the same order, the same
/// forms of values. What JSON Schema says with `if`, XSD 1.0 cannot say: the rules check it.
///
/// It knows the keywords that our schemas use and no others. The result is kept as a resource beside the JSON
/// Schema, and a test compares the two.
struct XMLSchemaText {
    private var out: [UInt8] = []

    static func bytes(jsonSchema: JSONValue, flow: HandoverFlow) -> [UInt8] {
        var text = XMLSchemaText()
        let namespace = BatchForms.namespace(of: flow)
        text.line(0, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        text.line(0, "<!-- Made from the JSON Schema of the same name; change that. -->")
        text.line(
            0,
            "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns=\"\(namespace)\""
                + " targetNamespace=\"\(namespace)\" elementFormDefault=\"qualified\">")
        text.line(1, "<xs:element name=\"\(BatchForms.root)\">")
        text.type(jsonSchema, name: nil, depth: 2)
        text.line(1, "</xs:element>")
        for member in jsonSchema["$defs"]?.members ?? [] {
            text.type(member.value, name: member.name, depth: 1)
        }
        text.line(0, "</xs:schema>")
        return text.out
    }

    private mutating func line(_ depth: Int, _ text: String) {
        out += repeatElement(0x20, count: depth)
        out += text.utf8
        out.append(0x0A)
    }

    /// A definition, or without a name the type of the element around it.
    private mutating func type(_ schema: JSONValue, name: String?, depth: Int) {
        let attribute = name.map { " name=\"\($0)\"" } ?? ""
        guard schema["type"]?.text == "object" else {
            line(depth, "<xs:simpleType\(attribute)>")
            restriction(schema, depth: depth + 1)
            line(depth, "</xs:simpleType>")
            return
        }
        line(depth, "<xs:complexType\(attribute)>")
        line(depth + 1, "<xs:sequence>")
        let required = schema["required"]?.elements.compactMap(\.text) ?? []
        for member in schema["properties"]?.members ?? [] {
            element(
                member.name, member.value, isRequired: required.contains(member.name), depth: depth + 2)
        }
        line(depth + 1, "</xs:sequence>")
        line(depth, "</xs:complexType>")
    }

    private mutating func element(_ name: String, _ schema: JSONValue, isRequired: Bool, depth: Int) {
        var occurs = isRequired ? "" : " minOccurs=\"0\""
        var value = schema
        if schema["type"]?.text == "array" {
            // An empty array is no element.
            let least = isRequired ? schema["minItems"]?.number ?? 0 : 0
            occurs = " minOccurs=\"\(least)\" maxOccurs=\"unbounded\""
            value = schema["items"] ?? .null
        }
        if let type = reference(value) {
            line(depth, "<xs:element name=\"\(name)\" type=\"\(type)\"\(occurs)/>")
            return
        }
        line(depth, "<xs:element name=\"\(name)\"\(occurs)>")
        type(value, name: nil, depth: depth + 1)
        line(depth, "</xs:element>")
    }

    /// The name of a type that needs no lines of its own.
    private func reference(_ schema: JSONValue) -> String? {
        if let path = schema["$ref"]?.text { return path.split(separator: "/").last.map(String.init) }
        return schema["type"]?.text == "boolean" ? "xs:boolean" : nil
    }

    private mutating func restriction(_ schema: JSONValue, depth: Int) {
        let isNumber = schema["type"]?.text == "integer"
        line(depth, "<xs:restriction base=\"\(isNumber ? "xs:integer" : "xs:string")\">")
        let constant = schema["const"].map { [$0] } ?? []
        for value in (schema["enum"]?.elements ?? constant).compactMap(\.text) {
            line(depth + 1, "<xs:enumeration value=\"\(value)\"/>")
        }
        if let pattern = schema["pattern"]?.text {
            // XSD patterns are anchored by themselves.
            line(depth + 1, "<xs:pattern value=\"\(pattern.filter { $0 != "^" && $0 != "$" })\"/>")
        }
        let facets = [
            ("minLength", "minLength"), ("maxLength", "maxLength"), ("minimum", "minInclusive"),
            ("maximum", "maxInclusive"),
        ]
        for (keyword, facet) in facets {
            guard let number = schema[keyword]?.number else { continue }
            line(depth + 1, "<xs:\(facet) value=\"\(number)\"/>")
        }
        line(depth, "</xs:restriction>")
    }
}

extension JSONValue {
    var members: [Member] {
        if case .object(let members) = self { return members }
        return []
    }

    var elements: [JSONValue] {
        if case .array(let elements) = self { return elements }
        return []
    }

    fileprivate var number: Int64? {
        if case .integer(let number) = self { return number }
        return nil
    }
}
