import Domain
import Foundation
import Testing

@testable import Handover

/// The words of the exchange with agencies: every code has some, no translated sentence is out of date, and
/// the Spanish report is in Spanish.
@Suite struct PartnerWordsTests {
    private static let tables = ["es", "en"]

    private func texts(_ language: String) throws -> [String: String] {
        let path = Recobro.packageRoot.appendingPathComponent(
            "Sources/Reports/Resources/\(language).json")
        return try JSONDecoder().decode([String: String].self, from: Data(contentsOf: path))
    }

    /// Every closed list that the report shows.
    private static let codes: [String] =
        GroupStatus.allCases.map(\.rawValue) + AnswerStatus.allCases.map(\.rawValue)
        + FileReason.allCases.map(\.rawValue) + CaseReason.allCases.map(\.rawValue)
        + RemittanceBreak.Code.allCases.map(\.rawValue) + InventoryDifference.Code.allCases.map(\.rawValue)
        + CloseReason.allCases.map(\.rawValue) + EventStatus.allCases.map(\.rawValue)
        + DisputeGround.allCases.map(\.rawValue) + CaseDocument.Kind.allCases.map(\.rawValue)
        + CaseState.allCases.map(\.rawValue) + RecallReason.allCases.map(\.rawValue)
        + RegistryRecord.RemovalReason.allCases.map(\.rawValue) + ["A", "M", "B", "UNMAPPED", "BREAK"]
        + [StatusEvent.Action.approveLegal]

    @Test(arguments: tables) func everyCodeHasWords(language: String) throws {
        let texts = try texts(language)
        for code in Self.codes { #expect(texts["partner.\(code)"]?.isEmpty == false, "\(code)") }
        for code in FileReason.allCases where code != .sameContent {
            #expect(texts["package.\(code.rawValue)"] != nil, "\(code)")
        }
    }

    @Test func bothTablesHaveTheSameCodes() throws {
        func codes(_ language: String) throws -> [String] {
            try texts(language).keys.filter { $0.hasPrefix("partner.") }.sorted()
        }
        #expect(try codes("es") == codes("en"))
    }

    /// A sentence that was worded anew in the program needs its translation anew.
    @Test func everyTranslatedSentenceIsStillSaid() throws {
        let root = Recobro.packageRoot.appendingPathComponent("Sources")
        var source = ""
        for module in ["Handover", "Pipeline"] {
            let folder = root.appendingPathComponent(module)
            for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
            where name.hasSuffix(".swift") {
                source += try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            }
        }
        let sentences = try texts("es").keys.filter { $0.hasPrefix("phrase.") }.map { $0.dropFirst(7) }
        #expect(sentences.count > 40)
        for sentence in sentences {
            // A sentence may be joined of two: after a semicolon, and where a balance is told.
            let words = sentence.replacing("owed", with: ";").split { "{};".contains($0) }
            let lost = words.map { $0.trimmingCharacters(in: .whitespaces) }.filter {
                $0.count > 2 && !source.contains($0)
            }
            #expect(lost == [], "\(sentence)")
        }
    }

    @Test func breaksAreSaidInSpanishWithTheirAmount() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let batch = try story.place()
        _ = try story.answer(batch, 1, "2026-02-09", .accepted)
        var wrong = try RemittanceNightTests().statement(story)
        (wrong.lines[0].feeRateBasisPoints, wrong.lines[0].fee) = (2_000, 10_000)
        wrong = try #require(
            wrong.settled(
                SettlementTerms(
                    invoiceNumber: "A26-1", invoiceDate: wrong.periodTo, vatCategory: "S",
                    vatRateBasisPoints: 2_100, minimumPayout: 0)))
        _ = try story.remit(wrong)
        let night = try story.night("2026-03-10")
        let rows = story.table(night, "todo").split(separator: "\n").filter { $0.contains("liquidación") }
        func row(_ code: String) -> Substring { rows.first { $0.contains("(\(code))") } ?? "" }
        let fee = row("FEE_RATE")
        #expect(
            fee.contains(",100.00,EUR,") && fee.contains("cobrado el 20.00 %, pactado el 15.00 %"), "\(fee)")
        #expect(fee.contains("reclamar a la agencia la comisión pactada"), "\(fee)")
        let invoice = row("FEE_INVOICE_MISSING")
        #expect(invoice.contains(",121.00,EUR,") && invoice.contains("no ha llegado"), "\(invoice)")
        #expect(row("PAYOUT_LATE").contains("con qué referencia"), "\(rows)")
        #expect(story.table(night, "remittances").contains("cobrado el 20.00 %"))
    }

    @Test func reasonsAreSaidWithoutPlacesInThePackage() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let batch = try story.place()
        _ = try story.answer(batch, 1, "2026-02-09", .rejected, reason: .belowMinimum)
        let toDo = story.table(try story.night("2026-02-09"), "todo")
        #expect(toDo.contains("por debajo del importe mínimo (BELOW_MINIMUM)"), "\(toDo)")
    }

    @Test(arguments: [
        ("UNKNOWN_SENDER", "el remitente o el destinatario"), ("ENVIRONMENT", "pruebas (T) y producción (P)"),
        ("CHECKSUM", "las huellas no coinciden"),
    ]) func aRefusedPackageSaysWhatItWas(reason: String, words: String) throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let batch = try story.place()
        let sender = BatchParty(
            code: reason == "UNKNOWN_SENDER" ? "ZZ" : "COLCO",
            identifier: PartyIdentifier(scheme: "9920", value: "ESB00000000"))
        let package = try story.answer(batch, 1, "2026-02-09", .accepted, from: sender)
        switch reason {
        case "ENVIRONMENT":
            let path = "\(story.workspace)/recobro.yaml"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try text.replacing("agency:\n", with: "agency:\n  environment: P\n")
                .write(toFile: path, atomically: true, encoding: .utf8)
        case "CHECKSUM":
            var bytes = try story.bytes("\(package)/data/batch.json")
            bytes[bytes.count / 2] ^= 1
            try Data(bytes).write(to: URL(fileURLWithPath: "\(package)/data/batch.json"))
        default: break
        }
        let night = try story.night("2026-02-11")
        for table in ["todo", "problems"] {
            let text = story.table(night, table)
            #expect(text.contains(words) && !text.contains("sin comprimir"), "\(text)")
        }
    }
}
