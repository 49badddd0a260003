import Domain
import Testing

@testable import Formats

private let names = [
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum",
    "CompAuxLib",
    "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate",
    "Montantdevise", "Idevise",
]
private let heading = names.joined(separator: "\t") + "\n"

/// A line on a customer account.
private func line(
    _ journal: String = "VE", _ day: String = "20250110", _ piece: String = "F1",
    _ pieceDay: String = "20250109",
    debit: String = "0,00", credit: String = "0,00", letter: String = "", customer: String = "CDUP",
    account: String = "411000", number: String = "1"
) -> String {
    let library =
        ["VE": "Ventes", "BQ": "Banque", "OD": "Opérations diverses", "AN": "A nouveaux"][journal]
        ?? "Journal"
    return [
        journal, library, number, day, account, "Clients", customer,
        customer.isEmpty ? "" : "Dupont \(customer)", piece,
        pieceDay, "libellé \"x", debit, credit, letter, "", day, "", "",
    ].joined(separator: "\t") + "\n"
}

/// A line that makes the sums equal.
private func counter(
    _ account: String, debit: String = "0,00", credit: String = "0,00", journal: String = "VE"
) -> String {
    line(journal, "20250110", "", "", debit: debit, credit: credit, customer: "", account: account)
}

private func read(_ text: String) throws -> CSVReading {
    try CSVReading(Array(text.utf8)) { try FEC.read($0, options: $1, emit: $2) }
}

@Suite struct FECTests {
    @Test func invoicesByPiece() throws {
        let reading = try read(
            heading + line(debit: "100,00") + line(debit: "20,00") + counter("706000", credit: "120,00")
                + line("VE", "20250111", "A1", "20250111", credit: "30,00")
                + counter("706000", debit: "30,00"))
        #expect(reading.codes == [] && reading.summary == ["F1 invoice 12000", "A1 creditNote -3000"])
        let invoice = try #require(reading.invoices.first)
        #expect(invoice.issued.description == "2025-01-09" && invoice.due == nil && invoice.currency == .eur)
        #expect(invoice.customerNumber == "CDUP" && invoice.buyer.name == "Dupont CDUP")
        #expect(invoice.seller.taxId == "" && invoice.place.line == 2)
    }

    /// Odoo writes `-` as the piece; its entry is the invoice.
    @Test func aDashIsNoPiece() throws {
        let reading = try read(
            heading + line("VE", "20250110", "-", "20250109", debit: "10,00", number: "INV/2025/00001")
                + line("VE", "20250110", "-", "20250109", debit: "20,00", number: "INV/2025/00002")
                + counter("706000", credit: "30,00"))
        #expect(reading.summary == ["INV/2025/00001 invoice 1000", "INV/2025/00002 invoice 2000"])
        #expect(reading.codes == [.fieldMissing], "said once")
        #expect(reading.outcome.problems.first?.severity == .warn)
    }

    @Test func fillersAndCountedEntriesAreNoPieces() throws {
        for (piece, number) in [("-", "17"), ("0", "INV/1"), ("N/A", "INV/1"), (".", "VE1"), ("000", "VE1")] {
            let reading = try read(
                heading + line("VE", "20250110", piece, "20250109", debit: "10,00", number: number)
                    + counter("706000", credit: "10,00"))
            #expect(reading.records.isEmpty && reading.codes == [.fieldMissing, .detailsDiffer], "\(piece)")
            #expect(reading.outcome.problems.first?.severity == .setAside, "\(piece)")
        }
        let brought = try read(
            heading + line("AN", "20250101", "-", "20241109", debit: "10,00", number: "AN/2025/1")
                + counter("706000", credit: "10,00"))
        #expect(brought.records.isEmpty, "an item brought forward that names no piece is no invoice")
    }

    /// One journal for everything: the entries tell.
    @Test func salesOfAMixedJournalAreInvoices() throws {
        let sale =
            line("GEN", debit: "120,00", letter: "A") + counter("706000", credit: "100,00", journal: "GEN")
            + counter("445710", credit: "20,00", journal: "GEN")
        let payment =
            counter("512000", debit: "120,00", journal: "GEN")
            + line("GEN", "20250201", "V1", "20250201", credit: "120,00", letter: "A")
        let cash =
            counter("530000", debit: "10,00", journal: "GEN")
            + counter("707000", credit: "15,00", journal: "GEN")
            + line("GEN", "20250202", "T1", "20250202", debit: "5,00")
        let reading = try read(heading + sale + payment + cash)
        #expect(reading.summary == ["F1 invoice 12000"] && reading.receipts.map(\.amount) == [120_00])
        #expect(reading.codes == [.detailsDiffer], "what is partly paid at the counter is left to a person")
    }

