import Domain
import Foundation
import Testing

@testable import Recovery

/// A creditor, a debtor and invoices that the tests of letters and messages share.
enum LetterSamples {
    static var sender: Letter.Sender {
        var creditor = Creditor(
            name: "Talleres Ebro S.L.", taxId: "B32147290", country: "ES",
            ibans: ["ES9121000418450200051332", "ES7620770024003102575766"])
        creditor.street = "Polígono Malpica, calle E, 4"
        creditor.postCode = "50016"
        creditor.town = "Zaragoza"
        creditor.email = "cobros@talleresebro.example"
        creditor.phone = "976 000 000"
        return Letter.Sender(creditor: creditor, registryName: "ASNEF Empresas")
    }

    /// Two invoices, the second paid in part and without a due day.
    static var two: [OpenItem] {
        var second = Town.invoice(2, "A/2026/14", payable: 50_000)
        second.outstanding = 6_05
        second.due = nil
        return [Town.invoice(1, "A/2026/1"), second]
    }

    static func many(_ count: Int) -> [OpenItem] {
        (1...count).map { index in
            var item = Town.invoice(
                Int64(index), "A/2026/\(index)", payable: Int64(10_000 + index * 1_337))
            item.issued = day("2026-01-02").adding(days: index)
            item.due = item.issued.adding(days: 30)
            return item
        }
    }

    static var person: Customer {
        var customer = Town.customer("12345678Z", holder: .natural)
        customer.party.name = "Ana García López"
        return customer
    }

    /// Details that every kind of letter can be written with.
    static func details(_ items: [OpenItem], law: LetterLaw = .spain) -> LetterDetails {
        var details = LetterDetails()
        details.law = law
        details.concepts = [1: "Reparación de la línea 2, pedido 4711"]
        let total = items.reduce(0) { $0 + $1.outstanding }
        details.instalments = [
            Instalment(due: day("2026-05-01"), amount: total / 2),
            Instalment(due: day("2026-06-01"), amount: total - total / 2),
        ]
        details.planDay = day("2026-03-20")
        details.agency = LetterDetails.Agency(
            name: "Cobros Ejemplo S.L.", contact: ["gestion@cobros.example", "900 000 000"])
        return details
    }

    static func letter(
        _ kind: LetterKind, items: [OpenItem] = [Town.invoice(1, "A/2026/1")],
        customer: Customer = Town.customer(), details: LetterDetails = LetterDetails(),
        sender: Letter.Sender = sender, language: String = "es"
    ) throws -> Letter {
        try Letter.render(
            kind, caseReference: "C-B12345674", day: day("2026-04-09"), items: items, customer: customer,
            details: details, sender: sender, templates: try LetterTemplates.bundled(language: language))
    }

    static func text(
        _ kind: LetterKind, items: [OpenItem] = [Town.invoice(1, "A/2026/1")],
        customer: Customer = Town.customer(), details: LetterDetails = LetterDetails(),
        sender: Letter.Sender = sender, language: String = "es"
    ) throws -> String {
        let letter = try letter(
            kind, items: items, customer: customer, details: details, sender: sender, language: language)
        return try #require(String(validating: letter.file.bytes, as: UTF8.self))
    }
}

/// Expected outputs committed beside the tests. `UPDATE_GOLDEN=1` rewrites them; then review the difference.
enum Golden {
    static func expect(_ text: String, named name: String) throws {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(text.utf8).write(to: url)
            return
        }
        let expected = try String(contentsOf: url, encoding: .utf8)
        #expect(text == expected, "differs from Golden/\(name)")
    }
}
