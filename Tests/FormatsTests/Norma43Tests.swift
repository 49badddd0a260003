import Domain
import Testing

@testable import Formats

/// The account record of a January: opening 1000.00, euros.
private let account = "11008153980001414452250101250131" + "2" + "00000000100000" + "9783ACME SL"

private func movement(
    _ sign: Int, _ cents: Int, document: String = "0000000001", first: String = "000000000000",
    second: String = "",
    code: String = "04099", booked: String = "250103", value: String = "250104"
) -> String {
    let amount = String(repeating: "0", count: 14 - String(cents).count) + String(cents)
    return "22    9999" + booked + value + code + "\(sign)" + amount + document + first + second
}

private func totals(_ debits: (Int, Int), _ credits: (Int, Int), closing: Int, sign: Int = 2) -> String {
    func padded(_ value: Int, _ width: Int) -> String {
        String(repeating: "0", count: width - String(value).count) + String(value)
    }
    return "33008153980001414452" + padded(debits.0, 5) + padded(debits.1, 14) + padded(credits.0, 5)
        + padded(credits.1, 14) + "\(sign)" + padded(closing, 14) + "978"
}

private func end(_ count: Int) -> String {
    "88999999999999999999" + String(repeating: "0", count: 6 - String(count).count) + "\(count)"
}

private func read(_ lines: [String], lineEnd: String = "\r\n") throws -> Reading {
    try Reading(lines.joined(separator: lineEnd), with: Norma43.read)
}

/// Pads to the length of a field.
private func field(_ text: String, _ width: Int = 38) -> String {
    text + String(repeating: " ", count: width - text.count)
}

