import Domain
import Testing

@testable import Handover

enum Inventories {
    static let text =
        "{\n" + Example.header("INVT", sequence: 3, digits: "000003") + """

             "cases": [
              {
               "caseRef": "C-2026-0007",
               "agencyCaseRef": "88123",
               "status": "WORKING",
               "phase": "PRE_LEGAL",
               "originalBalance": "1727.41",
               "currentBalance": {
                "asOf": "2026-07-31",
                "principal": "927.41",
                "interest": "0.00",
                "fixedComp": "0.00",
                "costs": "0.00",
                "total": "927.41"
               },
               "placedAt": "2026-07-01",
               "lastPaymentDate": "2026-07-24",
               "lastPaymentAmount": "300.00",
               "caseVersion": 2
              }
             ],
             "totals": {
              "cases": 1,
              "amounts": [
               {
                "currency": "EUR",
                "controlSum": "927.41"
               }
              ]
             }
            }

            """
    static let tree = Example.tree(text)

    static func read(_ tree: JSONValue) -> HandoverReading<Inventory> {
        Inventory.read(Example.bytes(tree), file: "invt.json")
    }
}

@Suite("An inventory")
struct InventoryTests {
    @Test("is read and written again byte for byte")
    func roundTrip() throws {
        let reading = Inventory.read(Array(Inventories.text.utf8), file: "invt.json")
        #expect(reading.faults == [])
        #expect(String(decoding: try #require(reading.value).jsonBytes, as: UTF8.self) == Inventories.text)
    }

    @Test("is refused with the place of each fault")
    func faults() {
        let cases: [(String, JSONValue?, HandoverFault.Code, String)] = [
            ("cases.0.status", .string("OPEN"), .codeUnknown, "$.cases[0].status"),
            ("cases.0.caseVersion", .integer(0), .wrongForm, "$.cases[0].caseVersion"),
            ("cases.0.caseVersion", nil, .fieldMissing, "$.cases[0].caseVersion"),
            ("cases.0.lastPaymentAmount", nil, .fieldMissing, "$.cases[0].lastPaymentAmount"),
            ("cases.0.lastPaymentDate", nil, .fieldMissing, "$.cases[0].lastPaymentDate"),
            (
                "cases.0.currentBalance.costs", .string("1.00"), .inconsistent,
                "$.cases[0].currentBalance.total"
            ),
            ("totals.cases", .integer(2), .inconsistent, "$.totals.cases"),
            ("totals.amounts.0.controlSum", .string("927.40"), .inconsistent, "$.totals.amounts"),
            ("totals.amounts", .array([]), .inconsistent, "$.totals.amounts"),
            ("cases.0.mood", .string("good"), .fieldUnknown, "$.cases[0].mood"),
        ]
        for (path, value, code, place) in cases {
            let reading = Inventories.read(Inventories.tree.setting(path, value))
            #expect(reading.value == nil, "\(path)")
            #expect(reading.faults.map(\.code) == [code], "\(path)")
            #expect(reading.faults.first?.path == place)
        }
        let entry = Inventories.tree["cases"]?[0]
        let twice = Inventories.tree.setting("cases.1", entry).setting("totals.cases", .integer(2))
        #expect(Inventories.read(twice).faults.map(\.path) == ["$.cases[1].caseRef"])
    }

    @Test("keeps yen and dinars with the decimals they have")
    func currencies() throws {
        let yen = try #require(Currency("JPY"))
        var entry = try #require(Inventories.read(Inventories.tree).value?.entries.first)
        entry.currency = yen
        let inventory = Inventory(header: Sample.header(flow: .inventory), entries: [entry])
        #expect(inventory.tree["cases"]?[0]?["originalBalance"] == .string("172741"))
        let reading = Inventory.read(
            inventory.jsonBytes, file: "invt.json", currencies: CaseCurrencies(["C-2026-0007": yen]))
        #expect(reading.value == inventory)
        // Read as euros, an amount without cents is refused rather than taken for a hundredth.
        #expect(Inventory.read(inventory.jsonBytes, file: "invt.json").value == nil)
    }
}

@Suite("The comparison of inventories")
struct InventoryComparisonTests {
    typealias Change = @Sendable (inout InventoryEntry) -> Void

    private func codes(here: [Change], there: [Change]) throws -> [InventoryDifference.Code] {
        let inventory = try #require(Inventories.read(Inventories.tree).value)
        func side(_ changes: [Change]) -> Inventory {
            let entries = changes.map { change in
                var entry = inventory.entries[0]
                change(&entry)
                return entry
            }
            return Inventory(header: inventory.header, entries: entries)
        }
        return InventoryComparison.differences(here: side(here), there: side(there)).map(\.code)
    }

    @Test("finds each difference, and that one only")
    func each() throws {
        let same: Change = { _ in }
        let closed: Change = { $0.state = .closed }
        let moved: Change = {
            $0.currentBalance.principal -= 100
            $0.currentBalance.interest += 100
        }
        #expect(try codes(here: [same], there: [same]) == [])
        #expect(try codes(here: [], there: [same]) == [.missingHere])
        #expect(try codes(here: [same], there: []) == [.missingThere])
        #expect(try codes(here: [closed], there: []) == [])
        #expect(try codes(here: [closed], there: [same]) == [.closedHere])
        #expect(try codes(here: [same], there: [closed]) == [.closedThere])
        #expect(try codes(here: [closed], there: [{ $0.state = .recalled }]) == [])
        #expect(try codes(here: [same], there: [moved]) == [.balanceDiffers])
        #expect(try codes(here: [same], there: [{ $0.currentBalance.asOf = Sample.day("2026-07-30") }]) == [])
        #expect(try codes(here: [same], there: [{ $0.caseVersion = 1 }]) == [.versionDiffers])
        // Working or held is the agency's own affair.
        #expect(try codes(here: [same], there: [{ $0.state = .held }]) == [])
    }

    @Test("is in the order of the cases, whatever the order of the lists")
    func order() throws {
        let first: Change = { $0.caseRef = "C-1" }
        let second: Change = {
            $0.caseRef = "C-2"
            $0.caseVersion = 9
        }
        let other: Change = { $0.caseRef = "C-2" }
        #expect(try codes(here: [other, first], there: [second]) == [.missingThere, .versionDiffers])
        #expect(try codes(here: [first, other], there: [second]) == [.missingThere, .versionDiffers])
    }
}