    @Test func customersWithoutANumberAreToldByTheirNames() throws {
        let lines = line(debit: "10,00") + line("VE", "20250110", "F2", debit: "20,00", customer: "CMAR")
        let reading = try read(
            heading + lines.replacing("\tCDUP\t", with: "\t\t").replacing("\tCMAR\t", with: "\t\t")
                + counter("706000", credit: "30,00"))
        #expect(reading.codes == [] && reading.invoices.map(\.buyer.name) == ["Dupont CDUP", "Dupont CMAR"])
        #expect(Set(reading.invoices.map(\.customerNumber)).count == 2)
    }

    @Test func lettersUnderOtherHeadings() throws {
        let lines =
            line(debit: "10,00", letter: "A") + counter("706000", credit: "10,00")
            + line("BQ", "20250201", "V1", "20250201", credit: "10,00", letter: "A")
            + counter("512000", debit: "10,00", journal: "BQ")
        for name in ["EcrtureLet", "LettragePiece", "Lettrage"] {
            let reading = try read(heading.replacing("EcritureLet", with: name) + lines)
            #expect(reading.codes == [] && reading.receipts.map(\.amount) == [10_00], "\(name)")
        }
        let without = try read(heading.replacing("EcritureLet", with: "Autre") + lines)
        #expect(
            without.codes.contains(.fieldMissing) && without.invoices.count == 1, "nobody says what is paid")
    }

    @Test func onlyCustomerAccountsOfSalesJournalsAreInvoices() throws {
        let reading = try read(
            heading + line(debit: "5,00", account: "401000") + line("OD", debit: "7,00")
                + line("BQ", debit: "8,00") + counter("512000", credit: "20,00", journal: "BQ"))
        #expect(reading.records.isEmpty && reading.codes == [.detailsDiffer], "open debits are told")
    }

    @Test func aPieceTakenBackIsCancelled() throws {
        let reading = try read(heading + line(debit: "10,00") + line(credit: "10,00"))
        #expect(reading.summary == ["F1 cancelled 1000"])
    }

    @Test func journalsAreToldByNameElseByTheirAccounts() throws {
        func kind(_ code: String, _ name: String) -> FECJournalKind {
            FECJournal(code: code, name: name).kind
        }
        #expect(kind("72", "VENTES DIVERSES") == .sales && kind("VT", "") == .sales)
        #expect(kind("F", "Facturation clients") == .sales && kind("A", "Factures d'achat") == .other)
        #expect(kind("AD", "A Nouveaux Détaillés") == .opening && kind("RAN", "") == .opening)
        #expect(kind("RCH", "REMISES DE CHEQUES") == .treasury && kind("CA", "Ventes caisse") == .treasury)
        #expect(kind("O.I", "OD INVENTAIRE") == .other && kind("ZZ", "Divers") == .other)
        let unnamed = try read(
            heading + line("X1", debit: "9,00", letter: "A")
                + counter("706000", credit: "9,00", journal: "X1")
                + line("LCL", "20250201", "V", "20250201", credit: "9,00", letter: "A")
                + counter("512000", debit: "9,00", journal: "LCL"))
        #expect(unnamed.summary == ["F1 invoice 900"] && unnamed.receiptSummary == ["F1 2025-02-01 900"])
    }

    @Test(arguments: ["\t", "|"])
    func separatorsPaddingAndTrailingSeparators(_ separator: String) throws {
        let text =
            (names.joined(separator: separator) + separator + "\r\r\n")
            + line(debit: " 0000000069,60 ").replacing("\t", with: " " + separator + " ")
            .replacing("\n", with: "\(separator)\r\r\n")
            + counter("70", credit: "69,60").replacing("\t", with: separator)
        let reading = try read("\u{FEFF}" + text)
        #expect(reading.codes == [] && reading.summary == ["F1 invoice 6960"])
        #expect(reading.invoices.first?.buyer.name == "Dupont CDUP")
    }

    @Test func columnsInAnyOrderAndMore() throws {
        let order = Array(names.reversed()) + ["DateRglt", "ModeRglt", "NatOp", "IdClient"]
        let rows = [line(debit: "5.50"), counter("70", credit: "5,50")].map { row in
            let fields = row.dropLast().split(separator: "\t", omittingEmptySubsequences: false)
            return (fields.reversed().map(String.init) + ["", "CH", "", "x"]).joined(separator: "|")
        }
        let reading = try read(
            order.map { $0.uppercased() }.joined(separator: "|") + "\n" + rows.joined(separator: "\n"))
        #expect(reading.codes == [] && reading.summary == ["F1 invoice 550"])
    }

    @Test(arguments: [("D", "C"), ("+1", "-1"), ("1", "-1"), ("Débit", "Crédit")])
    func amountAndDirection(_ debit: String, _ credit: String) throws {
        var columns = names
        columns[11] = "Montant"
        columns[12] = "Sens"
        let text =
            columns.joined(separator: "\t") + "\n" + line(debit: "5,50", credit: debit)
            + counter("70", debit: "5,50", credit: credit)
        let reading = try read(text)
        #expect(reading.codes == [] && reading.summary == ["F1 invoice 550"])
    }

    @Test func singleByteTextIsRead() throws {
        let text =
            heading + line(debit: "1,00").replacing("Dupont", with: "Hélène") + counter("70", credit: "1,00")
        let bytes = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        let reading = try CSVReading(bytes) { try FEC.read($0, options: $1, emit: $2) }
        #expect(reading.invoices.first?.buyer.name == "Hélène CDUP")
        #expect(reading.outcome.identification.encoding == "windows-1252")
    }

    @Test func oneAccountACustomer() throws {
        let text =
            heading
            + line(debit: "1,00", customer: "", account: "411DUPONT").replacing(
                "\tClients\t", with: "\tDupont SA\t")
            + line(debit: "2,00", customer: "", account: "411000") + counter("70", credit: "3,00")
        let reading = try read(text)
        #expect(reading.invoices.map(\.customerNumber) == ["411DUPONT", "411000"])
        #expect(reading.invoices.map(\.buyer.name) == ["Dupont SA", ""], "CLIENTS is nobody's name")
    }

    @Test func whatCannotBeReadIsSetAside() throws {
        let reading = try read(
            heading + line(debit: "1x") + line(debit: "1,005") + line("VE", "20250110", "", debit: "1,00")
                + line("VE", "20250110", "F2", "", debit: "1,00") + line("VE", "2025", "F3", debit: "1,00")
                + "VE\tVentes\n" + line(debit: "2,00").replacing("libellé", with: "a\tb\tc\td\te")
                + line(debit: "4,00"))
        #expect(
            reading.codes.prefix(6) == [
                .amountUnreadable, .amountNotExact, .dateUnreadable, .recordMalformed, .recordMalformed,
                .fieldMissing,
            ])
        #expect(reading.codes.contains(.dateUnreadable) && reading.summary == ["F1 invoice 400"])
    }

    @Test func debitsAndCreditsMustBeEqual() throws {
        #expect(
            try read(heading + line(debit: "2,00") + counter("70", credit: "1,99")).codes == [.totalsDiffer])
    }

    @Test func doubtfulCustomersAreMentioned() throws {
        let reading = try read(
            heading + line("OD", debit: "5,00", account: "416000")
                + line("OD", credit: "5,00", account: "471000"))
        #expect(reading.codes == [.detailsDiffer] && reading.records.isEmpty)
    }

    @Test func theHeadingTellsAFEC() throws {
        func format(_ text: String) -> FileFormat {
            FormatReader.identify(Array(text.utf8).span, options: ReadOptions()).format
        }
        #expect(format(heading) == .fec && format("\n" + heading.replacing("\t", with: "|")) == .fec)
        #expect(format("Fecha;Concepto;Importe;Saldo\n") == .bankCSV)
        #expect(format(heading.replacing("CompteNum", with: "Compte")) != .fec)
        #expect(try read("x\ty\n").codes == [.headingUnknown] && read("").isRefused)
        #expect(try read(heading.replacing("PieceRef", with: "Piece")).isRefused)
        #expect(try read(heading).records.isEmpty && read(heading).codes == [.fieldMissing])
    }
}

