internal import Foundation

/// The schemas of the flows that answer a batch, as resources: to give to an agency, and to check with a
/// second validator. They know form and what each status needs; what adds up, the readers check.
public enum FeedbackSchema: String, Sendable, CaseIterable {
    case acknowledgement = "dhx-1.0-ack"
    case status = "dhx-1.0-stat"
    case remittance = "dhx-1.0-remt"
    case inventory = "dhx-1.0-invt"

    /// The flow of its batches.
    public var flow: HandoverFlow {
        switch self {
        case .acknowledgement: .acknowledgement
        case .status: .status
        case .remittance: .remittance
        case .inventory: .inventory
        }
    }

    /// The JSON Schema (draft 2020-12); empty where the program lost its resources.
    public var jsonSchema: [UInt8] { resource("schema.json") }

    /// The XSD 1.0; empty where the program lost its resources.
    public var xmlSchema: [UInt8] { resource("xsd") }

    private func resource(_ ending: String) -> [UInt8] {
        let folder = Bundle.module.bundleURL.appendingPathComponent("Resources/schemas")
        guard let data = try? Data(contentsOf: folder.appendingPathComponent("\(rawValue).\(ending)")) else {
            return []
        }
        return Array(data)
    }
}
