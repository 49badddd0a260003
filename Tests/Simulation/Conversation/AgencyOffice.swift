internal import Domain
internal import Foundation
internal import Support

/// An agency without software of its own: a desk, the commands of `recobro handover`, and people who collect.
struct AgencyOffice {
    /// Money that the agency pays to the creditor.
    struct Payout {
        let amount: Int64
        let reference: String
    }

    /// One debtor's payment to the agency.
    private struct Collection {
        let movement: String
        let reference: String
        let line: PlacedLines.Line
        /// Cents of the invoice, and of interest and the fixed sum beside it.
        let amount: Int64
        let charges: Int64
    }

    private let desk: Program
    private let world: SimulatedWorld
    private let method: String
    private var chance: SplitMix64
    private(set) var lines = PlacedLines()
    /// Cents that debtors paid to the agency, by invoice.
    private(set) var collected: [String: Int64] = [:]
    /// Cents that credit notes took off, by invoice: the debtor has them before the agency.
    var credited: [String: Int64] = [:]
    /// Movements that the next statement will have.
    private var waiting: [String] = []
    /// Cents of interest and fixed sums that debtors paid to the agency, by case.
    private(set) var charges: [String: Int64] = [:]
    private var waitingAmount: Int64 = 0
    /// Collections that no statement has yet, and those of earlier statements, that can still bounce.
    private var collections: [Collection] = []
    private var settled: [Collection] = []
    private var objections: Set<String> = []
    private(set) var reversals = 0
    private var statements = 0
    private var movements = 0
    private var disputes: Set<String> = []
    private(set) var events = 0

    static let code = "COLCO"
    static let identifier = "ESB00000000"

    init(_ world: SimulatedWorld, desk: Program, method: String) throws {
        self.world = world
        self.desk = desk
        self.method = method
        chance = SplitMix64(seed: world.options.seed &* 97)
        try desk.run([
            "handover", "desk", "init", desk.workspace, "--code", Self.code, "--identifier", Self.identifier,
            "--creditor", "ESB32147290", "--environment", "T", "--agreement", "AGR-2026-01",
            "--processor-agreement", "DPA-2026-01", "--fee", "15.00",
        ])
    }

    var out: String { "\(desk.workspace)/out" }