@Suite struct FECLetterTests {
    private func bank(_ amount: String, _ letter: String, day: String = "20250215", journal: String = "BQ")
        -> String
    {
        line(journal, day, "VIR", day, credit: amount, letter: letter)
    }

    @Test func paymentsOfOneInvoice() throws {
        let reading = try read(
            heading + line(debit: "100,00", letter: "AA") + bank("60,00", "AA")
                + bank("40,00", "AA", day: "20250301"))
        #expect(reading.receiptSummary == ["F1 2025-02-15 6000", "F1 2025-03-01 4000"])
        let receipt = try #require(reading.receipts.first)
        #expect(receipt.number == "AA" && receipt.customerNumber == "CDUP" && receipt.place.line == 3)
        #expect(reading.codes == [])
    }

    @Test func partPaymentsAreCertainToo() throws {
        let reading = try read(heading + line(debit: "100,00", letter: "a") + bank("60,00", "a"))
        #expect(reading.receiptSummary == ["F1 2025-02-15 6000"] && reading.codes == [.totalsDiffer])
    }

    @Test func aLetterThatBalancesSettlesAll() throws {
        let reading = try read(
            heading + line(debit: "100,00", letter: "B")
                + line("VE", "20250120", "F2", "20250120", debit: "50,00", letter: "B")
                + bank("150,00", "B"))
        #expect(reading.receiptSummary == ["F1 2025-02-15 10000", "F2 2025-02-15 5000"])
        #expect(reading.codes == [])
    }

