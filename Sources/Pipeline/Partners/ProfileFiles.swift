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

extension AgencySettings {
    /// Its own layouts, as the configuration names them.
    ///
    /// - Throws: where one is not there, or something that the agency must be told has no place in any:
    ///   said before a night begins, not in the night that must take a case back.
    func layouts(in workspace: String) throws -> [LayoutProfile] {
        let profiles = try layouts.map {
            try LayoutProfile.named($0, in: workspace, for: "layouts of agency \(code)")
        }
        do throws(LayoutError) {
            try LayoutProfile.check(
                agencyFiles: profiles, environment: environment == "P" ? .production : .test)
        } catch {
            throw RunError.usage("layouts of agency \(code) in recobro.yaml: \(error)")
        }
        return profiles
    }

    /// The layouts of the files that it answers with.
    func returns(in workspace: String) throws -> [LayoutProfile] {
        let profiles = try returns.map {
            try LayoutProfile.named($0, in: workspace, for: "returns of agency \(code)") {
                (profile) throws(LayoutError) in
                try profile.check(agencyReturnsIn: environment == "P" ? .production : .test)
            }
        }
        if statusCodes != nil, let own = profiles.first(where: { $0.flow == .status }) {
            throw RunError.usage(
                "statusCodes and \(own.name) in returns of agency \(code) in recobro.yaml both say what its codes mean; "
                    + "one of them must go")
        }
        return profiles
    }
}
