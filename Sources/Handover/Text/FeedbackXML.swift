/// The XML form of a feedback batch: the same tree, a member becomes the element of its name and an array its
/// elements one after another (DHX 1.0 §5.0), which `BatchXML` reads.
enum FeedbackXML {
    /// UTF-8 bytes, one namespace a flow: `urn:dhx:1.0:ack`.
    static func bytes(of tree: JSONValue, flow: HandoverFlow) -> [UInt8] {
        var out: [UInt8] = []
        out += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8
        let namespace = " xmlns=\"\(BatchForms.namespace(of: flow))\""
        XMLText.open(BatchForms.root, attributes: namespace, depth: 0, to: &out)
        out.append(0x0A)
        if case .object(let members) = tree {
            for member in members { XMLText.append(member.value, name: member.name, depth: 1, to: &out) }
        }
        XMLText.close(BatchForms.root, to: &out)
        return out
    }
}

extension Acknowledgement {
    /// The same answer as XML.
    public var xmlBytes: [UInt8] { FeedbackXML.bytes(of: tree, flow: .acknowledgement) }
}

extension StatusBatch {
    /// The same batch as XML.
    public var xmlBytes: [UInt8] { FeedbackXML.bytes(of: tree, flow: .status) }
}

extension RemittanceStatement {
    /// The same statement as XML.
    public var xmlBytes: [UInt8] { FeedbackXML.bytes(of: tree, flow: .remittance) }
}

extension Inventory {
    /// The same inventory as XML.
    public var xmlBytes: [UInt8] { FeedbackXML.bytes(of: tree, flow: .inventory) }
}
