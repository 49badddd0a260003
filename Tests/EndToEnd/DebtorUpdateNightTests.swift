import Domain
import Foundation
import Testing

@testable import Handover

/// A debtor's data that change while an agency has the case: it is told the case anew (UPD), once.
@Suite struct DebtorUpdateNightTests {
    private let one = "C-A58818501.1"

    /// A case of 1,500.00 that the agency took on 2026-02-09.
    private func placed(_ scratch: Scratch) throws -> AgencyStory {
        let story = try AgencyStory(scratch)
        _ = try story.answer(try story.place(), 1, "2026-02-09", .accepted)
        #expect(try story.told(story.night("2026-02-09")) == [])
        return story
    }

    private func customer(_ story: AgencyStory, street: String, phone: String = "") throws {
        try Data(
            """
            NIF;Nombre;Tipo;Domicilio;CP;Población;País;Teléfono
            A58818501;Dos Tres S.A.;empresa;\(street);08001;Barcelona;ES;\(phone)

            """.utf8
        ).write(to: URL(fileURLWithPath: "\(story.workspace)/inbox/clientes-nuevos.csv"))
    }

    @Test func aNewAddressIsToldOnceWithTheCaseAsItStands() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        try customer(story, street: "Rambla Alta 7", phone: "931234567")
        let night = try story.night("2026-02-10", credit: (50_000, "Factura F2026-0002"))
        #expect(try story.told(night) == ["PAY \(one).2", "UPD \(one).3"])
        let operation = try #require(try story.packages(night).flatMap(story.operations).last)
        guard case .update(let debtCase) = operation.content else {
            Issue.record("no update")
            return
        }
        let party = try #require(debtCase.debtors.first).party
        #expect(party.addresses.map(\.street) == ["Rambla Alta 7"])
        #expect(party.contacts.map(\.value) == ["+34931234567"])
        #expect(debtCase.balance.total == 100_000)
        #expect(debtCase.lines.map(\.outstanding) == [100_000, 0])
        #expect(debtCase.groupRef == "C-A58818501")
        // What is in the package is whole: evidence, totals, rules.
        let package = try #require(story.packages(night).first)
        let check = try Recobro.run("handover", "check", package)
        #expect(check.code == 0, "\(check.output)")
        _ = try story.answer(package, 2, "2026-02-11", .accepted, held: 100_000)
        #expect(try story.told(story.night("2026-02-11")) == [])
        // The same list again says nothing new.
        try customer(story, street: "Rambla Alta 7", phone: "931234567")
        #expect(try story.told(story.night("2026-02-12")) == [])
        #expect(try story.auditHolds)
    }

    /// The agency has money that the books have not: the case is told anew when its statement has come.
    @Test func moneyThatTheAgencyAnnouncedComesFirst() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        try customer(story, street: "Rambla Alta 7")
        var paid = try story.event("E-1", "2026-02-10", .partPaid)
        paid.amount = 50_000
        _ = try story.report([paid], 1, "2026-02-10")
        #expect(try story.told(story.night("2026-02-10")) == [])
    }

    /// Before the agency has answered the case there is nothing to tell it anew, and with a recall no need.
    @Test func whatIsNotAnsweredOrRecalledIsNotToldAnew() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let batch = try story.place()
        // It has the file, and has not looked at the case yet.
        _ = try story.answer(batch, 1, "2026-02-09")
        try customer(story, street: "Rambla Alta 7")
        let early = try story.told(story.night("2026-02-09"))
        #expect(early == [])
        _ = try story.answer(batch, 2, "2026-02-10", .accepted)
        let paid = try story.night("2026-02-10", credit: (150_000, "F2026-0001 F2026-0002"))
        let told = try story.told(paid)
        #expect(told == ["PAY \(one).2", "RCF \(one).3"])
    }
}
