internal import Domain
internal import Formats
internal import Ledger

/// Which files of the inbox are evidence of facts: those that a table of decisions or of
/// deliveries beside them names.
///
/// A file of a known format is imported as what it is, and proves besides; one of no known format is kept in
/// the archive instead of being refused.
struct EvidenceIntake {
    /// SHA-256 by place in the inbox.
    private var digests: [String: String] = [:]
    /// Places that tables name.
    private var named: Set<String> = []

    /// Notes a file that waits.
    mutating func add(_ file: SourceFile) { digests[file.name] = file.sha256 }

    /// Notes what a table names.
    mutating func add(_ record: SourceRecord, of table: String) {
        let evidence: EvidenceReference
        switch record {
        case .decision(let decision): evidence = decision.evidence
        case .delivery(let delivery): evidence = delivery.evidence
        default: return
        }
        if !evidence.file.isEmpty { named.insert(Self.folder(of: table) + evidence.file) }
    }

    /// Whether a table names the file.
    func isNamed(_ name: String) -> Bool { named.contains(name) }

    /// The digests of what lies beside a table, by name.
    func digests(beside table: String) -> [String: String] {
        let folder = Self.folder(of: table)
        var beside: [String: String] = [:]
        for place in named where place.hasPrefix(folder) {
            if let digest = digests[place] { beside[String(place.dropFirst(folder.count))] = digest }
        }
        return beside
    }

    private static func folder(of name: String) -> String {
        name.lastIndex(of: "/").map { String(name[...$0]) } ?? ""
    }
}