@Suite struct Norma43Tests {
    @Test func aMonthWithTwoMovements() throws {
        let reading = try read([
            account, movement(2, 5000, first: "ABC-77"), "2301" + field("TRANSFERENCIA DE ANA GIL") + "FRA 7",
            movement(1, 250, document: "0000000002", code: "17000"), "2301COMISION", "2401840000000000001000",
            totals((1, 250), (1, 5000), closing: 104_750), end(7),
        ])
        #expect(reading.codes == [])
        let opening = try #require(reading.openings.first)
        #expect(
            opening.account == IBAN(spanishBank: "0081", office: "5398", account: "0001414452")?.text
                && opening.openingBalance == 1000_00)
        #expect(opening.from?.description == "2025-01-01" && opening.to?.description == "2025-01-31")
        let entries = try #require(reading.entries.first)
        #expect(entries.map(\.amount) == [50_00, -2_50] && entries.map(\.code) == ["04/099", "17/000"])
        #expect(entries.map(\.reference) == ["0000000001", "0000000002"])
        #expect(entries.map(\.bankReference) == ["ABC-77", ""])
        #expect(entries.map(\.text) == ["TRANSFERENCIA DE ANA GIL FRA 7", "COMISION"])
        #expect(entries.map(\.counterparty) == ["ANA GIL", ""])
        #expect(
            entries[0].booked.description == "2025-01-03" && entries[0].value?.description == "2025-01-04")
        #expect(entries.map(\.place.line) == [2, 4])
        #expect(reading.closings.first?.isBalanced == true)
    }

    @Test func strippedBlanksLineEndsAndBlankLinesChangeNothing() throws {
        let lines = [
            account, movement(2, 5000), "2301" + field("TRANSFERENC. A") + "TEST PARTNER",
            totals((0, 0), (1, 5000), closing: 105_000), end(4),
        ]
        let stripped = try read(lines, lineEnd: "\n")
        let padded = try read(["", " "] + lines.map { field($0, 80) } + ["", "\u{1A}"])
        #expect(stripped.onlyEntry?.text == padded.onlyEntry?.text && padded.codes == [])
        #expect(stripped.onlyEntry?.counterparty == "TEST PARTNER")
        let glued = try read([lines.map { field($0, 80) }.joined()])
        #expect(
            glued.onlyEntry
                == stripped.onlyEntry.map { entry in
                    var moved = entry
                    moved.place.line = 1
                    return moved
                })
    }

    @Test func linesThatEndWithReturnAlone() throws {
        let lines = [account, movement(2, 5000), "2301FRA 7", totals((0, 0), (1, 5000), closing: 105_000)]
        #expect(Norma43.identify(Array(lines.joined(separator: "\r").utf8).span) != nil)
        let reading = try read(lines, lineEnd: "\r")
        #expect(
            reading.codes == [] && reading.onlyEntry?.text == "FRA 7" && reading.onlyEntry?.place.line == 2)
    }

    @Test func aHeaderOfTheBankIsLeftOut() throws {
        let header = field("00BANCO EJEMPLO 20250131", 80)
        let lines = [account, movement(2, 5000), totals((0, 0), (1, 5000), closing: 105_000), end(3)]
        let text = ([header] + lines + [header] + lines).joined(separator: "\n")
        #expect(Norma43.identify(Array(text.utf8).span)?.format == .norma43)
        let reading = try read([text])
        #expect(reading.codes == [.recordMalformed] && reading.outcome.problems.first?.severity == .warn)
        #expect(reading.entries.map { $0.map(\.amount) } == [[50_00], [50_00]])
        #expect(Norma43.identify(Array((header + "\n" + header + "\n").utf8).span) == nil)
        #expect(try read([header, "Fecha;Importe", "1;2"]).codes.contains(.formatUnknown))
    }

    @Test(arguments: [
        ("MOTIVO AM04", "AM04"), ("MOTIVO DEVOLUCION: MD06", "MD06"), ("COD. MOTIVO MS02", "MS02"),
        ("Motivo de la devol.:tech", "TECH"), ("FACTURA AM04", ""), ("MOTIVO AM0412", ""),
    ])
    func theReasonOfAReturn(text: String, reason: String) throws {
        func found(_ code: String) throws -> String? {
            try read([
                account, movement(1, 5000, code: code), "2301" + field("DEV. RECIBO 7") + text,
                totals((1, 5000), (0, 0), closing: 95_000),
            ]).onlyEntry?.returnReason
        }
        #expect(try found("14000") == reason)
        #expect(try found("03000") == "", "no return")
    }

    @Test func wordsBrokenAtTheEndOfAFieldAreJoined() throws {
        let reading = try read([
            account, movement(2, 5000),
            "2301" + "TRANSFERENCIA DE JUAN CARLOS GARCIA LO" + "NUM FACTURA: F2025-01229, F2025-01898,",
            "2302" + " F2025-01426, F20", "2303" + "25-01341",
            totals((0, 0), (1, 5000), closing: 105_000),
        ])
        let entry = try #require(reading.onlyEntry)
        #expect(entry.text.hasPrefix("TRANSFERENCIA DE JUAN CARLOS GARCIA LONUM FACTURA"))
        #expect(entry.text.hasSuffix("F2025-01898, F2025-01426, F20 25-01341"))
        #expect(entry.counterparty == "JUAN CARLOS GARCIA LO")
    }

    @Test(arguments: [
        ("TRANSF. DE PEPE SL", "", "04099", "PEPE SL"), ("Transferencia de Ñandú", "x", "04099", "Ñandú"),
        ("TRANSFERENCIA A SU FAVOR", "REF", "04099", ""), ("TRANSFERENCIA DE 123456789012", "", "04099", ""),
        ("DEV. RECIBO F2025-13253 CUENTA CANCELA", "ELECTRICIDAD PEREZ", "14091", "ELECTRICIDAD PEREZ"),
        ("ABONO TRANSFERENCIA", "", "04099", ""),
    ])
    func counterpartiesThatTheTextNames(first: String, second: String, code: String, name: String) throws {
        let reading = try read([account, movement(2, 1, code: code), "2301" + field(first) + second])
        #expect(reading.onlyEntry?.counterparty == name)
    }

    @Test func aRemittanceNamesItsBatch() throws {
        let reading = try read([account, movement(2, 1), "2301REMESA RECIBOS SEPA CORE REM0000085"])
        #expect(reading.onlyEntry?.batchReference == "REM0000085")
    }

    @Test func encodings() throws {
        let lines = [
            account, movement(1, 3), "2301" + field("COMISIÓN PEÑA") + "AÑO",
            totals((1, 3), (0, 0), closing: 99_997),
        ]
        let text = lines.joined(separator: "\n")
        let expected = "COMISIÓN PEÑA AÑO"
        #expect(try Reading("\u{FEFF}" + text, with: Norma43.read).onlyEntry?.text == expected)
        #expect(try Reading(text, with: Norma43.read).onlyEntry?.text == expected, "characters, not bytes")
        let latin = text.unicodeScalars.map { UInt8($0.value) }
        #expect(try Reading(latin, with: Norma43.read).onlyEntry?.text == expected)
        let dos = latin.map { [0xD3: 0xE0, 0xD1: 0xA5][$0] ?? $0 }
        let reading = try Reading(dos, with: Norma43.read)
        #expect(reading.onlyEntry?.text == expected && reading.outcome.identification.encoding == "CP850")
        #expect(
            try Reading(text.replacing("Ó", with: "\u{FFFD}"), with: Norma43.read).onlyEntry?.text
                == "COMISI\u{FFFD}N PEÑA AÑO")
    }

    @Test func wrongCountsAreReportedAndNothingIsLost() throws {
        let reading = try read([
            account, movement(2, 5000), totals((1, 7), (3, 9), closing: 105_000), end(17),
        ])
        #expect(
            reading.codes == [.countMismatch, .totalsDiffer, .countMismatch, .totalsDiffer, .countMismatch])
        #expect(
            reading.onlyEntry?.amount == 50_00 && reading.outcome.problems.allSatisfy { $0.severity == .warn }
        )
    }

    @Test func theBalanceIsChecked() throws {
        let reading = try read([account, movement(2, 5000), totals((0, 0), (1, 5000), closing: 105_001)])
        #expect(reading.codes == [.balanceMismatch])
        #expect(reading.outcome.problems.first?.expected == "1050.00 (difference 0.01)")
        let overdrawn = try read([
            account, movement(1, 200_000), totals((1, 200_000), (0, 0), closing: 100_000, sign: 1),
        ])
        #expect(overdrawn.codes == [] && overdrawn.closings.first?.closingBalance == -1000_00)
    }

    @Test func missingTotalsAndEndAreAccepted() throws {
        let reading = try read([account, movement(2, 5000), account, movement(2, 1)])
        #expect(reading.codes == [.fieldMissing, .fieldMissing])
        #expect(reading.entries.map { $0.map(\.amount) } == [[50_00], [1]])
        #expect(
            reading.closings.map(\.closingBalance) == [nil, nil] && reading.closings.first?.credits == 50_00)
    }

    @Test func unreadableMovementsAreSetAside() throws {
        let reading = try read([
            account, movement(3, 1), movement(2, 1).replacing("00000000000001", with: "0000000000000X"),
            movement(2, 1, booked: "250230"), "99 what", movement(2, 8), movement(1, 0),
        ])
        #expect(reading.entries.first?.map(\.amount) == [8, 0])
        #expect(
            reading.codes.filter { $0 != .fieldMissing }
                == [.recordMalformed, .amountUnreadable, .dateUnreadable, .recordMalformed])
    }

    @Test func aMovementOutsideAnAccountBelongsToNobody() throws {
        let reading = try read([movement(2, 5000), "2301TEXTO", account, movement(2, 1)])
        #expect(reading.entries.map { $0.map(\.amount) } == [[1]])
        #expect(reading.codes.prefix(2) == [.recordMalformed, .recordMalformed])
    }

    @Test func unknownCurrenciesAreNotGuessed() throws {
        let odd = account.replacing("9783ACME", with: "1113ACME")
        let reading = try read([odd, movement(2, 5000), account, movement(2, 1)])
        #expect(reading.codes == [.currencyUnknown, .fieldMissing] && reading.entries.map(\.count) == [1])
    }

    @Test func daysWrittenDayFirstAreSeenFromTheHeader() throws {
        let reading = try read([
            account.replacing("250101250131", with: "010125310125"),
            movement(2, 1, booked: "030125", value: "040125"),
        ])
        #expect(
            reading.onlyEntry?.booked.description == "2025-01-03" && reading.codes.first == .dateUnreadable)
        #expect(reading.openings.first?.to?.description == "2025-01-31")
        let old = try read([account.replacing("250101250131", with: "990101990131")])
        #expect(old.openings.first?.from?.description == "1999-01-01")
    }

    @Test func twinsAreTwo() throws {
        let reading = try read([
            account, movement(2, 5000), movement(2, 5000), totals((0, 0), (2, 10_000), closing: 110_000),
        ])
        #expect(reading.entries.first?.count == 2 && reading.codes == [])
    }

    @Test func isIdentifiedByItsFirstRecord() {
        func identify(_ text: String) -> Identification? {
            let bytes = Array(text.utf8)
            return Norma43.identify(bytes.span)
        }
        #expect(identify("\n" + account)?.format == .norma43)
        for text in ["", "11", "Fecha;Importe", "<a/>", String(repeating: "1", count: 40), "22" + account] {
            #expect(identify(text) == nil)
        }
    }

    @Test func anythingElseIsRefused() throws {
        for text in ["", "\n\n", "Fecha;Importe\n01/01/2025;1,00"] {
            #expect(try Reading(text, with: Norma43.read).isRefused)
        }
        #expect(try Reading([0, 0xFF, 0x0A, 0], with: Norma43.read).isRefused)
    }
}
