/// What an agency's own status codes mean: data, not code (DHX 1.0 §5.7, §5.6).
///
/// A code that is not in the table stays as it is. It is never guessed, not even where it looks like one of
/// ours: `CLOSED` of a foreign list may mean closed for today.
public struct StatusCodeTable: Sendable, Equatable {
    /// How far the table can be trusted.
    public enum Trust: String, Sendable, CaseIterable {
        case example = "EXAMPLE"
        case assumed = "ASSUMED"
        case documented = "DOCUMENTED"
        case certified = "CERTIFIED"
    }

    /// The profile's name.
    public let profile: String
    public let trust: Trust
    /// Where the meanings were found.
    public let source: String
    /// SHA-256 of the profile file, so that a run can say which meanings it used.
    public let sha256: String
    private let statuses: [String: EventStatus]

    /// Reads a profile:
    /// `{"profile": "COLCO", "status": "DOCUMENTED", "source": "…", "codes": {"10": "CONTACT"}}`.
    public static func read(_ bytes: [UInt8], file: String) -> HandoverReading<StatusCodeTable> {
        do throws(HandoverFault) {
            var root = try FieldReader.root(of: bytes, file: file)
            let profile = try root.text("profile", max: 35)
            let trust = try root.code("status", Trust.self)
            let source = try root.text("source", max: 1024)
            var codes = try root.object("codes")
            var statuses: [String: EventStatus] = [:]
            for name in codes.names { statuses[name] = try codes.code(name, EventStatus.self) }
            try root.finish()
            return HandoverReading(
                value: StatusCodeTable(
                    profile: profile, trust: trust, source: source, sha256: SHA256Text.digest(of: bytes),
                    statuses: statuses))
        } catch {
            return HandoverReading(value: nil, faults: [error])
        }
    }

    /// A table that is only assumed or an example is for tests: what it takes for a promise may be a refusal.
    func isAllowed(in environment: HandoverEnvironment) -> Bool {
        environment == .test || trust == .documented || trust == .certified
    }

    /// Throws where a batch of the environment cannot be read with the table.
    func check(_ environment: HandoverEnvironment, _ root: FieldReader) throws(HandoverFault) {
        guard !isAllowed(in: environment) else { return }
        throw root.fault(
            .environment, "header.environment",
            found: "\(environment.rawValue), and status codes of '\(profile)' that are \(trust.rawValue)",
            expected: "environment T, or a table that is DOCUMENTED or CERTIFIED")
    }

    /// The meaning of a code; kept raw where there is none.
    public func meaning(of code: String) -> ReportedStatus {
        statuses[code].map(ReportedStatus.known) ?? .unmapped(code)
    }
}

extension ReportedStatus {
    /// What a code means: by the table alone where the agency has one, else by DHX.
    init(code: String, table: StatusCodeTable?) {
        if let table {
            self = table.meaning(of: code)
        } else {
            self = EventStatus(rawValue: code).map(ReportedStatus.known) ?? .unmapped(code)
        }
    }
}
