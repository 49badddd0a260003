internal import Handover

/// How a package is put where the other side takes it from.
public enum PackageForm: String, Sendable, CaseIterable {
    /// As it lies in the outbox.
    case folder
    /// One file (DHX 1.0 §4).
    case tar
    case zip

    /// `nil` for a folder.
    var kind: PackageArchive.Kind? { PackageArchive.Kind(rawValue: rawValue) }
}
