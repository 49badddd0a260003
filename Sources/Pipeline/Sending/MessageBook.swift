internal import Domain
internal import Ledger

/// What goes out as one: a message, a letter, the list of a night's text messages, or a package.
struct Consignment: Sendable {
    /// The run that wrote it.
    let night: String
    /// Under that run's output folder.
    let path: String
    let channel: Channel
    /// The day it was written.
    let day: Day
    /// Of the register; of a package its folder.
    var references: [String]
    /// The ledger's numbers of the invoices it is about; none for a package.
    var invoices: [Int64]
    /// As the journal keeps it; `nil` where the run put out no such file. Of a package: of all that is in it.
    var sha256: String?
    /// The last attempt to send it.
    var last: SendingFact?
    var state = State.waiting

    enum State: Sendable, Equatable {
        /// To be sent, for the first time or again.
        case waiting
        /// It went out.
        case done
        /// Nobody knows whether it went out.
        case uncertain
        /// It must not go out any more, or cannot; why.
        case withheld(String)
    }

    /// A name that a person can give back to the command.
    var name: String { references.count == 1 ? references[0] : "\(night)/\(path)" }

    /// Whether it is a package for an agency or a registry.
    var isPackage: Bool { channel == .file }

    /// Those of one stem go in order; `nil` for a message.
    var stem: String? { isPackage ? PackageQueue.Name(folder: path)?.stem : nil }

    /// Whether an attempt failed, or nobody knows how it ended.
    var isTroubled: Bool { last.map { $0.isUncertain || $0.end?.outcome == .failed } ?? false }
}

/// What of the published messages and packages is to be sent, what went out, and what must not go out any
/// more.
struct MessageBook {
    /// Packages in order of their numbers, for a withdrawal must not wait behind letters; then messages in
    /// the order of the register.
    private(set) var consignments: [Consignment] = []

    /// What a message says must still be so on the day it goes out.
    ///
    /// Throws `RunError.usage` while imported money waits to be matched: it may pay what is asked for.
    init(_ reader: LedgerReader, configuration: Configuration, asOf: Day) throws {
        let messages = try Self.written(reader, configuration.send, asOf)
        let dropped = Set(configuration.dropFolders.map(\.partner))
        consignments =
            try PackageQueue(reader, configuration.send, asOf, dropped: dropped).consignments + messages
        guard messages.contains(where: { $0.state == .waiting }) else { return }
        let judgement = try DebtJudgement(
            reader, configuration: configuration, asOf: asOf, plans: false)
        for index in consignments.indices
        where consignments[index].state == .waiting && !consignments[index].isPackage {
            let objection = Self.objection(consignments[index], judgement, asOf, configuration.send)
            if let objection { consignments[index].state = .withheld(objection) }
        }
    }

    /// Those of which an attempt failed or ended nobody knows how: packages, and messages while something of
    /// them is still owed.
    ///
    /// - Parameter isOwed: asked only where there is trouble.
    static func troubled(
        _ reader: LedgerReader, _ settings: SendSettings, asOf: Day,
        isOwed: (Int64) throws -> Bool = { _ in true }
    ) throws -> [Consignment] {
        guard try !reader.lastSendings().isEmpty else { return [] }
        let packages = try PackageQueue(reader, settings, asOf, triedOnly: true).consignments
        return try packages.filter(\.isTroubled)
            + written(reader, settings, asOf).filter { one in
                guard one.isTroubled else { return false }
                return try one.invoices.contains(where: isOwed)
            }
    }

    /// What was handed over about an invoice, in the order of the register.
    static func attempted(
        _ reader: LedgerReader, _ settings: SendSettings, asOf: Day, about invoice: Int64
    ) throws -> [Consignment] {
        guard try !reader.lastSendings().isEmpty else { return [] }
        return try written(reader, settings, asOf, settledToo: true).filter {
            $0.last != nil && $0.invoices.contains(invoice)
        }
    }

