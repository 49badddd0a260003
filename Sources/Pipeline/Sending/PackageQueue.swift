internal import Domain
internal import Ledger

/// The packages of published nights that a command is to carry, or was given.
///
/// A package is never withheld because an amount changed: the next one says so. But the recipient wants its
/// packages in order of their numbers, so that none overtakes one that did not go out, and once one of a
/// recipient and flow was handed over, none after it is left out for its age.
struct PackageQueue {
    /// In order of recipient, flow and number.
    private(set) var consignments: [Consignment] = []

    /// What a package's folder says: all but the number names those that go in order.
    struct Name: Equatable {
        let stem: String
        let recipient: String
        let number: Int

        init?(folder: String) {
            let parts = folder.split(separator: "_", omittingEmptySubsequences: false)
            guard folder.hasPrefix(Workspace.packagePrefix), parts.count == 6, let number = Int(parts[5])
            else { return nil }
            stem = parts.dropLast().joined(separator: "_")
            recipient = String(parts[3])
            self.number = number
        }
    }

    private let settings: SendSettings
    /// Codes of those whose packages a shared folder carries already (`agency.drop`).
    private let dropped: Set<String>
    private let asOf: Day
    /// By run and folder.
    private var last: [String: SendingFact] = [:]
    /// The lowest number that was ever handed over, by stem.
    private var first: [String: Int] = [:]

    /// - Parameters:
    ///   - dropped: codes of partners to whom no package is offered: they have a shared folder.
    ///   - triedOnly: leaves out what was never handed over.
    init(
        _ reader: LedgerReader, _ settings: SendSettings, _ asOf: Day, dropped: Set<String> = [],
        triedOnly: Bool = false
    ) throws {
        (self.settings, self.asOf, self.dropped) = (settings, asOf, dropped)
        let tried = try reader.lastSendings().filter { $0.channel == .file && $0.day <= asOf }
        guard settings.command(for: .file) != nil || !tried.isEmpty else { return }
        for sending in tried {
            last["\(sending.night)/\(sending.path)"] = sending
            guard let name = Name(folder: sending.path) else { continue }
            first[name.stem] = min(first[name.stem] ?? name.number, name.number)
        }
        var found: [(name: Name, consignment: Consignment)] = []
        let since = Self.since(tried, triedOnly ? asOf : asOf.adding(days: -settings.days), triedOnly)
        for night in try reader.publishedRuns() {
            // A run's name begins with its day.
            guard let day = Day(iso: String(night.prefix(10))), since <= day, day <= asOf else { continue }
            found += packages(of: night, day, try reader.outputs(run: night)).filter {
                !triedOnly || $0.consignment.last != nil
            }
        }
        found.sort { ($0.name.stem, $0.name.number) < ($1.name.stem, $1.name.number) }
        consignments = inOrder(found)
    }

    /// The first day whose nights matter: that of the last package of each recipient and flow that went out,
    /// for what came after it, and that of each one that did not.
    private static func since(_ tried: [SendingFact], _ latest: Day, _ triedOnly: Bool) -> Day {
        var since = latest
        var gone: [String: (number: Int, day: Day)] = [:]
        for sending in tried {
            guard let day = Day(iso: String(sending.night.prefix(10))) else { continue }
            guard MessageBook.state(of: sending) == .done else {
                since = min(since, day)
                continue
            }
            guard !triedOnly, let name = Name(folder: sending.path) else { continue }
            if name.number >= gone[name.stem]?.number ?? 0 { gone[name.stem] = (name.number, day) }
        }
        return gone.values.map(\.day).reduce(since, min)
    }

    /// Those that a night put out and that concern anybody still.
    private func packages(
        of night: String, _ day: Day, _ outputs: [(path: String, sha256: String, bytes: Int)]
    ) -> [(name: Name, consignment: Consignment)] {
        var folders: [String] = []
        var files: [String: [(path: String, sha256: String)]] = [:]
        for output in outputs {
            guard let end = output.path.firstIndex(of: "/") else { continue }
            let folder = String(output.path[..<end])
            guard folder.hasPrefix(Workspace.packagePrefix) else { continue }
            if files[folder] == nil { folders.append(folder) }
            let path = String(output.path[output.path.index(after: end)...])
            files[folder, default: []].append((path, output.sha256))
        }
        return folders.compactMap { folder in
            guard let name = Name(folder: folder) else { return nil }
            var one = Consignment(
                night: night, path: folder, channel: .file, day: day, references: [folder], invoices: [])
            one.last = last["\(night)/\(folder)"]
            guard one.last != nil || isOffered(name, day) else { return nil }
            one.sha256 = PackageIdentity.sha256(files[folder] ?? [])
            one.state = MessageBook.state(of: one.last)
            return (name, one)
        }
    }

    /// What was never handed over: for so many days, or for ever after one that was.
    private func isOffered(_ name: Name, _ day: Day) -> Bool {
        guard settings.command(for: .file) != nil, !dropped.contains(name.recipient) else { return false }
        return asOf.days(since: day) <= settings.days || name.number > first[name.stem] ?? Int.max
    }

    /// Nothing goes out behind one of which nobody knows.
    private func inOrder(_ found: [(name: Name, consignment: Consignment)]) -> [Consignment] {
        var uncertain: [String: String] = [:]
        return found.map { name, consignment in
            var one = consignment
            if one.state == .uncertain, uncertain[name.stem] == nil { uncertain[name.stem] = one.path }
            guard one.state == .waiting else { return one }
            if settings.command(for: .file) == nil {
                one.state = .withheld("no command for packages")
            } else if let before = uncertain[name.stem] {
                one.state = .withheld("nobody knows whether \(before), which comes before it, went out")
            }
            return one
        }
    }
}
