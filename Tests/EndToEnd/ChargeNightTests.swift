import Domain
import Foundation
import Testing

@testable import Handover

/// Interest and the 40 EUR that letters claimed go to the agency with the case, and stay what they were told
/// until it ends. The invoices are of 2025: of that half-year the rate was read at a source worth relying on.
@Suite struct ChargeNightTests {
    private let one = "C-A58818501.1"
    private static let claims = "letters:\n  claimsInterest: true\n"

    private func story(_ scratch: Scratch, _ letters: String = claims) throws -> AgencyStory {
        try AgencyStory(scratch, more: letters, year: "2025", month: "09")
    }

    /// The nights until the case is placed.
    private func place(_ story: AgencyStory, between: () throws -> Void = {}) throws -> String {
        _ = try story.night("2025-09-23")
        try story.state("delivered", "2025-09-26")
        try between()
        return try #require(story.packages(try story.night("2025-10-09")).first)
    }

    private func placed(in package: String, _ story: AgencyStory) throws -> DebtCase {
        guard case .new(let debtCase) = try #require(try story.operations(package).first).content else {
            throw Failure()
        }
        return debtCase
    }

    private struct Failure: Error {}

    /// The desk of the story's agency.
    private struct Desk {
        let scratch: Scratch
        let story: AgencyStory
        let folder: String

        init(_ scratch: Scratch, _ story: AgencyStory) throws {
            (self.scratch, self.story, folder) = (scratch, story, "\(scratch.path)/desk")
            let made = try Recobro.run(
                "handover", "desk", "init", folder, "--code", "COLCO", "--identifier", "ESB00000000",
                "--creditor", "ESB12345674", "--agreement", "AGR-2026-01", "--processor-agreement",
                "DPA-2026-01", "--fee", "15.00", "--environment", "T")
            #expect(made.code == 0, "\(made.complaint)")
        }

        func ask(_ command: String, _ day: String, _ more: String...) throws {
            let done = try Recobro.run(
                ["handover", command, folder] + more
                    + ["--as-of", day, "--out", "\(story.workspace)/inbox"])
            #expect(done.code == 0, "\(command): \(done.output) \(done.complaint)")
        }

        func answer(_ night: String, _ day: String) throws {
            for package in story.packages(night) { try ask("ack", day, package) }
        }

        func table(_ name: String, _ lines: String...) throws -> String {
            let path = "\(scratch.path)/\(name)"
            try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
            return path
        }
    }

    @Test func whatLettersClaimedIsHandedOver() throws {
        let scratch = try Scratch()
        let story = try story(scratch)
        let package = try place(story)
        let debtCase = try placed(in: package, story)
        // 27 days at 10.15 %, on 1,000.00 and on 500.00.
        #expect(debtCase.charges.map(\.amount) == [751, 375, 4_000, 4_000])
        #expect(debtCase.charges.map(\.relatesTo) == ["L1", "L2", "L1", "L2"])
        #expect(
            debtCase.charges.map(\.kind.rawValue) == ["INTEREST", "INTEREST", "FIXED_COMP", "FIXED_COMP"])
        #expect(debtCase.charges.map(\.legalBasis).allSatisfy { $0.hasPrefix("Ley 3/2004 art.") })
        #expect(debtCase.charges.first?.terms?.from == Day(iso: "2025-09-13"))
        #expect(debtCase.charges.first?.terms?.to == debtCase.balance.asOf)
        #expect(debtCase.balance.interest == 1_126 && debtCase.balance.fixedComp == 8_000)
        #expect(debtCase.balance.principal == 150_000 && debtCase.balance.total == 159_126)
        // The letter of 23 September had eleven days of interest.
        #expect(debtCase.demands.map(\.amountDemanded) == [158_459])
        let check = try Recobro.run("handover", "check", package)
        #expect(check.code == 0, "\(check.output)")
        #expect(try story.auditHolds)
    }

    @Test func withoutTheSettingPrincipalAloneIsHandedOver() throws {
        let scratch = try Scratch()
        let story = try story(scratch, "")
        let debtCase = try placed(in: place(story), story)
        #expect(debtCase.charges == [] && debtCase.balance.total == 150_000)
        #expect(debtCase.demands.map(\.amountDemanded) == [150_000])
    }

    /// The setting came after the letter: what nobody was asked for nobody hands over.
    @Test func whatNoLetterDemandedIsNotHandedOver() throws {
        let scratch = try Scratch()
        let story = try story(scratch, "")
        let package = try place(story) {
            let path = "\(story.workspace)/recobro.yaml"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try (text + Self.claims).write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(try placed(in: package, story).charges == [])
    }

    /// In 2026 the rate is not read at a good source yet: then the fixed sum alone is claimed.
    @Test func whatIsNotCertainInTheLawIsNotHandedOver() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch, more: Self.claims)
        let debtCase = try placed(in: story.place(), story)
        #expect(debtCase.charges.map(\.chargeRef) == ["F1", "F2"])
        #expect(debtCase.balance.total == 158_000)
    }

    @Test func ofAConsumerNothingIsHandedOverButPrincipal() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(
            scratch, more: Self.claims, year: "2025", month: "09",
            debtor: "12345678Z;Ana García Ruiz;consumidor")
        let debtCase = try placed(in: place(story), story)
        #expect(debtCase.creditor.name == "Uno S.L." && debtCase.lines.count == 2)
        #expect(debtCase.charges == [] && debtCase.balance.total == 150_000)
        #expect(debtCase.demands.map(\.amountDemanded) == [150_000])
    }

    @Test func bothSidesAgreeWhileAndAfterTheAgencyCollectsThem() throws {
        let scratch = try Scratch()
        let story = try story(scratch)
        let desk = try Desk(scratch, story)
        try desk.ask("ack", "2025-10-10", try place(story))
        let accepted = try story.night("2025-10-10")
        #expect(story.table(accepted, "cases").contains(",ACCEPTED,1591.26,"))
        // The debtor pays the creditor one invoice: what else was told stays.
        let paid = try story.night("2025-10-13", credit: (50_000, "Factura F2026-0002"))
        guard
            case .payment(_, let after) = try #require(story.packages(paid).flatMap(story.operations).first)
                .content
        else { throw Failure() }
        #expect(
            [after.principal, after.interest, after.fixedComp, after.total] == [
                100_000, 1_126, 8_000, 109_126,
            ])
        try desk.answer(paid, "2025-10-14")
        let heard = try story.night("2025-10-14")
        #expect(story.table(heard, "cases").contains(",ACCEPTED,1091.26,"))
        try inventory(desk, "2025-10-15")
        // A new address: the case anew, with the charges as they were.
        let moved = try move(story, "2025-10-16")
        try desk.answer(moved, "2025-10-17")
        let told = try story.night("2025-10-17")
        // The control sum of its answer is that of the case anew.
        #expect(!story.table(told, "problems").contains("_ACK_"), "\(story.table(told, "problems"))")
        #expect(story.table(told, "cases").contains(",ACCEPTED,1091.26,"))
        try collect(desk, story)
    }

    private func move(_ story: AgencyStory, _ day: String) throws -> String {
        try Data(
            """
            NIF;Nombre;Tipo;Domicilio;CP;Población;País
            A58818501;Dos Tres S.A.;empresa;Rambla Alta 7;08001;Barcelona;ES

            """.utf8
        ).write(to: URL(fileURLWithPath: "\(story.workspace)/inbox/clientes-nuevos.csv"))
        let night = try story.night(day)
        #expect(try story.told(night) == ["UPD \(one).3"])
        let package = try #require(story.packages(night).first)
        guard case .update(let debtCase) = try #require(try story.operations(package).first).content else {
            throw Failure()
        }
        #expect(debtCase.charges.map(\.amount) == [751, 375, 4_000, 4_000])
        #expect(debtCase.charges.first?.terms?.to == Day(iso: "2025-10-09"))
        #expect(debtCase.balance.total == 109_126)
        let check = try Recobro.run("handover", "check", package)
        #expect(check.code == 0, "\(check.output)")
        return night
    }

    private func inventory(_ desk: Desk, _ day: String) throws {
        try desk.ask("inventory", day)
        let night = try desk.story.night(day)
        #expect(!desk.story.table(night, "todo").contains("invent"))
    }

    /// All of it: 11.26 interest, 80.00 fixed sums, 1,000.00 principal.
    private func collect(_ desk: Desk, _ story: AgencyStory) throws {
        try desk.ask(
            "status", "2025-10-20",
            try desk.table("e.csv", "case_ref,status,at,amount", "\(one),PAID,2025-10-20,1091.26"))
        try desk.ask(
            "remit", "2025-10-31",
            try desk.table("m.csv", "type,case_ref,date,amount", "COLL,\(one),2025-10-20,1091.26"),
            "--method", "NET", "--invoice", "A25-1", "--statement", "REM-2025-10")
        let stated = try story.night("2025-10-31")
        let rows = story.table(stated, "remittances").split(separator: "\n").dropFirst()
        #expect(rows.count == 2 && rows.allSatisfy { $0.hasSuffix(",,,COLCO") }, "\(rows)")
        #expect(story.table(stated, "cases").contains(",0.00,"), "\(story.table(stated, "cases"))")
        try inventory(desk, "2025-11-01")
        // Less 15 % of 1,091.26 and of 500.00, and 21 % VAT on that.
        let arrived = try story.night("2025-11-02", credit: (80_245, "REM-2025-10 LIQUIDACION"))
        let todo = story.table(arrived, "todo")
        #expect(todo.contains("de lo cobrado, 91,26"), "\(todo)")
        let postings = try String(
            contentsOfFile: "\(arrived)/remittances/REM-2025-10.postings.csv", encoding: .utf8)
        #expect(postings.contains("INTEREST_INCOME,CREDIT,11.26"), "\(postings)")
        #expect(postings.contains("COMPENSATION_INCOME,CREDIT,80.00"), "\(postings)")
        let review = try String(
            contentsOfFile: "\(arrived)/remittances/REM-2025-10.review.csv", encoding: .utf8)
        #expect(review.contains("F2026-0001=711.19 difference=fee:288.81;;"), "\(review)")
        try Data(review.replacing("fee:288.81;;", with: "fee:288.81;Ana;").utf8)
            .write(to: URL(fileURLWithPath: "\(story.workspace)/inbox/liquidacion.csv"))
        let booked = try story.night("2025-11-03")
        #expect(!story.table(booked, "aged").contains("F2026-0001"))
        #expect(!story.table(booked, "todo").contains("de lo cobrado"))
        #expect(try story.told(booked) == ["RCF \(one).4"])
        try desk.answer(booked, "2025-11-04")
        let over = try story.night("2025-11-04")
        #expect(story.table(over, "cases").contains(",RECALLED,0.00,"))
        #expect(try story.told(over) == [])
        #expect(try story.auditHolds)
    }

    /// On what was never owed no interest grew: a credit note takes its interest with it, and of an invoice
    /// that is credited whole the fixed sum.
    @Test func aCreditNoteTakesItsChargesWithIt() throws {
        let scratch = try Scratch()
        let story = try story(scratch)
        let desk = try Desk(scratch, story)
        try desk.ask("ack", "2025-10-10", try place(story))
        try story.night("2025-10-10")
        try credit(story, "R2025-0001", "200,00", of: "F2026-0001")
        let part = try story.night("2025-10-13")
        #expect(
            try adjustments(story, part) == [
                "CREDIT_NOTE -20000 L1=-20000 -> 139126",
                "INTEREST -150 I1-20250913=-150 -> 138976",
            ])
        try desk.answer(part, "2025-10-14")
        try credit(story, "R2025-0002", "500,00", of: "F2026-0002")
        let whole = try story.night("2025-10-14")
        #expect(
            try adjustments(story, whole) == [
                "CREDIT_NOTE -50000 L2=-50000 -> 88976",
                "INTEREST -375 I2-20250913=-375 -> 88601",
                "CORRECTION -4000 F2=-4000 -> 84601",
            ])
        try desk.answer(whole, "2025-10-15")
        let heard = try story.night("2025-10-15")
        #expect(story.table(heard, "cases").contains(",ACCEPTED,846.01,"))
        #expect(try story.told(heard) == [])
        try inventory(desk, "2025-10-16")
        #expect(try story.auditHolds)
    }

    private func credit(_ story: AgencyStory, _ number: String, _ amount: String, of invoice: String) throws {
        try Data(
            """
            Número;Fecha;Vencimiento;NIF;Cliente;Total;Divisa;Tipo;Rectifica
            \(number);13/10/2025;;A58818501;Dos Tres S.A.;-\(amount);EUR;Rectificativa;\(invoice)

            """.utf8
        ).write(to: URL(fileURLWithPath: "\(story.workspace)/inbox/\(number).csv"))
    }

    /// Kind, amount, shares and balance after it of each ADJ of a night.
    private func adjustments(_ story: AgencyStory, _ night: String) throws -> [String] {
        try story.packages(night).flatMap(story.operations).compactMap { operation in
            guard case .adjustment(let adjustment, let after) = operation.content else { return nil }
            let shares = adjustment.shares.map { "\($0.ref)=\($0.amount)" }.joined(separator: "+")
            return "\(adjustment.kind.rawValue) \(adjustment.amount) \(shares) -> \(after.total)"
        }
    }

    /// The agency collects the fixed sums and nothing else: no invoice is for that. A new case of the same
    /// invoices has interest to its own day, and no fixed sum again.
    @Test func whatWasCollectedIsNotClaimedAgain() throws {
        let scratch = try Scratch()
        let story = try story(scratch)
        let desk = try Desk(scratch, story)
        try desk.ask("ack", "2025-10-10", try place(story))
        try story.night("2025-10-10")
        try desk.ask(
            "status", "2025-10-13",
            try desk.table("e.csv", "case_ref,status,at,amount", "\(one),PART_PAID,2025-10-13,80.00"))
        try desk.ask(
            "remit", "2025-10-31",
            try desk.table(
                "m.csv", "type,case_ref,date,amount,principal,interest,fixed_comp",
                "COLL,\(one),2025-10-13,80.00,0.00,0.00,80.00"),
            "--method", "NET", "--invoice", "A25-1", "--statement", "REM-2025-10")
        let stated = try story.night("2025-10-31")
        #expect(story.table(stated, "cases").contains(",1511.26,"))
        let arrived = try story.night("2025-11-02", credit: (6_548, "REM-2025-10 LIQUIDACION"))
        #expect(story.table(arrived, "todo").contains("de lo cobrado, 80,00"))
        let review = try String(
            contentsOfFile: "\(arrived)/remittances/REM-2025-10.review.csv", encoding: .utf8)
        #expect(review.contains(";nobody;;"), "\(review)")
        try Data(review.replacing(";nobody;;", with: ";nobody;Ana;").utf8)
            .write(to: URL(fileURLWithPath: "\(story.workspace)/inbox/liquidacion.csv"))
        let booked = try story.night("2025-11-03")
        #expect(!story.table(booked, "todo").contains("de lo cobrado"))
        #expect(story.table(booked, "cases").contains(",1511.26,"))
        try state(story, "recalled", "2025-11-03", "--code", "commercial-decision", "--until", "2025-11-05")
        try desk.answer(try story.night("2025-11-04"), "2025-11-05")
        try desk.answer(try story.night("2025-11-06"), "2025-11-07")
        #expect(try story.told(story.night("2025-11-07")) == [])
        try state(story, "recall-cancelled", "2025-11-08")
        let again = try story.night("2025-11-08")
        #expect(try story.told(again) == ["NEW C-A58818501.2.1"])
        let debtCase = try placed(in: try #require(story.packages(again).first), story)
        #expect(debtCase.charges.map(\.amount) == [1_585, 793])
        #expect(debtCase.charges.allSatisfy { $0.terms?.to == Day(iso: "2025-11-08") })
        #expect(debtCase.balance.total == 152_378)
        #expect(try story.auditHolds)
    }

    private func state(_ story: AgencyStory, _ fact: String, _ day: String, _ more: String...) throws {
        let stated = try Recobro.run(
            ["case", story.workspace, one, fact, "--author", "Ana", "--as-of", day] + more)
        #expect(stated.code == 0, "\(stated.complaint)")
    }
}
