import Domain
import Testing

@testable import Handover

/// Goal: whatever stands in a field, a reader answers with a value or with faults and never crashes. Method:
/// every leaf and every branch of every example is replaced by everything that does not belong there.
@Suite("Junk in a feedback file")
struct RemittanceHostileTests {
    private static let junk: [JSONValue?] = [
        nil, .null, .bool(true), .integer(0), .integer(-1), .integer(Int64.max), .integer(Int64.min),
        .string(""), .string("-"), .string("."), .string("-0.00"), .string("00.00"), .string("1,50"),
        .string("92233720368547758.07"), .string("-92233720368547758.08"), .string("92233720368547758.08"),
        .string("9999-12-31"), .string("0001-01-01"), .string("2026-02-30"), .string("9999-12-31T23:59:59Z"),
        .string("2026-07-01T24:00:00Z"), .string("e\u{301}"), .string("\u{0}\u{1F}"),
        .string(String(repeating: "x", count: 1_100)), .array([]), .array([.null]), .object([]),
        .object([JSONValue.Member(name: "x", value: .null)]),
    ]

    private func paths(_ value: JSONValue, _ prefix: String = "") -> [String] {
        let own = prefix.isEmpty ? [] : [prefix]
        let start = prefix.isEmpty ? "" : prefix + "."
        switch value {
        case .object(let members): return own + members.flatMap { paths($0.value, start + $0.name) }
        case .array(let elements):
            return own + elements.enumerated().flatMap { paths($0.element, start + String($0.offset)) }
        default: return own
        }
    }

    /// What was read must be what is written, and the rest must have a fault.
    private func check<Value: Equatable>(
        _ tree: JSONValue, _ readFields: (FieldReader) -> HandoverReading<Value>,
        _ written: (Value) -> JSONValue
    ) {
        // From tree to tree: that bytes and trees are the same is tested elsewhere.
        func read(_ tree: JSONValue) -> HandoverReading<Value> {
            guard let root = try? FieldReader(tree, file: "junk", path: "$") else {
                return HandoverReading(value: nil)
            }
            return readFields(root)
        }
        var refused = 0
        for path in paths(tree) {
            for value in Self.junk {
                let reading = read(tree.setting(path, value))
                if reading.value == nil { refused += 1 }
                // Plain conditions: tens of thousands of expectations would take longer than the readers.
                let isRight =
                    reading.value.map { read(written($0)).value == $0 } ?? !reading.faults.isEmpty
                let isShort = reading.faults.allSatisfy { $0.description.utf8.count < 1_500 }
                if !isRight || !isShort { Issue.record("\(path): \(reading.faults)") }
            }
        }
        #expect(refused > 300)
    }

    @Test("of an acknowledgement") func acknowledgement() {
        check(Answers.tree, { Acknowledgement.read($0, currencies: CaseCurrencies()) }, \.tree)
    }

    @Test("of an inventory") func inventory() {
        check(Inventories.tree, { Inventory.read($0, currencies: CaseCurrencies()) }, \.tree)
    }

    @Test("of a status batch", arguments: [EventStatus.plan, .disputed, .closed, .informationRequested])
    func statusBatch(_ status: EventStatus) {
        for path in paths(Statuses.with(status)) {
            for value in Self.junk {
                let reading = Statuses.read(Statuses.with(status).setting(path, value))
                for event in reading.value?.events ?? [] { _ = event.effect }
                if reading.value == nil, reading.faults.isEmpty { Issue.record("\(path)") }
            }
        }
    }

    @Test("of a statement, through the equations and the reconciliation") func statement() {
        // The second line has the fields of the first.
        let tree = Remittances.tree.setting("lines.1", nil).setting("lines.1.no", .integer(2))
        check(tree, { RemittanceStatement.read($0) }, \.tree)
        var context = Books.context()
        context.cases[0].balance = Int64.min
        context.credits = [Books.credit("N1", Int64.max), Books.credit("N2", Int64.max)]
        for path in paths(tree) where path.hasPrefix("lines.0") || path.hasPrefix("statement") {
            for value in Self.junk {
                guard let root = try? FieldReader(tree.setting(path, value), file: "junk", path: "$"),
                    let statement = RemittanceStatement.read(root).value
                else {
                    continue
                }
                _ = RemittanceReconciliation.reconcile(statement, with: context)
                // With its sums made right it goes through all checks.
                let whole = Remittances.recomputed(statement)
                let outcome = RemittanceReconciliation.reconcile(whole, with: context)
                if outcome.posting?.isBalanced == false { Issue.record("\(path)") }
            }
        }
    }
}
