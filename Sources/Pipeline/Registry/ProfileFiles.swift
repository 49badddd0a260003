internal import Foundation
internal import Handover

extension LayoutProfile {
    /// A built-in example, or a profile of the workspace: `profiles/<name>.json`.
    ///
    /// - Parameters:
    ///   - key: of the configuration that names it, for the complaint.
    ///   - check: what else it must fulfil.
    static func named(
        _ name: String, in workspace: String, for key: String,
        check: (LayoutProfile) throws(LayoutError) -> Void = { _ in }
    ) throws -> LayoutProfile {
        do throws(LayoutError) {
            let profile = try read(name, in: workspace)
            try check(profile)
            return profile
        } catch {
            throw RunError.usage("\(key) in recobro.yaml: \(error)")
        }
    }

    private static func read(_ name: String, in workspace: String) throws(LayoutError) -> LayoutProfile {
        if let example = ExampleProfile(rawValue: name) { return try example.profile() }
        let path = "\(workspace)/profiles/\(name).json"
        guard !name.contains("/"), let data = FileManager.default.contents(atPath: path) else {
            throw LayoutError(
                .profileUnknown, at: name, "there is no profiles/\(name).json in the workspace")
        }
        return try LayoutProfile(json: Array(data))
    }
}