    /// A night's work: what came is answered, debtors are called, now and then a statement is made.
    mutating func work(_ night: Int, arrivals folder: String, isLast: Bool) throws -> Payout? {
        let day = world.day(night)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
            lines.read(package: "\(folder)/\(name)")
            // A damaged package is refused, and says so by its exit code.
            try desk.run(
                ["handover", "ack", desk.workspace, "\(folder)/\(name)", "--as-of", "\(day)"], upTo: 65)
        }
        let cases = try DeskCases(desk.workspace)
        var rows: [String] = []
        for one in cases.working { rows += work(one, night) }
        for one in cases.all where one.state == "RECALL_PENDING" { rows += object(one, day) }
        if !rows.isEmpty {
            let path = "\(desk.workspace).events-\(day).csv"
            let table = (["case_ref,status,at,amount,due_date,reason,dispute_ground,dispute_raised"] + rows)
                .joined(separator: "\n")
            try Data((table + "\n").utf8).write(to: URL(fileURLWithPath: path))
            try desk.run(["handover", "status", desk.workspace, path, "--as-of", "\(day)"])
            events += rows.count
        }
        return (night % 7 == 6 || isLast) ? try remit(night, cases) : nil
    }

    private mutating func work(_ one: DeskCases.Case, _ night: Int) -> [String] {
        let day = world.day(night)
        guard night > 0, let lines = lines.byCase[one.reference] else { return [] }
        if chance.below(30) == 0 { return ["\(one.reference),CONTACT,\(day),,,called,,"] }
        if chance.below(60) == 0, disputes.insert(one.reference).inserted {
            return ["\(one.reference),DISPUTED,\(day),,,says it never came,NOT_DELIVERED,\(day)"]
        }
        // The agency collects from those alone who never pay the creditor: nobody pays twice here.
        let paying = lines.filter { world.invoice($0.invoice)?.behaviour == .never }
        guard !paying.isEmpty, chance.below(12) == 0, let line = paying.randomElement(using: &chance) else {
            return []
        }
        let open = open(line.invoice)
        guard open > 200 else { return [] }
        let amount = chance.below(2) == 0 ? open : max(100, open / 2)
        // Who pays an agency pays what it asks beside the invoice; but the agency asks too much where it has
        // not heard of a credit note.
        let isCredited = lines.contains { credited[$0.invoice] != nil }
        let due = charges[one.reference] == nil && !isCredited ? one.charges : 0
        collect(amount, due, line, one.reference, day)
        // Of a credit note the agency may not know yet: by its books the rest is owed.
        let isAll = lines.allSatisfy { owed($0.invoice) == 0 && credited[$0.invoice] == nil }
        return ["\(one.reference),\(isAll ? "PAID" : "PART_PAID"),\(day),\(decimal(amount + due)),,,,"]
    }

    /// Cents that the debtor of an invoice would still pay the agency; 0 for one who pays the creditor.
    func open(_ invoice: String) -> Int64 {
        world.invoice(invoice)?.behaviour == .never ? owed(invoice) : 0
    }

    private func owed(_ invoice: String) -> Int64 {
        (world.invoice(invoice)?.amount ?? 0) - (collected[invoice] ?? 0) - (credited[invoice] ?? 0)
    }

    /// A third of the recalls that are announced meet an objection.
    private mutating func object(_ one: DeskCases.Case, _ day: Day) -> [String] {
        guard objections.insert(one.reference).inserted, chance.below(3) == 0 else { return [] }
        return ["\(one.reference),RECALL_OBJECTED,\(day),,,the debtor pays next week,,"]
    }

    /// Now and then a payment that was settled bounces: the next statement takes it back.
    private mutating func bounce(_ cases: DeskCases, _ day: Day) {
        let open = Set(cases.working.map(\.reference))
        let room = waitingAmount - cases.unsettledPayments
        guard chance.below(2) == 0,
            let place = settled.firstIndex(where: {
                open.contains($0.reference) && ($0.amount + $0.charges) * 2 < room
            })
        else { return }
        let one = settled.remove(at: place)
        movements += 1
        reversals += 1
        collected[one.line.invoice, default: 0] -= one.amount
        if one.charges > 0 { charges[one.reference] = nil }
        waiting.append(
            "REVC,\(one.reference),\(day),-\(decimal(one.amount + one.charges)),M\(padded(movements, 6)),\(one.movement),"
                + "\(one.line.reference),the debit came back")
        waitingAmount -= one.amount + one.charges
    }

    private mutating func collect(
        _ amount: Int64, _ due: Int64, _ line: PlacedLines.Line, _ reference: String, _ day: Day
    ) {
        movements += 1
        let id = "M\(padded(movements, 6))"
        collected[line.invoice, default: 0] += amount
        if due > 0 { charges[reference] = due }
        waiting.append("COLL,\(reference),\(day),\(decimal(amount + due)),\(id),,\(line.reference),")
        waitingAmount += amount + due
        collections.append(
            Collection(movement: id, reference: reference, line: line, amount: amount, charges: due))
    }

    /// Settles what was collected. A statement that would owe the agency money waits for more.
    private mutating func remit(_ night: Int, _ cases: DeskCases) throws -> Payout? {
        let day = world.day(night)
        guard waitingAmount > cases.unsettledPayments else { return nil }
        bounce(cases, day)
        settled += collections
        collections = []
        statements += 1
        let path = "\(desk.workspace).movements-\(day).csv"
        let table = (["type,case_ref,date,amount,movement_id,reverses,line_ref,reason"] + waiting)
            .joined(separator: "\n")
        try Data((table + "\n").utf8).write(to: URL(fileURLWithPath: path))
        try desk.run([
            "handover", "remit", desk.workspace, path, "--method", method, "--invoice",
            invoiceNumber(statements), "--to", "\(day)", "--payout-date", "\(day)", "--as-of", "\(day)",
        ])
        waiting = []
        waitingAmount = 0
        return try payout(statements)
    }

    private func invoiceNumber(_ statement: Int) -> String { "A26-\(padded(statement, 4))" }

    /// Numbers of the invoices for its fees, one a statement.
    var invoiceNumbers: [String] { (0..<statements).map { invoiceNumber($0 + 1) } }

    /// What the last statement says that is paid out.
    private func payout(_ number: Int) throws -> Payout? {
        let folder = "\(out)/DHX1_T_\(Self.code)_ESB32147290_REMT_\(padded(number, 6))"
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/data/batch.json"))
        guard let batch = try JSONSerialization.jsonObject(with: data) as? [String: Any],
            let payout = (batch["statement"] as? [String: Any] ?? batch)["payout"] as? [String: Any],
            let amount = payout["amount"] as? String, let reference = payout["reference"] as? String
        else { throw Program.Failure(description: "\(folder): no payout") }
        return Payout(amount: cents(amount), reference: reference)
    }
}

/// The cases of a desk, as its own file has them.
struct DeskCases {
    struct Case {
        let reference: String
        let state: String
        /// Cents, all that is owed by the agency's books.
        let balance: Int64
        /// Of that interest and fixed sums.
        let charges: Int64
    }

    let all: [Case]
    /// Cents that the creditor received itself and that no statement has echoed.
    let unsettledPayments: Int64

    /// Those that are worked on.
    var working: [Case] {
        all.filter { ["ACCEPTED", "WORKING"].contains($0.state) && $0.balance > 0 }
    }

    init(_ desk: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(desk)/state.json"))
        let state = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        let cases = state?["cases"] as? [String: [String: Any]] ?? [:]
        var unsettled: Int64 = 0
        all = cases.keys.sorted().map { reference in
            let one = cases[reference] ?? [:]
            let buckets = one["balance"] as? [String: Any] ?? [:]
            let charges = amount(buckets["interest"]) + amount(buckets["fixedComp"])
            let balance = amount(buckets["principal"]) + charges + amount(buckets["costs"])
            for payment in one["payments"] as? [[String: Any]] ?? [] where payment["movementId"] == nil {
                unsettled += max(0, amount(payment["amount"]))
            }
            return Case(
                reference: reference, state: one["state"] as? String ?? "", balance: balance,
                charges: charges)
        }
        unsettledPayments = unsettled
    }
}

/// An amount of a JSON file: decimal text, or a number of cents.
private func amount(_ value: Any?) -> Int64 {
    if let text = value as? String { return cents(text) }
    if let number = value as? NSNumber { return number.int64Value }
    if let parts = value as? [String: Any] { return amount(parts["minorUnits"] ?? parts["amount"]) }
    return 0
}

/// `1234.56`.
func decimal(_ cents: Int64) -> String { Money.decimalString(cents, exponent: 2) }

/// `-1234.56 EUR` or without currency.
func cents(_ text: String) -> Int64 {
    Int64(text.prefix { $0 != " " }.filter { $0 != "." }) ?? 0
}
