internal import Domain
internal import Foundation
internal import Support

/// Nights of a creditor and an agency that share nothing but packages, on a line that loses, repeats,
/// reorders and damages them: at the end both books must agree.
public enum Conversation {
    /// What was counted, and where the two differ.
    public struct Report: Sendable {
        public var cases = 0
        /// Of these, those of which something was said in the last two nights: not compared.
        public var underway = 0
        public var events = 0
        public var payouts = 0
        /// Cents paid out by the agency.
        public var paidOut: Int64 = 0
        /// Recalls that the creditor asked for, and of these those that the agency objected to.
        public var recalls = 0
        public var objections = 0
        /// Credit notes for invoices that the agency has.
        public var credits = 0
        /// New addresses of debtors.
        public var moves = 0
        /// Settled payments that bounced.
        public var reversals = 0
        /// Cents of interest and fixed sums that debtors paid to the agency.
        public var charges: Int64 = 0
        public var mishaps: [String: Int] = [:]
        public var differences: [String] = []

        /// The figures, a line each.
        public var text: String {
            let list = mishaps.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            return [
                "cases \(cases) (\(underway) underway), events \(events), payouts \(payouts) "
                    + "(\(Money.decimalString(paidOut, exponent: 2)) EUR), interest and fixed sums "
                    + "\(Money.decimalString(charges, exponent: 2)) EUR",
                "recalls \(recalls) (\(objections) objected to), reversals \(reversals), "
                    + "credit notes \(credits), new addresses \(moves)",
                "packages: \(list.joined(separator: ", "))",
                "differences \(differences.count)",
            ].joined(separator: "\n") + differences.map { "\n  \($0)" }.joined()
        }
    }

    /// Runs all nights. The method of settlement goes by the seed: NET, GROSS or SPLIT.
    public static func run(_ options: SimulationOptions) throws -> Report {
        var night = try ConversationNights(options)
        for number in 0..<options.nights {
            try night.pass(number)
            if number % 10 == 9 { options.progress("night \(number + 1)") }
        }
        return try night.report()
    }
}

/// Both sides and the lines between them.
private struct ConversationNights {
    private let options: SimulationOptions
    private var world: SimulatedWorld
    private let files: NightFiles
    private let accountant: Accountant
    private let creditor: Program
    private let desk: String
    private var office: AgencyOffice
    private var outward: PackageLine
    private var homeward: PackageLine
    private var arriving: [Int: [(number: String, arrived: Int)]] = [:]
    private var payouts: [Int: AgencyOffice.Payout] = [:]
    private var balance: Int64 = 0
    private var chance: SplitMix64
    private var result = Conversation.Report()
    /// The last nights are quiet: whatever is underway arrives.
    private static let quietNights = 12
    /// The account that the agency pays to.
    private static let account = "ES8321003456161234567890"

    init(_ options: SimulationOptions) throws {
        self.options = options
        world = SimulatedWorld(options)
        chance = SplitMix64(seed: options.seed &* 31 &+ 7)
        files = NightFiles(world)
        accountant = Accountant(world)
        creditor = Program(executable: options.program, workspace: options.folder)
        desk = options.folder + ".desk"
        let method = ["NET", "GROSS", "SPLIT"][Int(options.seed % 3)]
        office = try AgencyOffice(
            world, desk: Program(executable: options.program, workspace: desk), method: method)
        let wild = options.nights - Self.quietNights
        outward = try PackageLine(
            store: options.folder + ".outward", seed: options.seed &* 3 &+ 1, lastWildNight: wild)
        homeward = try PackageLine(
            store: options.folder + ".homeward", seed: options.seed &* 5 &+ 2, lastWildNight: wild)
        try creditor.makeWorkspace(rules: "[]", payoutAccount: Self.account)
    }