    /// The files of the register that concern anybody still, with what was tried.
    private static func written(
        _ reader: LedgerReader, _ settings: SendSettings, _ asOf: Day, settledToo: Bool = false
    ) throws -> [Consignment] {
        var last: [String: SendingFact] = [:]
        var since = asOf.adding(days: -settings.days)
        for sending in try reader.lastSendings() where sending.day <= asOf && sending.channel != .file {
            last["\(sending.night)/\(sending.path)"] = sending
            let isSettled = [.sent, .confirmed].contains(sending.end?.outcome)
            // A run's name begins with its day.
            let written = Day(iso: String(sending.night.prefix(10))) ?? sending.day
            if settledToo || !isSettled { since = min(since, written) }
        }
        var outputs: [String: [String: String]] = [:]
        var found: [Consignment] = []
        var places: [String: Int] = [:]
        for mailing in try reader.publishedMailings(since: since, asOf: asOf) where mailing.channel != .file {
            if outputs[mailing.night] == nil {
                outputs[mailing.night] = Dictionary(
                    try reader.outputs(run: mailing.night).map { ($0.path, $0.sha256) },
                    uniquingKeysWith: { first, _ in first })
            }
            let files = outputs[mailing.night] ?? [:]
            let path = file(of: mailing, in: files)
            let key = "\(mailing.night)/\(path)"
            if let place = places[key] {
                found[place].references.append(mailing.reference)
                found[place].invoices += mailing.invoices
                continue
            }
            var one = Consignment(
                night: mailing.night, path: path, channel: mailing.channel, day: mailing.day,
                references: [mailing.reference], invoices: mailing.invoices)
            one.sha256 = files[path]
            one.last = last[key]
            guard one.last != nil || isOffered(one, settings, asOf) else { continue }
            one.state = state(of: one.last)
            places[key] = found.count
            found.append(one)
        }
        return found
    }

    /// What was never tried is offered for so many days.
    private static func isOffered(_ one: Consignment, _ settings: SendSettings, _ asOf: Day) -> Bool {
        settings.command(for: one.channel) != nil && asOf.days(since: one.day) <= settings.days
    }

    /// A letter goes as PDF where there is one.
    private static func file(of mailing: PublishedMailing, in files: [String: String]) -> String {
        let path = mailing.documentPath
        guard mailing.channel == .letter, path.hasSuffix(".html") else { return path }
        let pdf = String(path.dropLast(5)) + ".pdf"
        return files[pdf] == nil ? path : pdf
    }

    static func state(of last: SendingFact?) -> Consignment.State {
        guard let last else { return .waiting }
        guard let end = last.end else { return .uncertain }
        switch end.outcome {
        case .sent, .confirmed: return .done
        case .uncertain: return .uncertain
        case .failed, .released: return .waiting
        }
    }

    /// What stands against sending it today; `nil` for nothing.
    private static func objection(
        _ one: Consignment, _ judgement: DebtJudgement, _ asOf: Day, _ settings: SendSettings
    ) -> String? {
        if settings.command(for: one.channel) == nil { return "no command for \(one.channel.rawValue)" }
        // Who says 'send it again' knows how old it is.
        let offered = one.last?.end?.outcome == .released ? one.last?.end?.day : nil
        if asOf.days(since: offered ?? one.day) > settings.days {
            return "older than \(settings.days) days"
        }
        guard one.sha256 != nil else { return "the run put out no such file" }
        for invoice in one.invoices {
            guard let item = judgement.item(invoice), item.outstanding > 0 else {
                return "an invoice of it is settled"
            }
            let step = judgement.steps(of: invoice).last { $0.run == one.night }
            guard step?.amount == item.outstanding else {
                return "what is owed of \(item.number) is not what it says"
            }
            if let fact = judgement.decisions(of: invoice).last(
                where: { $0.day >= one.day && ($0.standsAgainstClaims || $0.kind == .claimFiled) })
            {
                return "\(fact.kind.rawValue) of \(fact.day) stands against it"
            }
        }
        return nil
    }
}
