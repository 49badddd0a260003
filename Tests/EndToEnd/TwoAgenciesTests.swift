import Domain
import Foundation
import Testing

@testable import Handover

/// Two agencies that count alike: the same numbers of packages, cases, events, statements and movements.
/// Nothing that one says is taken for the other's.
@Suite struct TwoAgenciesTests {
    private static let other = BatchParty(
        code: "OTRA", identifier: PartyIdentifier(scheme: "9920", value: "ESB00000018"))
    private static let parties = [AgencyStory.agencyParty, other]
    private let cases = ["C-A58818501.1", "C-B00200535.1"]
    private static let producer = Producer(software: "desk", version: "1")

    private static var sections: String {
        let agencies = parties.map { party in
            """
              - name: Cobros \(party.code) S.L.
                code: \(party.code)
                identifier: \(party.identifier.value)
                agreement: AGR-2026-01
                processorAgreement: DPA-2026-01
                capacity: 1
                fees:
                  - { percent: "15.00" }

            """
        }
        return "agencies:\n" + agencies.joined()
    }

    /// A case with each agency, both answered; the greater debt is with the first.
    private func placed(_ scratch: Scratch) throws -> AgencyStory {
        let story = try AgencyStory(scratch, agencies: Self.sections)
        let inbox = "\(story.workspace)/inbox"
        try Data(
            """
            Número;Fecha;Vencimiento;NIF;Cliente;Total;Divisa
            F2026-0003;02/01/2026;12/01/2026;B00200535;Cuatro Cinco S.L.;700,00;EUR

            """.utf8
        ).write(to: URL(fileURLWithPath: "\(inbox)/facturas-2.csv"))
        try Data(
            """
            NIF;Nombre;Tipo;Domicilio;CP;Población;País
            B00200535;Cuatro Cinco S.L.;empresa;Calle Dos 2;28001;Madrid;ES

            """.utf8
        ).write(to: URL(fileURLWithPath: "\(inbox)/clientes-2.csv"))
        try story.night("2026-01-23")
        try story.state("delivered", "2026-01-26")
        let stated = try Recobro.run(
            "case", story.workspace, "F2026-0003", "delivered", "--author", "Ana", "--as-of", "2026-01-26")
        #expect(stated.code == 0, "\(stated.complaint)")
        let batches = story.packages(try story.night("2026-02-08"))
        #expect(batches.count == 2)
        for (batch, party) in zip(batches, Self.parties) {
            #expect(batch.contains("_\(party.code)_"))
            _ = try story.answer(batch, 1, "2026-02-09", .accepted, from: party)
        }
        let answered = story.table(try story.night("2026-02-09"), "cases")
        for one in cases { #expect(answered.contains("\(one),88123,ACCEPTED"), "\(answered)") }
        return story
    }

    private func toDo(_ story: AgencyStory, _ night: String, _ word: String) -> [Substring] {
        story.table(night, "todo").split(separator: "\n").filter { $0.contains(word) }
    }

    @Test func eventsOfOneNumberAreTwoEvents() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        _ = try story.report([try story.event("E-1", "2026-02-10", .contact)], 1, "2026-02-10")
        let dispute = try story.event("E-1", "2026-02-10", .untraceable, of: cases[1])
        _ = try story.report([dispute], 1, "2026-02-10", from: Self.other)
        let night = try story.night("2026-02-10")
        #expect(toDo(story, night, cases[1]).count == 1, "\(story.table(night, "todo"))")
        #expect(toDo(story, night, cases[0]).isEmpty)
        // Each again: neither counts twice.
        _ = try story.report([try story.event("E-1", "2026-02-10", .contact)], 2, "2026-02-11")
        _ = try story.report([dispute], 2, "2026-02-11", from: Self.other)
        let again = try story.night("2026-02-11")
        #expect(toDo(story, again, cases[1]).count == 1)
        #expect(try story.auditHolds)
    }