    mutating func pass(_ night: Int) throws {
        let day = world.day(night)
        let inbox = "\(options.folder)/inbox"
        _ = try homeward.arrive(on: night, in: inbox)
        try files.write(night, claims: arriving[night] ?? [], to: inbox)
        try writePayouts(night, to: inbox)
        if night == options.nights - 2 { try writeFeeInvoices(to: inbox) }
        try creditor.run(["run", options.folder, "--as-of", "\(day)"])
        let outbox = "\(options.folder)/outbox/\(day)-1"
        try outward.take(from: outbox, on: night)
        try signReviews(of: outbox, to: inbox)
        let said = try ProgramNight(verdicts: [], report: "\(outbox)/report")
        for (number, arrived) in Simulation.claims(said, night, &world) {
            arriving[arrived, default: []].append((number, arrived))
        }
        if night % 3 == 2 { _ = try Simulation.decide(accountant, creditor, night, day) }
        try recall(night, day, said: "\(outbox)/report")
        try credit(night, day, said: "\(outbox)/report", to: inbox)
        try moveHouse(night, day, to: inbox)
        let incoming = "\(desk).in-\(day)"
        try FileManager.default.createDirectory(atPath: incoming, withIntermediateDirectories: true)
        _ = try outward.arrive(on: night, in: incoming)
        // What is collected in the last nights could not be settled any more.
        let isLast = night == options.nights - Self.quietNights + 2
        if let payout = try office.work(night, arrivals: incoming, isLast: isLast) {
            payouts[night + 1] = payout
            result.payouts += 1
            result.paidOut += payout.amount
        }
        try homeward.take(from: office.out, on: night)
    }

    /// Now and then the creditor wants a case back; the agency's objection it follows, or insists.
    private mutating func recall(_ night: Int, _ day: Day, said report: String) throws {
        // A recall that begins now ends before the books are compared.
        guard night < options.nights - Self.quietNights - 2 else { return }
        let objected = Set(
            try Table("\(report)/todo.csv").rows.filter { row in
                row.contains { $0.contains("opone a la retirada") }
            }.map { $0[1] })
        for row in try Table("\(report)/cases.csv").rows where row.count > 6 {
            let reference = row[0]
            func state(_ fact: String, _ more: String...) throws {
                try creditor.run(
                    ["case", options.folder, reference, fact, "--author", "Lucía", "--as-of", "\(day)"] + more
                )
            }
            if ["ACCEPTED", "WORKING"].contains(row[2]), chance.below(60) == 0 {
                result.recalls += 1
                try state(
                    "recalled", "--code", "commercial-decision", "--until", "\(day.adding(days: 4))",
                    "--note", "night \(night)")
            } else if row[2] == "RECALL_PENDING", objected.contains(reference) {
                result.objections += 1
                if chance.below(2) == 0 {
                    try state("recall-cancelled", "--note", "night \(night)")
                } else {
                    try state("recalled", "--code", "commercial-decision", "--note", "night \(night)")
                }
            }
        }
    }

    /// Now and then an invoice that the agency has is credited, in part or with all that is left of it; the
    /// debtor knows, and pays the agency no more than the rest.
    private mutating func credit(_ night: Int, _ day: Day, said report: String, to inbox: String) throws {
        guard night < options.nights - Self.quietNights else { return }
        var rows: [String] = []
        for row in try Table("\(report)/cases.csv").rows
        where ["ACCEPTED", "WORKING", "HELD"].contains(row[2]) && chance.below(40) == 0 {
            // Interest that was paid already would have to be paid back in part.
            guard office.charges[row[0]] == nil else { continue }
            let lines = (office.lines.byCase[row[0]] ?? []).filter { office.open($0.invoice) > 1_000 }
            guard let line = lines.randomElement(using: &chance), let invoice = world.invoice(line.invoice)
            else { continue }
            let open = office.open(line.invoice)
            let amount = chance.below(5) == 0 ? open : open / 3
            office.credited[line.invoice, default: 0] += amount
            result.credits += 1
            let customer = world.customers[invoice.customer]
            rows.append(
                "R\(padded(result.credits, 5));\(tableDay(day));\(customer.taxId);\(customer.name);"
                    + "-\(tableAmount(amount));EUR;Rectificativa;\(line.invoice)\n")
        }
        guard !rows.isEmpty else { return }
        try save(
            "Número;Fecha;NIF;Cliente;Total;Divisa;Tipo;Rectifica\n" + rows.joined(), "abonos-\(day).csv",
            inbox)
    }

    /// A few debtors a week move house: the agency is told the case anew.
    private mutating func moveHouse(_ night: Int, _ day: Day, to inbox: String) throws {
        guard night < options.nights - Self.quietNights, night % 3 == 1 else { return }
        let moved = world.customers.filter { _ in chance.below(20) == 0 }
        guard !moved.isEmpty else { return }
        result.moves += moved.count
        let rows = moved.map {
            "\($0.taxId);\($0.name);\($0.isCompany ? "empresa" : "consumidor");Calle Nueva \(night + 1);50002;"
                + "Zaragoza;ES\n"
        }
        try save(
            "NIF;Nombre;Tipo;Domicilio;CP;Población;País\n" + rows.joined(), "mudanzas-\(day).csv", inbox)
    }

