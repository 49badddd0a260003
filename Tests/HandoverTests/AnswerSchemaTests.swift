import Domain
import Foundation
import Testing

@testable import Handover

@Suite("The schemas of the feedback flows")
struct FeedbackSchemaTests {
    private static let flows: [HandoverSchema] = [.acknowledgement, .status, .remittance, .inventory]

    /// One batch or more of each flow, with everything that can stand in it.
    private func batches(_ schema: HandoverSchema) throws -> [(json: [UInt8], xml: [UInt8])] {
        switch schema {
        case .acknowledgement:
            let answer = try AnswerTablesTests.answer()
            return [(answer.jsonBytes, answer.xmlBytes)]
        case .status:
            return try EventStatus.allCases.map { status in
                let batch = try #require(Statuses.read(Statuses.with(status)).value)
                return (batch.jsonBytes, batch.xmlBytes)
            }
        case .remittance:
            var context = Books.context()
            let statement = Books.withReversal(of: "MV-501", &context)
            return [(statement.jsonBytes, statement.xmlBytes)]
        case .inventory:
            let inventory = try #require(Inventories.read(Inventories.tree).value)
            return [(inventory.jsonBytes, inventory.xmlBytes)]
        case .cases, .registry: return []
        }
    }

    @Test("XML is valid for xmllint", Judge.xmllint, arguments: FeedbackSchemaTests.flows)
    func xml(_ schema: HandoverSchema) throws {
        for (position, batch) in try batches(schema).enumerated() {
            let broken = String(decoding: batch.xml, as: UTF8.self)
                .replacing("<environment>T", with: "<environment>X")
            let files = [
                OutputFile(path: "schema.xsd", bytes: schema.xmlSchema),
                OutputFile(path: "batch.xml", bytes: batch.xml), OutputFile(path: "broken.xml", text: broken),
            ]
            try Judge.withFolder(files) { root in
                let arguments = ["xmllint", "--noout", "--nonet", "--schema", "\(root)/schema.xsd"]
                let verdict = Judge.run(arguments + ["\(root)/batch.xml"])
                #expect(verdict.status == 0, "\(position): \(verdict.output)")
                #expect(Judge.run(arguments + ["\(root)/broken.xml"]).status != 0)
            }
        }
    }

    @Test("JSON is valid for Python, and without what its status needs it is not", Judge.python)
    func python() throws {
        for schema in FeedbackSchemaTests.flows {
            var files = [
                OutputFile(path: "schema.json", bytes: schema.jsonSchema),
                OutputFile(path: "judge.py", text: Self.script),
            ]
            for (position, batch) in try batches(schema).enumerated() {
                files.append(OutputFile(path: "right/\(position).json", bytes: batch.json))
            }
            let wrong: [JSONValue] =
                switch schema {
                case .acknowledgement:
                    ["agencyCaseRef", "balanceHeld"].map { Answers.tree.setting("ops.0.\($0)", nil) }
                case .status:
                    EventStatus.allCases.flatMap { status in
                        Statuses.extras(status).map { extra in
                            Statuses.with(status).setting("events.0.\(extra.0)", nil)
                        }
                    }
                case .remittance:
                    ["alloc", "balanceAfter", "feeBase"].map {
                        Remittances.tree.setting("lines.0.\($0)", nil)
                    }
                case .inventory: [Inventories.tree.setting("cases.0.lastPaymentAmount", nil)]
                case .cases, .registry: []
                }
            for (position, tree) in wrong.enumerated() {
                files.append(OutputFile(path: "wrong/\(position).json", bytes: Example.bytes(tree)))
            }
            try Judge.withFolder(files) { root in
                let verdict = Judge.run(["python3", "\(root)/judge.py", root])
                #expect(verdict.status == 0, "\(verdict.output)")
            }
        }
    }

    /// Every file of `right` is valid and none of `wrong`.
    private static let script = """
        import json, pathlib, sys, jsonschema
        root = pathlib.Path(sys.argv[1])
        schema = json.loads((root / "schema.json").read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        judge = jsonschema.Draft202012Validator(schema)
        for kind, valid in (("right", True), ("wrong", False)):
            for path in sorted((root / kind).iterdir()):
                found = [error.message for error in judge.iter_errors(json.loads(path.read_text()))]
                if (not found) != valid:
                    sys.exit(f"{kind}/{path.name}: {found} {path.read_text()}")
        """
}