    @Test func nobodySpeaksOfTheOthersCases() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        var closed = try story.event("E-9", "2026-02-10", .closed)
        closed.close = StatusEvent.Close(
            reason: .uneconomic,
            balanceAtClose: CaseBalance(
                asOf: closed.at.day, principal: 150_000, interest: 0, fixedComp: 0, costs: 0, total: 150_000))
        var disputed = try story.event("E-8", "2026-02-10", .disputed)
        disputed.dispute = StatusEvent.Dispute(ground: .quality, raisedAt: closed.at.day)
        _ = try story.report([closed, disputed], 1, "2026-02-10", from: Self.other)
        // An answer to a batch that went to the other one.
        let batch = "\(story.workspace)/outbox/2026-02-08-1/DHX1_T_ESB12345674_COLCO_CASE_000001"
        _ = try story.answer(batch, 2, "2026-02-10", .rejected, reason: .territory, from: Self.other)
        let night = try story.night("2026-02-10")
        #expect(try story.told(night) == [])
        let table = story.table(night, "cases")
        #expect(table.contains("\(cases[0]),88123,ACCEPTED"), "\(table)")
        let problems = story.table(night, "problems")
        #expect(problems.contains("E-8") && problems.contains("E-9"))
        #expect(problems.contains("answer to ESB12345674.COLCO.CASE.000001"), "\(problems)")
        #expect(toDo(story, night, "TERRITORY") == [])
        #expect(try !story.explain("F2026-0001").contains("by agency"))
        #expect(try story.auditHolds)
    }

    /// One waits for what is missing; the other's later packages do not.
    @Test func aGapIsOfItsOwnAgency() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        _ = try story.report([try story.event("E-2", "2026-02-10", .contact)], 2, "2026-02-10")
        _ = try story.report(
            [try story.event("E-1", "2026-02-10", .contact, of: cases[1])], 1, "2026-02-10", from: Self.other)
        let night = try story.night("2026-02-10")
        #expect(toDo(story, night, "STAT_000002").count == 1)
        let table = story.table(night, "cases")
        #expect(table.contains("\(cases[0]),88123,ACCEPTED") && table.contains("\(cases[1]),88123,WORKING"))
        // What fills the gap of the one is not the other's second package.
        _ = try story.report(
            [try story.event("E-2", "2026-02-11", .noContact, of: cases[1])], 2, "2026-02-11",
            from: Self.other)
        let still = try story.night("2026-02-11")
        #expect(toDo(story, still, "COLCO_ESB12345674_STAT_000002").count == 1)
        _ = try story.report([try story.event("E-1", "2026-02-09", .open)], 1, "2026-02-12")
        let filled = try story.night("2026-02-12")
        #expect(toDo(story, filled, "STAT_000002") == [])
        #expect(story.table(filled, "cases").contains("\(cases[0]),88123,WORKING"))
        #expect(try story.auditHolds)
    }

    private func inventory(
        _ story: AgencyStory, _ party: BatchParty, _ sequence: Int, _ day: String,
        _ entries: [(String, Int64)]
    ) throws {
        let asOf = try #require(Day(iso: day))
        let list = Inventory(
            header: try story.header(.inventory, sequence, day, from: party),
            entries: entries.map { reference, owed in
                var entry = InventoryEntry(
                    caseRef: reference, state: .accepted, phase: .preLegal, originalBalance: owed,
                    currentBalance: CaseBalance(
                        asOf: asOf, principal: owed, interest: 0, fixedComp: 0, costs: 0, total: owed),
                    placedAt: asOf.adding(days: -3), caseVersion: 1)
                entry.agencyCaseRef = "88123"
                return entry
            })
        _ = try story.write(FeedbackPackage.files(list, producer: Self.producer))
    }

    @Test func eachInventoryIsHeldAgainstItsOwnCases() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        try inventory(story, Self.parties[0], 1, "2026-02-11", [(cases[0], 150_000)])
        try inventory(story, Self.parties[1], 1, "2026-02-11", [(cases[1], 70_000)])
        let equal = try story.night("2026-02-11")
        #expect(toDo(story, equal, "invent") == [], "\(story.table(equal, "todo"))")
        // The second says nothing of its own case, and lists the first one's.
        try inventory(story, Self.parties[1], 2, "2026-02-12", [(cases[0], 150_000)])
        let night = try story.night("2026-02-12")
        let rows = toDo(story, night, "invent")
        #expect(rows.count == 2, "\(rows)")
        #expect(rows.contains { $0.contains(cases[0]) && $0.contains("MISSING_HERE") })
        #expect(rows.contains { $0.contains(cases[1]) && $0.contains("MISSING_THERE") })
        #expect(try story.auditHolds)
    }

    /// `amount` collected, fee 15 %, VAT 21 %, paid out net.
    private func statement(
        _ story: AgencyStory, _ party: BatchParty, _ reference: String, lineRef: String, _ amount: Int64,
        before: Int64
    ) throws -> RemittanceStatement {
        let day = try #require(Day(iso: "2026-02-20"))
        var line = RemittanceLine(
            number: 1, kind: .collected, movementId: "MV-1", caseRef: reference, agencyCaseRef: "88123",
            date: day, gross: amount, fee: amount * 15 / 100)
        line.lineRef = lineRef
        line.allocation = RemittanceLine.Allocation(principal: amount)
        (line.feeBase, line.feeRateBasisPoints, line.balanceAfter) = (amount, 1_500, before - amount)
        let end = try #require(Day(iso: "2026-02-28"))
        let statement = RemittanceStatement(
            header: try story.header(.remittance, 1, "2026-03-01", from: party), statementId: "REM-2026-02",
            method: .net, currency: .eur, periodFrom: try #require(Day(iso: "2026-02-01")), periodTo: end,
            opening: 0,
            payout: RemittanceStatement.Payout(
                amount: 0, date: end.adding(days: 2), reference: "REM-\(party.code)-02"),
            lines: [line],
            totals: RemittanceStatement.Totals(
                lines: 1, collected: 0, direct: 0, retained: 0, fees: 0, feeVAT: 0, expenses: 0,
                adjustments: 0, closing: 0))
        return try #require(
            statement.settled(
                SettlementTerms(
                    invoiceNumber: "A26-1", invoiceDate: end, vatCategory: "S", vatRateBasisPoints: 2_100,
                    minimumPayout: 0)))
    }

    @Test func statementsOfOneNumberAreTwoStatements() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        for (party, reference) in zip(Self.parties, cases) {
            var paid = try story.event("E-1", "2026-02-20", .partPaid, of: reference)
            paid.amount = reference == cases[0] ? 50_000 : 20_000
            _ = try story.report([paid], 1, "2026-02-20", from: party)
        }
        // The first one's debtor pays the creditor, who tells that agency alone.
        let told = try story.night("2026-02-21", credit: (100_000, "Factura F2026-0001"))
        let packages = story.packages(told)
        #expect(packages.count == 1 && packages.allSatisfy { $0.contains("_COLCO_") })
        for package in packages { _ = try story.answer(package, 2, "2026-02-22", .accepted) }
        try story.night("2026-02-22")
        _ = try story.remit(
            try statement(story, Self.parties[0], cases[0], lineRef: "L2", 50_000, before: 150_000))
        _ = try story.remit(
            try statement(story, Self.parties[1], cases[1], lineRef: "L3", 20_000, before: 70_000))
        let stated = try story.night("2026-03-01")
        #expect(!story.table(stated, "problems").contains("STATEMENT_DUPLICATE"))
        let rows = story.table(stated, "remittances")
        for one in cases { #expect(rows.contains("REM-2026-02,MV-1,COLL,\(one)"), "\(rows)") }
        // The second one never heard of the payment, and need not echo it.
        #expect(rows.ranges(of: "DIRECT_NOT_REPORTED").count == 1, "\(rows)")
        let first = try story.night("2026-03-02", credit: (40_925, "REM-COLCO-02 LIQUIDACION"))
        let second = try story.night("2026-03-03", credit: (16_370, "REM-OTRA-02 LIQUIDACION"))
        // Neither fee invoice came, and each row says whose.
        let late = try story.night("2026-03-10")
        for party in Self.parties {
            #expect(toDo(story, late, "agency,\(party.code) REM-2026-02,").count == 2)
        }
        func postings(_ night: String) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: "\(night)/remittances")
                .filter { $0.hasSuffix(".postings.csv") }
        }
        #expect(try postings(first) == ["REM-2026-02.postings.csv"])
        #expect(try postings(second) == ["OTRA-REM-2026-02.postings.csv"])
        let text = try String(
            contentsOfFile: "\(second)/remittances/OTRA-REM-2026-02.postings.csv", encoding: .utf8)
        #expect(text.contains("BANK,DEBIT,163.70") && !text.contains(cases[0]), "\(text)")
        #expect(try story.auditHolds)
    }
}
