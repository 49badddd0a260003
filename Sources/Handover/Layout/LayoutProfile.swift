/// The layout of a registry's or agency's own file, as data (DHX 1.0 §5.6): adding a receiver is adding a
/// profile. A small subset of DFDL 1.0: positions, lengths, padding, tables, and no expressions.
public struct LayoutProfile: Sendable {
    /// How much is known about the layout, and so where it may be used.
    public enum Status: String, Sendable, CaseIterable {
        /// Shows how profiles work; nobody's layout.
        case example = "EXAMPLE"
        /// Concluded from outside; only for tests until the receiver hands over its manual.
        case assumed = "ASSUMED"
        /// Written from the receiver's manual.
        case documented = "DOCUMENTED"
        /// Accepted by the receiver; never reached by a test.
        case certified = "CERTIFIED"
    }

    /// Which way the file goes.
    public enum Direction: String, Sendable, CaseIterable {
        case out = "OUT"
        /// A return file.
        case incoming = "IN"
    }

    public let name: String
    public let status: Status
    /// Where the layout is known from.
    public let source: String
    public let direction: Direction
    /// Of a return file: what becomes of it when something in it is wrong.
    public let onError: RegistryReturn.Level
    /// Of an agency's return file: which batch it amounts to, ACK, STAT or REMT; `nil` for a registry's.
    public let flow: HandoverFlow?
    /// Of an agency's return file: what the layout does not carry, by path, in the form of DHX.
    let values: [String: String]
    /// SHA-256 of the profile's text; it goes into the manifest of every file written with it.
    public let sha256: String
    let format: LayoutFormat
    let fileName: LayoutFileName
    /// Detail records a file may hold, 0 for no limit.
    let recordsMax: Int
    let constraints: [LayoutConstraint]
    let tables: [String: [String: String]]
    let records: [LayoutRecord]

    /// Reads a profile, strictly: an unknown key, a gap between fields or a word that means nothing is an
    /// error with its place, never ignored.
    public init(json: [UInt8]) throws(LayoutError) {
        self = try LayoutProfileReader.profile(json)
    }

    init(
        name: String, status: Status, source: String, direction: Direction,
        onError: RegistryReturn.Level = .rejectFile, flow: HandoverFlow? = nil,
        values: [String: String] = [:], sha256: String, format: LayoutFormat, fileName: LayoutFileName,
        recordsMax: Int, constraints: [LayoutConstraint],
        tables: [String: [String: String]], records: [LayoutRecord]
    ) {
        self.name = name
        self.status = status
        self.source = source
        self.direction = direction
        self.onError = onError
        self.flow = flow
        self.values = values
        self.sha256 = sha256
        self.format = format
        self.fileName = fileName
        self.recordsMax = recordsMax
        self.constraints = constraints
        self.tables = tables
        self.records = records
    }

    /// Whether the profile may write in an environment: EXAMPLE and ASSUMED only in test, CERTIFIED never in
    /// test.
    func check(environment: HandoverEnvironment) throws(LayoutError) {
        guard direction == .out else {
            throw LayoutError(.notAllowed, at: name, "the profile describes a return file")
        }
        try check(status: environment)
    }

    /// The same of its status alone, whichever way its file goes.
    func check(status environment: HandoverEnvironment) throws(LayoutError) {
        switch (status, environment) {
        case (.example, .production), (.assumed, .production):
            throw LayoutError(
                .notAllowed, at: name, "a profile with status \(status.rawValue) runs only in environment T")
        case (.certified, .test):
            throw LayoutError(.notAllowed, at: name, "a CERTIFIED profile is not reached by a test")
        case (.example, .test), (.assumed, .test), (.documented, _), (.certified, .production): break
        }
    }
}

/// The form of the whole file.
struct LayoutFormat: Sendable, Equatable {
    enum Kind: String, CaseIterable {
        case fixed = "FIXED"
        case delimited = "DELIMITED"
    }

    /// How a record ends. These are characters; which bytes they are, the encoding says: in IBM1145 a line
    /// feed is 0x25.
    enum Newline: String, CaseIterable {
        case carriageReturnLineFeed = "CRLF"
        case lineFeed = "LF"
        /// Next line (U+0085): the line end of mainframes, in IBM1145 only.
        case nextLine = "NEL"
        /// Nothing: the length of the records divides them, as in a data set of fixed blocks.
        case none = "NONE"

        private var characters: String {
            switch self {
            case .carriageReturnLineFeed: "\r\n"
            case .lineFeed: "\n"
            case .nextLine: "\u{85}"
            case .none: ""
            }
        }

        /// `nil` where the encoding has no such line end.
        func bytes(in encoding: LayoutEncoding) -> [UInt8]? {
            var bytes: [UInt8] = []
            for scalar in characters.unicodeScalars {
                guard let mark = encoding.bytes(ofMark: scalar) else { return nil }
                bytes += mark
            }
            return bytes
        }
    }

    /// What happens to letters of text fields before they are written.
    enum Fold: String, CaseIterable {
        case none = "NONE"
        case upper = "UPPER"
        case upperNoAccent = "UPPER_NO_ACCENT"
        case upperNoAccentKeepEnye = "UPPER_NO_ACCENT_KEEP_ENYE"

