/// Why a layout profile cannot be used, or a record cannot be written with it.
public struct LayoutError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What kind of mistake it is.
    public enum Kind: String, Sendable, CaseIterable {
        /// The profile is no JSON.
        case syntax = "syntax"
        case unknownKey = "unknown-key"
        case missingKey = "missing-key"
        /// A value of the wrong type, or a word that is none of those allowed.
        case wrongValue = "wrong-value"
        /// Fields overlap, leave a gap, or do not end at the record's length.
        case notContiguous = "not-contiguous"
        case profileUnknown = "profile-unknown"
        /// Status or direction of the profile do not allow this use.
        case notAllowed = "not-allowed"
        /// A required value is absent.
        case missingValue = "missing-value"
        /// A value of another form than its field: letters in digits, an unreadable date.
        case wrongForm = "wrong-form"
        /// Too long for its field. Numbers are never cut.
        case overflow = "overflow"
        /// A character that the encoding does not have.
        case unmappable = "unmappable"
        /// A code that the table does not map.
        case codeUnmapped = "code-unmapped"
        case tooManyRecords = "too-many-records"
        /// A constraint of the profile is not met.
        case constraint = "constraint"
    }

    public let kind: Kind
    /// Where in the profile: `records[1].fields[3]`, or the name of the field.
    public let place: String
    /// What is wrong; never the value itself, which may be personal data.
    public let detail: String

    public init(_ kind: Kind, at place: String, _ detail: String) {
        self.kind = kind
        self.place = place
        self.detail = detail
    }

    public var description: String { "\(kind.rawValue) at \(place): \(detail)" }
}
