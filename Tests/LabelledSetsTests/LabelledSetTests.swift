import Domain
import Foundation
import Testing

@testable import LabelledSets

/// What anyone who scores by these sets relies on.
@Suite struct LabelledSetTests {
    private static let names = [
        "invoices.csv", "camt053.xml", "n43/001.n43", "bank.csv", "remesas.csv", "truth.csv", "meta.json",
    ]

    @Test(arguments: Profile.allCases)
    func sameSeedSameBytes(_ profile: Profile) throws {
        let sets = try [7, 7, 8].map { try WrittenSet(profile, payments: 1_000, seed: $0) }
        defer { for set in sets { set.remove() } }
        for name in Self.names { #expect(try sets[0].bytes(name) == sets[1].bytes(name), "\(name)") }
        #expect(try sets[0].bytes("truth.csv") != sets[2].bytes("truth.csv"))
    }

    /// One large set for everything that needs all kinds: they share it for the time it takes.
    @Test func wildSetHoldsTogether() throws {
        let set = try WrittenSet(.wild, payments: 20_000, seed: 3)
        defer { set.remove() }
        let truth = try set.rows("truth.csv", ",")
        let invoices = try set.rows("invoices.csv", ";")
        let found = Set(truth.map { String($0[3]) })
        for kind in Kind.allCases { #expect(found.contains(kind.rawValue), "\(kind.rawValue)") }
        for row in invoices {
            #expect(TaxIdentifier(spanish: row[3]) != nil)
            #expect(row[5].isEmpty || IBAN(row[5]) != nil)
        }
        #expect(Set(invoices.map { $0[0] }).count == invoices.count)
        checkMoney(truth, invoices)
        checkTable(try set.rows("bank.csv", ";"), truth)
        try checkCamt(set)
    }

    /// What is applied is paid, and no invoice is closed by more than it is.
    private func checkMoney(_ truth: [WrittenSet.Row], _ invoices: [WrittenSet.Row]) {
        var open: [Substring: Int] = [:]
        for row in invoices { open[row[0]] = WrittenSet.cents(row[9]) }
        var applied: [Substring: Int] = [:]
        var paid: [Substring: (cents: Int, kind: Substring)] = [:]
        for row in truth {
            paid[row[0]] = (Int(row[7]) ?? 0, row[3])
            guard !row[1].isEmpty else { continue }
            let (cents, writeOff) = (Int(row[2]) ?? 0, Int(row[8]) ?? 0)
            applied[row[0], default: 0] += cents
            let before = open[row[1]] ?? 0
            let after = before - cents - writeOff
            // A returned debit opens its invoice again; everything else takes away and never more than there
            // is.
            #expect(row[3] == "dd_return" || before.magnitude >= after.magnitude, "\(row[0])")
            #expect((before < 0) == (after < 0) || after == 0 || row[3] == "dd_return", "\(row[0])")
            open[row[1]] = after
        }
        for (id, cents) in applied.sorted(by: { $0.key < $1.key }) {
            guard let payment = paid[id] else { continue }
            let mayExceed = payment.kind == "overpay" || payment.kind == "rounding"
            #expect(mayExceed ? cents <= payment.cents : cents == payment.cents, "\(id) \(payment.kind)")
        }
    }

    /// Every movement once, in order, each balance the last one and the amount.
    private func checkTable(_ rows: [WrittenSet.Row], _ truth: [WrittenSet.Row]) {
        var balances: [Substring: Int] = [:]
        for row in rows {
            let (amount, balance) = (WrittenSet.cents(row[4]), WrittenSet.cents(row[5]))
            if let last = balances[row[6]] { #expect(last + amount == balance, "\(row[7])") }
            balances[row[6]] = balance
        }
        var ids: [Substring] = []
        for row in truth where ids.last != row[0] { ids.append(row[0]) }
        #expect(rows.map { $0[7] } == ids)
    }

    /// Every statement opens with what the last of its currency closed with, and its entries lead from one to
    /// the other.
    private func checkCamt(_ set: WrittenSet) throws {
        let text = String(decoding: try set.bytes("camt053.xml"), as: UTF8.self)
        var closings: [String: Int] = [:]
        var currency = ""
        var running = 0
        for line in text.split(separator: "\n") {
            let amounts = Self.amounts(line)
            if line.hasPrefix("<Stmt>") {
                currency = String(line.split(separator: "<Ccy>")[1].prefix(3))
                if let last = closings[currency] { #expect(last == amounts[0]) }
                (running, closings[currency]) = (amounts[0], amounts[1])
            } else if line.hasPrefix("<Ntry>") {
                running += amounts[0]
            } else if line.hasPrefix("</Stmt>") {
                #expect(running == closings[currency])
            }
        }
        #expect(closings.count == 3)
    }

    /// The first two amounts of a line, with their signs.
    private static func amounts(_ line: Substring) -> [Int] {
        line.split(separator: "<Amt Ccy=", maxSplits: 2).dropFirst().prefix(2).map { part in
            let isDebit = part.contains("<CdtDbtInd>DBIT") && !(part.prefix(60).contains("CRDT"))
            let cents = WrittenSet.cents(part.dropFirst(6).prefix { $0 != "<" })
            return isDebit ? -cents : cents
        }
    }

    @Test(arguments: Numbering.allCases)
    func numbersAreReadBack(_ numbering: Numbering) {
        var book = InvoiceBook(numbering: numbering, invoices: 400)
        for index in 0..<400 {
            book.append(
                InvoiceBook.Line(
                    customer: 0, day: index / 2, base: 100, taxPercent: 21, isWithheld: false,
                    isSecondYear: index >= 200, choice: index), isCredit: index % 9 == 5)
        }
        let reader = NumberReader(book: book)
        for index in 0..<400 {
            #expect(reader.readings(book.number(index).text) == [index])
            var chance = Chance(1, .text, index)
            let bare = Disturbance.bareCounter.write(book.number(index), &chance)
            #expect(reader.readings(bare).contains(index))
        }
    }

    /// Two balances of 30 and 20 that add up to a third are two explanations of 50, and an honest reader has
    /// none.
    @Test func explanationsAreCounted() {
        var book = InvoiceBook(numbering: .standard, invoices: 4)
        for base in [3_000, 2_000, 5_000, 700] {
            book.append(
                InvoiceBook.Line(
                    customer: 0, day: 0, base: base, taxPercent: 0, isWithheld: false, isSecondYear: false,
                    choice: 0),
                isCredit: false)
        }
        let shares = Shares.of(.typical)
        let customer = Customer(0, namesake: 0, seed: 1, shares: shares, subscriberShare: 0)
        var open = OpenItems(invoices: 4, customers: [customer])
        for invoice in 0..<4 { open.set(invoice, of: 0, to: Int(book.total[invoice])) }
        let explanations = Explanations(book: book, open: open, customer: 0)
        #expect(explanations.of(5_000, .exact).answers.count == 2)
        #expect(explanations.of(700, .exact).answers == [[3]])
        #expect(explanations.of(670, .nearly).answers == [[3]])
        #expect(explanations.of(10_700, .exact).answers == [[0, 1, 2, 3]])
    }
}
