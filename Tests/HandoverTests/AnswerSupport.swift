import Domain

@testable import Handover

/// The feedback examples of the fact sheet, embedded so that these tests need nothing around them.
enum Example {
    /// A header as the examples have it.
    static func header(_ flow: String, sequence: Int, digits: String) -> String {
        """
         "header": {
          "format": "dhx/1.0",
          "flow": "\(flow)",
          "batchId": "COLCO.ESB12345674.\(flow).\(digits)",
          "sequence": \(sequence),
          "environment": "T",
          "sender": {
           "scheme": "9920",
           "value": "ESB00000000"
          },
          "recipient": {
           "scheme": "9920",
           "value": "ESB12345674"
          },
          "createdAt": "2026-07-01T06:00:00Z",
          "businessDate": "2026-07-01",
          "agreementRef": "COLCO-2025-01",
          "processorAgreementRef": "DPA-2025-07"
         },
        """
    }

    static func tree(_ text: String) -> JSONValue {
        (try? JSONReader.value(of: Array(text.utf8))) ?? .null
    }

    static func bytes(_ tree: JSONValue) -> [UInt8] { JSONText.bytes(of: tree) }
}

extension JSONValue {
    /// The tree with one leaf set, or taken away by `nil`; path as `ops.0.status`.
    func setting(_ path: String, _ value: JSONValue?) -> JSONValue {
        setting(path.split(separator: ".").map(String.init)[...], value)
    }

    private func setting(_ path: ArraySlice<String>, _ value: JSONValue?) -> JSONValue {
        guard let name = path.first else { return self }
        let rest = path.dropFirst()
        switch self {
        case .array(var elements):
            guard let position = Int(name), position <= elements.count else { return self }
            if position == elements.count {
                if let value { elements.append(value) }
            } else if rest.isEmpty {
                if let value { elements[position] = value } else { elements.remove(at: position) }
            } else {
                elements[position] = elements[position].setting(rest, value)
            }
            return .array(elements)
        case .object(var members):
            let old = members.firstIndex { $0.name == name }
            let base = old.map { members[$0].value } ?? .object([])
            let new = rest.isEmpty ? value : base.setting(rest, value)
            if let old {
                if let new { members[old] = Member(name: name, value: new) } else { members.remove(at: old) }
            } else if let new {
                members.append(Member(name: name, value: new))
            }
            return .object(members)
        default: return self
        }
    }
}