    /// The statement of the account that the agency pays to: every night, nearly always empty.
    private mutating func writePayouts(_ night: Int, to inbox: String) throws {
        if night == 0 {
            for year in 2019...2025 {
                try save(
                    StatementText.document(
                        account: Self.account, reference: "P-\(year)", from: "\(year)-01-01",
                        to: "\(year)-12-31", opening: 0, closing: 0, entries: ""), "p-\(year).xml", inbox)
            }
            return
        }
        let booked = night - 1
        let day = world.day(booked).description
        var entries = ""
        let opening = balance
        if let payout = payouts[booked], payout.amount > 0 {
            balance += payout.amount
            entries = StatementText.entry(
                SimulatedMovement(
                    index: 9_000_000 + booked, account: 0, booked: booked, amount: payout.amount,
                    payer: "Cobros Ejemplo S.L.", payerAccount: "", text: payout.reference, parts: []),
                day: day)
        }
        try save(
            StatementText.document(
                account: Self.account, reference: "P-\(day)", from: day, to: day, opening: opening,
                closing: balance, entries: entries), "pagos-\(day).xml", inbox)
    }

    /// The agency's invoices for its fees come by post, late and as prints.
    private func writeFeeInvoices(to inbox: String) throws {
        for number in office.invoiceNumbers {
            try save("%PDF-1.4 \(number)", "Factura \(number).pdf", inbox)
        }
    }

    private func save(_ text: String, _ name: String, _ inbox: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(inbox)/\(name)"))
    }

    /// The accountant signs what the program proposes for a payout, and drops it into the inbox.
    private func signReviews(of outbox: String, to inbox: String) throws {
        let folder = "\(outbox)/remittances"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names.sorted() where name.hasSuffix(".review.csv") {
            let lines = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
                .split(whereSeparator: \.isNewline).enumerated().map { index, line in
                    index > 0 && line.hasSuffix(";;") ? line.dropLast(2) + ";Lucía;" : String(line)
                }
            try save(lines.joined(separator: "\r\n") + "\r\n", name, inbox)
        }
    }

    // MARK: The end

    /// States in which the agency has nothing more to collect; money of later days is the creditor's alone.
    private static let over: Set<String> = ["RECALLED", "CLOSED", "REJECTED"]

    mutating func report() throws -> Conversation.Report {
        let last = world.day(options.nights - 1)
        let outbox = "\(options.folder)/outbox/\(last)-1/report"
        let ours = try Table("\(outbox)/cases.csv")
        let theirs = try DeskCases(desk)
        result.cases = theirs.all.count
        result.events = office.events
        result.reversals = office.reversals
        result.charges = office.charges.values.reduce(0, +)
        result.mishaps = outward.mishaps.merging(homeward.mishaps, uniquingKeysWith: +)
        var known: Set<String> = []
        for row in ours.rows {
            let reference = row[0]
            guard known.insert(reference).inserted else {
                result.differences.append("\(reference): twice in the creditor's book")
                continue
            }
            // What was told in the last two nights is still on its way.
            if row[5] >= "\(last.adding(days: -1))" {
                result.underway += 1
                continue
            }
            guard let other = theirs.all.first(where: { $0.reference == reference }) else {
                result.differences.append("\(reference): the agency does not know it (\(row[2]))")
                continue
            }
            let isOver = Self.over.contains(row[2])
            if isOver != Self.over.contains(other.state) || !isOver && cents(row[3]) != other.balance {
                result.differences.append(
                    "\(reference): \(row[2]) \(row[3]) here, \(other.state) \(decimal(other.balance)) there")
            }
        }
        for other in theirs.all where !known.contains(other.reference) {
            result.differences.append("\(other.reference): the creditor does not know it")
        }
        for row in try Table("\(outbox)/remittances.csv").rows where row.count > 8 && !row[8].isEmpty {
            result.differences.append("remittance: \(row.joined(separator: ","))")
        }
        let audit = String(decoding: try creditor.run(["audit", options.folder]), as: UTF8.self)
        // A statement that is late is no fault of the books.
        for line in audit.split(whereSeparator: \.isNewline)
        where line.hasPrefix("VIOLATION") || line.hasPrefix("outbox:") {
            result.differences.append(String(line))
        }
        return result
    }

    /// A table of the report, without quotes in the columns that are read.
    private struct Table {
        let rows: [[String]]

        init(_ path: String) throws {
            guard FileManager.default.fileExists(atPath: path) else {
                rows = []
                return
            }
            rows = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
                .dropFirst().map {
                    $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                }
        }
    }
}
