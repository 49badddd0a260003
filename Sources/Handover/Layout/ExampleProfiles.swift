internal import Foundation

/// The profiles that come with the program. They show how profiles work and are nobody's layout: all have
/// status EXAMPLE and so run only in environment T.
public enum ExampleProfile: String, Sendable, CaseIterable {
    /// Positions, 200 characters a record.
    case fixed200 = "example-fixed-200"
    /// Semicolons and a heading row.
    case delimited = "example-delimited"
    /// A return file: positions, 80 characters a record.
    case return80 = "example-return-80"
    /// What an agency gets of placements: semicolons, a heading row, a row an invoice.
    case agencyPlacements = "example-agency-placements"
    /// What it gets of payments, changes and withdrawals: a row an operation.
    case agencyChanges = "example-agency-changes"
    /// An agency's acknowledgement list: semicolons and a heading row.
    case agencyAcknowledgement = "example-agency-ack"
    /// An agency's status list, as spreadsheets in Spain write it: days 31/12/2026, decimal commas.
    case agencyStatus = "example-agency-status"
    /// An agency's settlement (liquidación): a line of the file, its movements, a line of sums.
    case agencySettlement = "example-agency-settlement"

    /// The text of the profile, as a start for one's own; empty where the program lost its resources.
    public var json: [UInt8] {
        // Below the bundle itself: a folder named Resources changes what `resourceURL` means.
        let folder = Bundle.module.bundleURL.appendingPathComponent("Resources/profiles")
        guard let data = try? Data(contentsOf: folder.appendingPathComponent(rawValue + ".json")) else {
            return []
        }
        return Array(data)
    }

    /// The profile, ready to use.
    public func profile() throws(LayoutError) -> LayoutProfile {
        let text = json
        guard !text.isEmpty else {
            throw LayoutError(.profileUnknown, at: rawValue, "the program's resources are missing")
        }
        return try LayoutProfile(json: text)
    }
}