    @Test func creditNotesOfOneInvoiceNameIt() throws {
        let reading = try read(
            heading + line(debit: "100,00", letter: "C")
                + line("VE", "20250120", "A9", "20250120", credit: "30,00", letter: "C")
                + bank("70,00", "C"))
        #expect(reading.receiptSummary == ["F1 2025-02-15 7000"])
        let note = try #require(reading.invoices.last)
        #expect(note.kind == .creditNote && note.corrects == "F1" && !note.isPaidOnIssue)
    }

    @Test func creditNotesAmongSeveralInvoicesAreUsedUp() throws {
        let reading = try read(
            heading + line(debit: "100,00", letter: "C")
                + line("VE", "20250120", "F2", "20250120", debit: "50,00", letter: "C")
                + line("VE", "20250120", "A9", "20250120", credit: "30,00", letter: "C") + bank("120,00", "C")
        )
        #expect(reading.receiptSummary == ["F1 2025-02-15 10000", "F2 2025-02-15 5000"])
        let note = try #require(reading.invoices.last)
        #expect(note.kind == .creditNote && note.corrects == "" && note.isPaidOnIssue)
    }

    @Test func severalInvoicesPartPaidAreNotGuessed() throws {
        let reading = try read(
            heading + line(debit: "100,00", letter: "D")
                + line("VE", "20250120", "F2", "20250120", debit: "50,00", letter: "D")
                + bank("120,00", "D") + counter("70", credit: "30,00"))
        #expect(reading.receipts.isEmpty && reading.codes == [.detailsDiffer] && reading.invoices.count == 2)
    }

    @Test func paymentsThatCoverMoreSettleWhatIsThere() throws {
        let reading = try read(
            heading + line(debit: "100,00", letter: "E") + bank("130,00", "E") + counter("47", debit: "30,00")
        )
        #expect(reading.receiptSummary == ["F1 2025-02-15 10000"] && reading.codes == [.detailsDiffer])
    }

    @Test func aLetterWithoutItsCounterpartIsReported() throws {
        let alone = try read(heading + line(debit: "9,00", letter: "F") + counter("70", credit: "9,00"))
        #expect(alone.receipts.isEmpty && alone.codes == [.detailsDiffer])
        let payment = try read(heading + bank("9,00", "F") + counter("51", debit: "9,00", journal: "BQ"))
        #expect(payment.records.isEmpty && payment.codes == [.detailsDiffer])
    }

    @Test func lettersBelongToOneCustomer() throws {
        let reading = try read(
            heading + line(debit: "9,00", letter: "G") + bank("9,00", "G").replacing("CDUP", with: "CMAR"))
        #expect(reading.receipts.isEmpty && reading.codes == [.detailsDiffer, .detailsDiffer])
    }

    @Test func paymentsWithoutLetterAreReported() throws {
        let reading = try read(heading + line(debit: "9,00") + bank("5,00", "") + bank("4,00", ""))
        #expect(reading.receipts.isEmpty && reading.codes == [.detailsDiffer])
        #expect(reading.outcome.problems.first?.found.hasSuffix(": 9.00") == true)
        #expect(reading.outcome.problems.first?.place.line == 3)
    }

