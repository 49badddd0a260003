public import Domain
internal import Foundation

/// The schemas of the exchange, as resources: to give to a partner, and to check with a second validator.
/// They know form and what each status needs; what adds up and what is proven, the rules check.
public enum HandoverSchema: String, Sendable, CaseIterable {
    case cases = "dhx-1.0-case"
    case registry = "dhx-1.0-regy"
    case acknowledgement = "dhx-1.0-ack"
    case status = "dhx-1.0-stat"
    case remittance = "dhx-1.0-remt"
    case inventory = "dhx-1.0-invt"

    /// The flow of its batches.
    public var flow: HandoverFlow {
        switch self {
        case .cases: .cases
        case .registry: .registry
        case .acknowledgement: .acknowledgement
        case .status: .status
        case .remittance: .remittance
        case .inventory: .inventory
        }
    }

    /// The JSON Schema (draft 2020-12) of `batch.json`; empty where the program lost its resources.
    public var jsonSchema: [UInt8] { Self.resource(rawValue + ".schema.json") }

    /// The XSD 1.0 of `batch.xml`; empty where the program lost its resources.
    public var xmlSchema: [UInt8] { Self.resource(rawValue + ".xsd") }

    /// The format in words, as Markdown; empty where the program lost its resources.
    public static var specification: [UInt8] { resource("DHX-1.0.md") }

    /// The flows that answer a batch, in words.
    public static var feedbackSpecification: [UInt8] { resource("DHX-1.0-feedback.md") }

    /// All that a partner needs who writes software of its own: the format in words, the schemas, and the
    /// example profiles of layouts.
    public static var partnerFiles: [OutputFile] {
        let texts = [
            OutputFile(path: "DHX-1.0.md", bytes: specification),
            OutputFile(path: "DHX-1.0-feedback.md", bytes: feedbackSpecification),
        ]
        let schemas = allCases.flatMap { schema in
            [
                OutputFile(path: schema.rawValue + ".schema.json", bytes: schema.jsonSchema),
                OutputFile(path: schema.rawValue + ".xsd", bytes: schema.xmlSchema),
            ]
        }
        let profiles = ExampleProfile.allCases.map {
            OutputFile(path: "profiles/\($0.rawValue).json", bytes: $0.json)
        }
        return texts + schemas + profiles
    }

    private static func resource(_ name: String) -> [UInt8] {
        let folder = Bundle.module.bundleURL.appendingPathComponent("Resources/schemas")
        guard let data = try? Data(contentsOf: folder.appendingPathComponent(name)) else { return [] }
        return Array(data)
    }
}
