import Domain
import Support
import Testing

@testable import Formats

@Suite struct TablesTests {
    private func identify(_ text: String, as forced: FileFormat? = nil) -> Identification? {
        var options = ReadOptions()
        options.forcedFormat = forced
        return DelimitedIdentification.identify(Array(text.utf8).span, options: options)?.identification
    }

    @Test func theHeadingTellsTheRole() {
        #expect(identify("Fecha;Concepto;Importe;Saldo\n")?.format == .bankCSV)
        #expect(identify("Número;Fecha;Cliente;NIF;Total\n")?.format == .invoiceCSV)
        #expect(identify("Número;Fecha;Cliente;Importe\n")?.format == .invoiceCSV)
        #expect(identify("Remesa;Fecha;Factura;Importe;IdMandato;NIF\n")?.format == .directDebitCSV)
        #expect(identify("Asunto;Decisión;Fecha;Autor;Prueba\n")?.format == .decisionsCSV)
        #expect(identify("subject;decision;day;author;evidence\n")?.format == .decisionsCSV)
        #expect(identify("Referencia;Estado;Fecha\n")?.format == .deliveriesCSV)
        #expect(identify("reference,status,day,evidence,digest\n")?.format == .deliveriesCSV)
        // What has an amount is money, whatever its other columns are called.
        #expect(identify("Fecha;Vencimiento;Referencia;Estado;Importe\n") == nil)
        #expect(identify("Fecha;Concepto;Importe;Referencia;Estado\n")?.format == .bankCSV)
        #expect(identify("<?xml version=\"1.0\"?><Document/>") == nil)
        #expect(identify("Remesa;Fecha;Factura;Importe;IdMandato;NIF\n", as: .bankCSV)?.format == .bankCSV)
        #expect(identify("Fecha;Concepto;Importe;Saldo\n", as: .invoiceCSV) == nil)
    }

    @Test func everyBuiltInProfileFindsItself() {
        #expect(BuiltInProfiles.all.count >= 50)
        #expect(Set(BuiltInProfiles.all.map(\.name)).count == BuiltInProfiles.all.count)
        for profile in BuiltInProfiles.all {
            let known = Set(ProfileFit.fields(profile.role))
            #expect(profile.columns.keys.allSatisfy { known.contains($0) }, "\(profile.name): unknown field")
            #expect(
                profile.positions.keys.allSatisfy { known.contains($0) }, "\(profile.name): unknown field")
            guard profile.positions.isEmpty, !profile.isGeneric, profile.refusal == nil else { continue }
            let heading = ProfileFit.fields(profile.role).compactMap { profile.columns[$0]?.first }
            let text = heading.joined(separator: ";") + "\n"
            let found = DelimitedIdentification.identify(Array(text.utf8).span, options: ReadOptions())
            #expect(found?.profile.role == profile.role, "\(profile.name)")
            #expect(
                found?.profile.isGeneric == false, "\(profile.name) is read as \(found?.profile.name ?? "-")")
        }
    }

    @Test func headingsAreComparedWithoutCaseAccentsAndPunctuation() {
        #expect(HeadingText.fold("F. Operación") == "f operacion")
        #expect(HeadingText.fold("  Libellé  simplifié ") == "libelle simplifie")
        #expect(HeadingText.fold("Descric\u{0327}a\u{0303}o") == "descricao")
        #expect(HeadingText.split("Montante( EUR )").words == "montante")
        #expect(HeadingText.split("IMPORTE (€)").currency == .eur)
        #expect(HeadingText.split("Withdrawals (SGD)").currency?.code == "SGD")
        #expect(HeadingText.split("Débit euros").words == "debit")
        #expect(HeadingText.matches("descripci?n", "descripcion"))
    }

    @Test func directDebitsAreRead() throws {
        let text =
            "Remesa;Fecha;Factura;Importe;IdMandato;NIF\nREM1;09/02/2025;F1;49,90;M2;j-0332635b\n"
            + "REM1;09/02/2025;;49,90;M2;\nREM1;;F3;49,90;M2;\n"
        let reading = try CSVReading(Array(text.utf8)) { try DirectDebitCSV.read($0, options: $1, emit: $2) }
        var expected = DirectDebitRecord(
            batch: "REM1", collected: try #require(Day(iso: "2025-02-09")), invoiceNumber: "F1", amount: 4990,
            currency: .eur)
        expected.mandateId = "M2"
        expected.debtorTaxId = "J0332635B"
        expected.place = Place(line: 2)
        #expect(reading.records == [.directDebit(expected)])
        #expect(reading.codes == [.fieldMissing, .fieldMissing])
        #expect(reading.outcome.identification.format == .directDebitCSV)
    }

    @Test(arguments: [
        ("entregada", DecisionRecord.Kind.delivered), ("Disputa", .disputed),
        ("disputa-resuelta", .disputeResolved),
        ("AUTORIZADA", .released), ("suspendida", .hold), ("reanudada", .resumed),
        ("dispute-resolved", .disputeResolved), ("released", .released), ("hold", .hold),
        ("delivered", .delivered),
        ("disputed", .disputed), ("resumed", .resumed),
    ])
    func decisionsAreRead(_ word: String, _ kind: DecisionRecord.Kind) throws {
        let text = "Asunto;Decisión;Fecha;Autor;Prueba\nF1;\(word);13/02/2025;Ana;acuse 12\n"
        let reading = try CSVReading(Array(text.utf8)) { try DecisionsCSV.read($0, options: $1, emit: $2) }
        var expected = DecisionRecord(
            kind: kind, subject: "F1", day: try #require(Day(iso: "2025-02-13")), author: "Ana")
        expected.detail = "acuse 12"
        expected.place = Place(line: 2)
        #expect(reading.records == [.decision(expected)])
        #expect(reading.outcome.problems.isEmpty)
    }

    @Test func aDecisionNobodySignsIsSetAside() throws {
        let text = "subject;decision;day;author;evidence\nF1;hold;2025-02-13;;x\nF1;maybe;2025-02-13;Ana;x\n"
        let reading = try CSVReading(Array(text.utf8)) { try DecisionsCSV.read($0, options: $1, emit: $2) }
        #expect(reading.records.isEmpty)
        #expect(reading.codes == [.fieldMissing, .recordMalformed])
    }

    @Test(
        .enabled(if: Corpus.isRequired, "the labelled sets are missing"),
        arguments: [
            ("typical-10k", 10_018, 612_040_763, 2153, 151_681_240),
            ("hard-10k", 9997, 481_887_184, 1212, 68_403_817),
        ])
    func theLabelledSetsAddUp(
        _ folder: String, _ payments: Int, _ bankCents: Int64, _ collections: Int, _ debitCents: Int64
    ) throws {
        let bank = try CSVReading(try Corpus.bytes("datasets/\(folder)/bank.csv")) {
            try BankCSV.read($0, options: $1, emit: $2)
        }
        #expect(bank.entries.count == payments)
        #expect(bank.entries.reduce(0) { $0 + $1.amount } == bankCents)
        #expect(bank.outcome.problems.isEmpty)
        #expect(bank.closings.first?.isBalanced == true)
        #expect(Set(bank.entries.map(\.reference)).count == payments)
        let debits = try CSVReading(try Corpus.bytes("datasets/\(folder)/remesas.csv")) {
            try DirectDebitCSV.read($0, options: $1, emit: $2)
        }
        let amounts = debits.records.compactMap {
            if case .directDebit(let record) = $0 { record.amount } else { nil }
        }
        #expect(amounts.count == collections)
        #expect(amounts.reduce(0, +) == debitCents)
        #expect(debits.outcome.problems.isEmpty)
    }
}

