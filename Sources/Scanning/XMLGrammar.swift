/// Which elements of an XML format a reader wants, compiled to a table.
///
/// Elements are matched by local name along their path below an anchor, whatever their prefix or namespace.
/// What no rule names is skipped with everything in it and its text is never kept. The anchor is looked for
/// at any depth, so envelopes around a document do not matter.
public struct XMLGrammar: Sendable {
    /// One wanted path below the anchor, `Stmt/Ntry/Amt`. The last part may be an attribute, `@Ccy`, or
    /// `@xmlns` for the namespace that the element is in.
    public struct Rule: Sendable {
        enum Kind: Sendable { case scope, text, same(String) }
        let path: String
        let kind: Kind
        let field: UInt8

        /// The handler is told where the element begins and where it ends.
        public static func scope<Field: RawRepresentable<UInt8>>(_ path: String, _ field: Field) -> Rule {
            Rule(path: path, kind: .scope, field: field.rawValue)
        }

        /// The handler gets the element's own text, or the attribute's value. Field 0 is not allowed.
        public static func text<Field: RawRepresentable<UInt8>>(_ path: String, _ field: Field) -> Rule {
            Rule(path: path, kind: .text, field: field.rawValue)
        }

        /// The element at `path` is read as if it were the one at `other`, which an earlier rule names.
        public static func same(_ path: String, as other: String) -> Rule {
            Rule(path: path, kind: .same(other), field: 0)
        }
    }

    /// What is known of one element of the tree of wanted paths.
    struct Node: Sendable {
        static let isScope: UInt8 = 1
        static let isText: UInt8 = 2
        static let hasAttributes: UInt8 = 4
        var flags: UInt8 = 0
        /// Field of the element itself.
        var field: UInt8 = 0
        /// Field of its namespace, 0 for none.
        var namespaceField: UInt8 = 0
        /// Field of the wanted attribute, 0 for none.
        var attributeField: UInt8 = 0
        /// Token of the wanted attribute's name.
        var attribute: UInt16 = 0
        /// A node that stands for the next wanted attribute of the element, 0 for none.
        var nextAttribute: UInt16 = 0
    }

    /// How a strict grammar tells what no rule names, instead of passing over it.
    struct Strangers: Sendable {
        /// The namespace of every element; one in another is a stranger.
        let namespace: [UInt8]
        /// Fields of an element and of an attribute, with their names, and of text beside elements.
        let element: UInt8
        let attribute: UInt8
        let text: UInt8
    }

    /// Node 0 is "not wanted", node 1 is "outside every anchor".
    static let nowhere: UInt16 = 0
    static let outside: UInt16 = 1

    private(set) var nodes = [Node(), Node()]
    /// Local names by token; token 0 is every other name.
    private(set) var names = [""]
    /// Child by node and token, `nodes.count` rows of `names.count`.
    private(set) var transitions: [UInt16] = []
    /// `nil` unless the grammar is strict.
    private(set) var strangers: Strangers?

    /// A grammar that nothing escapes. The document is an element of this name and namespace, told as a
    /// scope. What no rule names or what is in another namespace is told as a text, which is its name; text
    /// beside elements as a text without bytes. What stands inside of a strange element is not told.
    /// Declarations of namespaces and hints where the schema lies are no strangers. After a failure the
    /// handler has seen all that stood before it.
    public init<Field: RawRepresentable<UInt8>>(
        document: String, _ field: Field, namespace: String, _ rules: [Rule],
        strangers: (element: Field, attribute: Field, text: Field)
    ) {
        self.init(anchor: document, rules)
        let top = Int(Self.outside) + 1
        nodes[top].flags |= Node.isScope
        nodes[top].field = field.rawValue
        self.strangers = Strangers(
            namespace: Array(namespace.utf8), element: strangers.element.rawValue,
            attribute: strangers.attribute.rawValue, text: strangers.text.rawValue)
    }

    /// - Parameter anchor: local name of the element under which the rules' paths begin.
    public init(anchor: String, _ rules: [Rule]) {
        var builder = XMLGrammarBuilder()
        let top = builder.child(anchor, of: Int(Self.outside))
        for rule in rules { builder.add(rule, below: top) }
        nodes = builder.nodes
        names = builder.names
        transitions = [UInt16](repeating: 0, count: nodes.count * names.count)
        for (parent, children) in builder.children.enumerated() {
            for (token, child) in children {
                transitions[parent * names.count + token] = UInt16(child)
            }
        }
    }
}

/// The tree of wanted paths while it grows.
private struct XMLGrammarBuilder {
    var nodes = [XMLGrammar.Node(), XMLGrammar.Node()]
    var names = [""]
    var children: [[(token: Int, child: Int)]] = [[], []]

    mutating func token(_ name: String) -> Int {
        if let known = names.firstIndex(of: name) { return known }
        names.append(name)
        return names.count - 1
    }

    mutating func child(_ name: String, of parent: Int) -> Int {
        let token = token(name)
        if let known = children[parent].first(where: { $0.token == token }) { return known.child }
        nodes.append(XMLGrammar.Node())
        children.append([])
        children[parent].append((token, nodes.count - 1))
        return nodes.count - 1
    }

    mutating func node(_ path: [Substring], below top: Int) -> Int {
        path.reduce(top) { child(String($1), of: $0) }
    }

    /// The node to hold one more attribute: the element's own, then a chain of further ones.
    private mutating func attributeHolder(of element: Int) -> Int {
        var holder = element
        while nodes[holder].attributeField != 0 {
            if nodes[holder].nextAttribute == 0 {
                nodes[holder].nextAttribute = UInt16(nodes.count)
                nodes.append(XMLGrammar.Node())
                children.append([])
            }
            holder = Int(nodes[holder].nextAttribute)
        }
        return holder
    }

    mutating func add(_ rule: XMLGrammar.Rule, below top: Int) {
        var path = rule.path.split(separator: "/")
        guard let last = path.popLast() else { return }
        let parent = node(path, below: top)
        switch rule.kind {
        case .same(let other):
            let target = node(other.split(separator: "/"), below: top)
            children[parent].append((token(String(last)), target))
        case .text where last == "@xmlns":
            nodes[parent].namespaceField = rule.field
            nodes[parent].flags |= XMLGrammar.Node.hasAttributes
        case .text where last.hasPrefix("@"):
            nodes[parent].flags |= XMLGrammar.Node.hasAttributes
            let holder = attributeHolder(of: parent)
            nodes[holder].attributeField = rule.field
            nodes[holder].attribute = UInt16(token(String(last.dropFirst())))
        case .text, .scope:
            let target = child(String(last), of: parent)
            if case .scope = rule.kind {
                nodes[target].flags |= XMLGrammar.Node.isScope
            } else {
                nodes[target].flags |= XMLGrammar.Node.isText
            }
            nodes[target].field = rule.field
        }
    }
}
