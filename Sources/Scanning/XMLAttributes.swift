#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// The attributes of the tag being read, and the namespaces in scope.
struct XMLAttributes {
    /// One attribute, as places in the input.
    struct Attribute {
        var name: UnsafePointer<UInt8>
        var nameCount: Int
        /// Where the local part of the name begins.
        var local: UnsafePointer<UInt8>
        var value: UnsafePointer<UInt8>
        var valueCount: Int
        /// The value has no references and no line ends: it is its own text.
        var isPlain: Bool

        var localCount: Int { nameCount - (local - name) }
    }

    private struct Namespace {
        var prefix: [UInt8]
        var name: [UInt8]
        var depth: Int
    }

    private(set) var all: [Attribute] = []
    private var namespaces: [Namespace] = []
    /// Prefix of the element's own name.
    private var ownPrefix: [UInt8] = []

    /// The most attributes a tag may have: they are compared with each other.
    static let countMax = 256

    @inline(__always)
    mutating func clear() {
        if !all.isEmpty { all.removeAll(keepingCapacity: true) }
        if !ownPrefix.isEmpty { ownPrefix = [] }
    }

    /// `false` when there is one of that name already, or too many.
    mutating func append(_ attribute: Attribute) -> Bool {
        let isKnown = all.contains {
            $0.nameCount == attribute.nameCount && memcmp($0.name, attribute.name, $0.nameCount) == 0
        }
        guard !isKnown, all.count < Self.countMax else { return false }
        all.append(attribute)
        return true
    }

    /// Notes the prefix of the element's name, for its namespace.
    mutating func prefix(_ name: UnsafePointer<UInt8>, _ count: Int) {
        ownPrefix = Array(UnsafeBufferPointer(start: name, count: count))
    }

    /// Declares the namespaces that the tag names, for the element at `depth`.
    mutating func declare(depth: Int) {
        for attribute in all {
            let name = UnsafeBufferPointer(start: attribute.name, count: attribute.nameCount)
            guard name.starts(with: [0x78, 0x6D, 0x6C, 0x6E, 0x73]), name.count == 5 || name[5] == 0x3A else {
                continue
            }
            namespaces.append(
                Namespace(
                    prefix: Array(name.dropFirst(6)),
                    name: Array(UnsafeBufferPointer(start: attribute.value, count: attribute.valueCount)),
                    depth: depth))
        }
    }

    /// The namespace of the element whose tag was read last; empty where there is none.
    var ownNamespace: [UInt8] { namespaces.last { $0.prefix == ownPrefix }?.name ?? [] }

    /// Declarations in scope.
    var namespaceCount: Int { namespaces.count }

    /// The namespace of a prefix in scope; empty where there is none.
    func namespace(of prefix: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        namespaces.last { $0.prefix.elementsEqual(prefix) }?.name ?? []
    }

    /// Forgets what the element at `depth` declared.
    @inline(__always)
    mutating func endElement(_ depth: Int) {
        while let last = namespaces.last, last.depth == depth { namespaces.removeLast() }
    }
}

/// What a strict grammar does not know.
extension XMLTokenizer {
    private static let schemaInstance = Array("http://www.w3.org/2001/XMLSchema-instance".utf8)

    /// Whether an element is in the namespace of a strict grammar.
    func isOurs(_ name: UnsafePointer<UInt8>, prefixCount: Int, _ strangers: XMLGrammar.Strangers) -> Bool {
        // Every element looks through what is in scope: a thousand declarations would make that slow.
        guard attributes.namespaceCount <= 64 else { return false }
        return attributes.namespace(of: UnsafeBufferPointer(start: name, count: prefixCount))
            == strangers.namespace
    }

    /// Tells every attribute that is neither wanted nor a declaration nor a hint where the schema lies.
    mutating func tellStrangeAttributes(_ strangers: XMLGrammar.Strangers) {
        for attribute in attributes.all where !isKnown(attribute) {
            events.append(strangers.attribute, line: line, attribute.name, attribute.nameCount)
        }
    }

    private func isKnown(_ attribute: XMLAttributes.Attribute) -> Bool {
        let name = UnsafeBufferPointer(start: attribute.name, count: attribute.nameCount)
        if name.starts(with: "xmlns".utf8), name.count == 5 || name[5] == 0x3A { return true }
        let local = UnsafeBufferPointer(start: attribute.local, count: attribute.localCount)
        guard
            local.elementsEqual("schemaLocation".utf8)
                || local.elementsEqual("noNamespaceSchemaLocation".utf8)
        else { return false }
        let prefix = UnsafeBufferPointer(rebasing: name.dropLast(min(name.count, local.count + 1)))
        return attributes.namespace(of: prefix) == Self.schemaInstance
    }
}

extension XMLTokenizer {
    /// Tells the attributes that the grammar wants of the element that begins.
    mutating func appendAttributes(_ node: XMLGrammar.Node) {
        let line = line
        if node.namespaceField != 0 {
            let name = attributes.ownNamespace
            if !name.isEmpty {
                events.beginText()
                events.addCopy(name)
                events.appendCollected(node.namespaceField, line: line)
            }
        }
        var holder = node
        while holder.attributeField != 0 {
            append(holder)
            guard holder.nextAttribute != 0 else { return }
            holder = nodes[Int(holder.nextAttribute)]
        }
    }

    private mutating func append(_ node: XMLGrammar.Node) {
        let line = line
        for attribute in attributes.all
        where tokens.token(attribute.local, attribute.localCount) == node.attribute {
            guard attribute.valueCount <= limits.textBytesMax else {
                return fail(.limit, "an attribute longer than \(limits.textBytesMax) bytes")
            }
            if attribute.isPlain {
                events.append(node.attributeField, line: line, attribute.value, attribute.valueCount)
            } else {
                appendDecoded(attribute, node.attributeField)
            }
        }
    }

    /// The value with its references replaced and its line ends as blanks (section 3.3.3).
    private mutating func appendDecoded(_ attribute: XMLAttributes.Attribute, _ field: UInt8) {
        let (lineBefore, end) = (line, attribute.value + attribute.valueCount)
        events.beginText()
        var cursor = attribute.value
        while cursor < end {
            switch cursor.pointee {
            case 0x26: cursor = reference(cursor, end, isCollected: true)
            case 0x0D where cursor + 1 < end && cursor[1] == 0x0A: cursor += 1
            case 0x09, 0x0A, 0x0D:
                events.add(scalar: 0x20)
                cursor += 1
            default:
                events.add(cursor, 1)
                cursor += 1
            }
            if failure != nil || isStalled { return }
        }
        events.appendCollected(field, line: lineBefore)
    }
}