@Suite struct TablesHostileTests {
    private static let seeds = [
        "Fecha;Fecha valor;Concepto;Importe;Saldo;Divisa\n"
            + "02/01/2025;03/01/2025;\"A;B\";-1.016,63;2.016,63;EUR\n",
        "Date,Label,Amount,D/C,Account,Status\n2018-12-15,A,\"-1,533.50\",C,X1 (GBP),Completed\n,more,,,,\n",
        "24/01/2019|ABONO|25/01/2019|568.33|2000.00||X\n",
        "Número;Fecha;NIF;IBAN;Base;IVA;Retención;Total;Tipo\n"
            + "F1;03/01/2025;B1;ES1;1,00;0,21;0,00;1,21;Abono\n",
        "Remesa;Fecha;Factura;Importe\nREM1;09/02/2025;F1;49,90\n",
        "subject;decision;day;author\nF1;hold;2025-02-13;Ana\n",
        "reference;status;day;evidence\nM0123456789ABCDEF;read;2025-02-13;acuse.pdf\n",
    ]

    /// Any bytes give records or problems, never a crash, and a refused file emits nothing.
    @Test(arguments: seeds)
    func changedBytesNeverTrap(_ text: String) throws {
        var state: UInt64 = 42
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % max(bound, 1)
        }
        let special = Array("\";,|\t\n\r.-+()9€\u{A0}E".utf8) + [0, 0xFF, 0xC3, 0x80]
        let readers: [CSVReading.Reader] = [
            { try BankCSV.read($0, options: $1, emit: $2) },
            { try InvoiceCSV.read($0, options: $1, emit: $2) },
            { try DirectDebitCSV.read($0, options: $1, emit: $2) },
            { try DecisionsCSV.read($0, options: $1, emit: $2) },
            { try DeliveriesCSV.read($0, options: $1, emit: $2) },
        ]
        for round in 0..<400 {
            var bytes = Array(text.utf8)
            for _ in 0...random(6) {
                let index = random(bytes.count)
                switch random(3) {
                case 0: bytes[index] = special[random(special.count)]
                case 1: bytes.insert(special[random(special.count)], at: index)
                default: if bytes.count > 1 { bytes.remove(at: index) }
                }
            }
            for reader in readers {
                let reading = try CSVReading(bytes, by: reader)
                #expect(!reading.isRefused || reading.records.isEmpty, "round \(round)")
            }
        }
    }
}
