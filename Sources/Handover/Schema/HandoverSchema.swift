internal import Foundation

/// The schemas of the exchange, as resources: to give to a partner, and to check with a second validator.
/// They know form only; what adds up and what is proven, the rules check.
public enum HandoverSchema: String, Sendable, CaseIterable {
    /// Flow CASE.
    case cases = "dhx-1.0-case"
    /// Flow REGY.
    case registry = "dhx-1.0-regy"

    /// The flow of its batches.
    public var flow: HandoverFlow {
        switch self {
        case .cases: .cases
        case .registry: .registry
        }
    }

    /// The JSON Schema (draft 2020-12) of `batch.json`; empty where the program lost its resources.
    public var jsonSchema: [UInt8] { Self.resource(rawValue + ".schema.json") }

    /// The XSD 1.0 of `batch.xml`; empty where the program lost its resources.
    public var xmlSchema: [UInt8] { Self.resource(rawValue + ".xsd") }

    /// The format in words, as Markdown; empty where the program lost its resources.
    public static var specification: [UInt8] { resource("DHX-1.0.md") }

    private static func resource(_ name: String) -> [UInt8] {
        let folder = Bundle.module.bundleURL.appendingPathComponent("Resources/schemas")
        guard let data = try? Data(contentsOf: folder.appendingPathComponent(name)) else { return [] }
        return Array(data)
    }
}
