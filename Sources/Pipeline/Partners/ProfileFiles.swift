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
            let profile = try named(name, in: workspace)
            try check(profile)
            return profile
        } catch {
            throw RunError.usage("\(key) in recobro.yaml: \(error)")
        }
    }

    /// The same, with the profile's own name in what is wrong with it.
    static func named(_ name: String, in workspace: String) throws(LayoutError) -> LayoutProfile {
        if let example = ExampleProfile(rawValue: name) { return try example.profile() }
        let path = "\(workspace)/profiles/\(name).json"
        guard !name.contains("/"), let data = FileManager.default.contents(atPath: path) else {
            throw LayoutError(
                .profileUnknown, at: name, "there is no profiles/\(name).json in the workspace")
        }
        do throws(LayoutError) {
            return try LayoutProfile(json: Array(data))
        } catch {
            throw LayoutError(error.kind, at: "profiles/\(name).json \(error.place)", error.detail)
        }
    }
}

extension RegistrySettings {
    /// Refuses a registry that takes nothing from a trade creditor, and a profile that could not write every
    /// removal: said before a night begins, not in the night that must remove somebody.
    func refuseUnusable(in workspace: String) throws {
        for word in [code, name] {
            if let reason = RegistryAvailability.refusal(of: word) {
                throw RunError.usage("registry \(word) in recobro.yaml: \(reason)")
            }
        }
        _ = try LayoutProfile.named(profile, in: workspace, for: "registry.profile") {
            (profile) throws(LayoutError) in try profile.checkRemovals(RegistryChanges.removalReasons)
        }
    }
}