    @Test func itemsBroughtForwardKeepTheirPiece() throws {
        let reading = try read(
            heading + line("AN", "20250101", "F24-9", "20241120", debit: "80,00", letter: "H")
                + bank("80,00", "H"))
        #expect(
            reading.summary == ["F24-9 invoice 8000"] && reading.receiptSummary == ["F24-9 2025-02-15 8000"])
    }

    @Test func itemsBroughtForwardAreNeverDoubled() throws {
        let reading = try read(
            heading + line("AN", "20250101", "F1", "20241231", debit: "80,00", letter: "H")
                + line("VE", "20250102", "F1", "20241231", debit: "80,00", letter: "H") + bank("80,00", "H"))
        #expect(reading.summary == ["F1 invoice 8000"] && reading.receiptSummary == ["F1 2025-02-15 8000"])
    }

    @Test func balancesBroughtForwardAreNoInvoices() throws {
        for piece in ["RAN", "AN", "1"] {
            let reading = try read(
                heading + line("AN", "20250101", piece, "20250101", debit: "80,00")
                    + line("BQ", "20250102", "V", "20250102", debit: "1,00"))
            #expect(reading.records.isEmpty && reading.codes.contains(.detailsDiffer), "\(piece)")
        }
        #expect(try read(heading + line("AN", "20250101", "RAN", "20241231", debit: "80,00")).records.isEmpty)
    }

    /// Some programs keep the days of the items they bring forward.
    @Test func itemsBroughtForwardInDetail() throws {
        let reading = try read(
            heading + line("AN", "20241105", "F24-8", "20241105", debit: "30,00")
                + line("AN", "20241231", "F24-9", "20241231", debit: "80,00")
                + line("AN", "20241115", "VIR", "20241115", credit: "5,00")
                + line("VE", "20250105", "F1", "20250105", debit: "1,00"))
        #expect(reading.summary == ["F24-8 invoice 3000", "F24-9 invoice 8000", "F1 invoice 100"])
        #expect(reading.codes == [.totalsDiffer, .detailsDiffer], "the credit may be anything")
    }

    @Test func anItemBroughtForwardIsOwedNet() throws {
        let text =
            heading + line("AN", "20250101", "F8", "20241105", credit: "10,00")
            + line("AN", "20250101", "F8", "20241105", debit: "30,00")
        #expect(try read(text).summary == ["F8 invoice 2000"])
        #expect(try read(text.replacing("10,00", with: "40,00")).summary == ["F8 cancelled 3000"])
    }
}

@Suite struct FECHostileTests {
    private static let text =
        heading + line(debit: "100,00", letter: "AA") + counter("70", credit: "100,00")
        + line("BQ", "20250215", "V", "20250215", credit: "100,00", letter: "AA")
        + counter("51", debit: "100,00", journal: "BQ")

    /// A cut inside a line is told by the sums or by the columns. One at a line's end, between two balanced
    /// entries, cannot be told and is left out.
    @Test func truncationIsSeen() throws {
        let bytes = Array(Self.text.utf8)
        var lineEnds: Set<Int> = []
        for (index, byte) in bytes.enumerated() where byte == 0x0A {
            lineEnds.formUnion([index, index + 1])
        }
        for length in 1..<bytes.count where !lineEnds.contains(length) {
            let reading = try CSVReading(Array(bytes[..<length])) { try FEC.read($0, options: $1, emit: $2) }
            #expect(!reading.outcome.problems.isEmpty, "cut at \(length)")
        }
        #expect(try read(Self.text).codes == [])
    }

    @Test func changedBytesNeverTrap() throws {
        let special = Array("\t|;,\r\n\"-+09D ".utf8) + [0, 0xFF, 0xC3]
        var dice = BookDice(seed: 5)
        var kept = 0
        for _ in 0..<3000 {
            let bytes = dice.changed(Array(Self.text.utf8), with: special)
            _ = FEC.identify(bytes.span)
            kept += try CSVReading(bytes) { try FEC.read($0, options: $1, emit: $2) }.invoices.count
        }
        #expect(kept > 500)
    }

    @Test func oddBytesAreBounded() throws {
        let long = String(repeating: "x", count: 1 << 20)
        let reading = try read(
            heading + line(debit: "1,00").replacing("libellé", with: long) + line(debit: "2,00"))
        #expect(reading.codes == [.limitExceeded, .totalsDiffer] && reading.summary == ["F1 invoice 200"])
        #expect(
            try read(heading + String(repeating: "\t", count: 100_000) + "\n" + line(debit: "2,00")).summary
                == ["F1 invoice 200"])
        #expect(try read(heading + line(debit: "999999999999999999,99")).codes == [.amountUnreadable])
        #expect(try read(heading + "\0" + line()).isRefused)
    }
}