        func applied(to text: String) -> String {
            switch self {
            case .none: text
            case .upper: text.uppercased()
            case .upperNoAccent: CanonicalText.withoutAccents(text.uppercased(), keepsEnye: false)
            case .upperNoAccentKeepEnye: CanonicalText.withoutAccents(text.uppercased(), keepsEnye: true)
            }
        }
    }

    enum OnUnmappable: String, CaseIterable {
        case error = "ERROR"
        /// A question mark stands in its place.
        case substitute = "SUBSTITUTE"
    }

    enum OnOverflow: String, CaseIterable {
        case error = "ERROR"
        /// Texts are cut; numbers, dates and codes never are.
        case truncateText = "TRUNCATE_TEXT"
    }

    var kind: Kind
    var encoding: LayoutEncoding
    /// What ends every record, in the encoding.
    var newline: [UInt8]
    /// FIXED: characters of every record, without the newline.
    var recordLength: Int
    /// DELIMITED: one character each, in the encoding; an empty quote means that nothing can be quoted.
    var separator: [UInt8]
    var quote: [UInt8]
    var headerRow: Bool
    var fold: Fold
    var onUnmappable: OnUnmappable
    var onOverflow: OnOverflow
}

/// A condition on a record: `op=A`, `op=A|M`, `reason!=PAID`; an absent value is the empty text.
struct LayoutCondition: Sendable, Equatable {
    let path: LayoutPath
    let values: [String]
    let isNegated: Bool

    func holds(for record: JSONValue) -> Bool {
        values.contains(path.text(in: record) ?? "") != isNegated
    }
}

/// A rule that every detail record of the profile must meet.
struct LayoutConstraint: Sendable, Equatable {
    enum Severity: String, CaseIterable {
        case error = "ERROR"
        case warning = "WARN"
    }

    let code: String
    let assertion: LayoutCondition
    let severity: Severity
}

/// Where in a record a value stands: names and 0-based positions, `debtor.ids.0.value`.
struct LayoutPath: Sendable, Equatable {
    let steps: [String]

    /// The text, whole number or flag at the path; `nil` where there is none.
    func text(in record: JSONValue) -> String? {
        var value: JSONValue? = record
        for step in steps {
            guard let here = value else { return nil }
            value = Int(step).map { here[$0] } ?? here[step]
        }
        switch value {
        case .string(let text): return text
        case .integer(let number): return String(number)
        case .bool(let flag): return String(flag)
        case .object, .array, .null, nil: return nil
        }
    }

    /// Whether the path leads to a describing text, as a name or a street, and not to what identifies.
    var isDescriptive: Bool { steps.first == "debtor" && !steps.contains("ids") }
}

/// One kind of line in the file.
struct LayoutRecord: Sendable, Equatable {
    enum Occurrence: String, CaseIterable {
        /// Once: a header before the details, a trailer after them, by its place in the profile.
        case file
        /// Once for every record that meets `when`.
        case record
        /// Of an agency's file: once for every invoice of such a record, or part of such a payment.
        case line
        /// Of an agency's file: once for every debtor of such a record.
        case debtor

        /// Whether it says something of a record, and not of the file.
        var isDetail: Bool { self != .file }
    }

    let name: String
    let each: Occurrence
    let when: LayoutCondition?
    /// Of a return file: which of its lines are of this record.
    var match: LayoutMatch?
    let fields: [LayoutField]
}

/// What stands in the lines of one record: a text from a position (FIXED) or in a column (DELIMITED).
struct LayoutMatch: Sendable, Equatable {
    /// 1-based.
    let start: Int
    let value: String
}

/// One field of a record.
struct LayoutField: Sendable, Equatable {
    enum Kind: String, CaseIterable {
        case text, digits, amount, date, code, filler
    }

    /// Where the value comes from. There are no other verbs and no expressions.
    enum Source: Equatable {
        case constant(String)
        case path(LayoutPath)
        case count(LayoutCondition?)
        case sum(LayoutPath, LayoutCondition?)
        /// 1-based number of the line in the file, header included.
        case sequence
        case nothing
    }

    enum Justify: String, CaseIterable {
        case left = "LEFT"
        case right = "RIGHT"
    }

    enum Sign: String, CaseIterable {
        /// A negative number is an error.
        case none = "NONE"
        case leading = "LEADING"
    }

    var name: String
    /// Characters; 0 in a DELIMITED file for no limit.
    var length: Int
    var kind: Kind
    var source: Source
    var table: String?
    /// Stands for an absent value and is formatted like one.
    var defaultValue: String?
    /// Stands for an absent value as it is.
    var nullValue: String?
    var isRequired: Bool
    var justify: Justify
    var pad: Unicode.Scalar
    /// `nil` for those of the record's currency.
    var decimals: Int?
    /// Decimals without a mark: 1610.00 is 161000.
    var isImplied: Bool
    var decimalMark: String
    /// Of a return file's amounts: stands between groups of three digits, or nowhere; `nil` for no mark.
    var groupMark: Unicode.Scalar?
    var sign: Sign
    /// Of dates: letters y, M and d, four, two and two, and marks between.
    var pattern: String
}
