import Domain
import Testing

@testable import Handover

enum Answers {
    static let text =
        "{\n" + Example.header("ACK", sequence: 40, digits: "000040") + """

             "original": {
              "batchId": "ESB12345674.COLCO.CASE.000042",
              "flow": "CASE",
              "manifestSha256": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
              "ops": 1,
              "amounts": [
               {
                "currency": "EUR",
                "controlSum": "1727.41"
               }
              ]
             },
             "level": "OP",
             "groupStatus": "ACCP",
             "counts": {
              "ACCP": 1
             },
             "ops": [
              {
               "opId": "C-2026-0007.1",
               "caseRef": "C-2026-0007",
               "agencyCaseRef": "88123",
               "status": "ACCP",
               "balanceHeld": {
                "asOf": "2026-06-30",
                "principal": "1610.00",
                "interest": "37.41",
                "fixedComp": "80.00",
                "costs": "0.00",
                "total": "1727.41"
               }
              }
             ]
            }

            """
    static let tree = Example.tree(text)

    static func read(_ tree: JSONValue) -> HandoverReading<Acknowledgement> {
        Acknowledgement.read(Example.bytes(tree), file: "ack.json")
    }

    /// The example with its one operation answered otherwise.
    static func with(
        _ status: String, group: String, _ extras: [String: JSONValue] = [:],
        without: [String] = ["balanceHeld"]
    ) -> JSONValue {
        var tree = tree.setting("ops.0.status", .string(status)).setting("groupStatus", .string(group))
            .setting("counts", .object([])).setting("counts.\(status)", .integer(1))
        for name in without { tree = tree.setting("ops.0.\(name)", nil) }
        for name in extras.keys.sorted() { tree = tree.setting("ops.0.\(name)", extras[name]) }
        return tree
    }

    static let sent = SentBatch(
        batchId: "ESB12345674.COLCO.CASE.000042", manifestSHA256: String(repeating: "a", count: 64),
        operations: [SentOperation(opId: "C-2026-0007.1", caseRef: "C-2026-0007", balanceTotal: 172_741)],
        amounts: [Money(minorUnits: 172_741, currency: .eur)])
}

@Suite("An acknowledgement")
struct AnswerTests {
    @Test("of the fact sheet is read and written again byte for byte")
    func roundTrip() throws {
        let reading = Acknowledgement.read(Array(Answers.text.utf8), file: "ack.json")
        #expect(reading.faults == [])
        let answer = try #require(reading.value)
        #expect(answer.answers[0].balanceHeld?.total == 172_741)
        #expect(answer.header.sender.code == "COLCO")
        #expect(String(decoding: answer.jsonBytes, as: UTF8.self) == Answers.text)
    }

    @Test("is the same example that the fact sheet ships", Shared.isThere)
    func sharedExample() throws {
        let bytes = try #require(Shared.file("spec/dhx-examples/03-ack.json"))
        #expect(Acknowledgement.read(bytes, file: "03-ack.json").value?.jsonBytes == bytes + [0x0A])
    }

    @Test("needs what its status needs, and nothing that it has no use for")
    func extras() {
        let reason: JSONValue = .array([.object([.init(name: "code", value: .string("DOC_MISSING"))])])
        let documents: JSONValue = .array([.string("DELIVERY_NOTE")])
        let day: JSONValue = .string("2026-07-15")
        let right: [(String, String, [String: JSONValue], [String])] = [
            ("ACCP", "ACCP", [:], []), ("ACWC", "ACCP", ["reasons": reason], []),
            ("PDNG", "PDNG", ["missingDocs": documents, "answerBy": day], ["balanceHeld"]),
            ("RJCT", "RJCT", ["reasons": reason], ["balanceHeld", "agencyCaseRef"]),
            ("DUPL", "DUPL", [:], ["balanceHeld"]),
        ]
        for (status, group, extras, without) in right {
            let tree = Answers.with(status, group: group, extras, without: without)
            #expect(Answers.read(tree).faults == [], "\(status)")
            for name in extras.keys.sorted() {
                let fault = Answers.read(tree.setting("ops.0.\(name)", nil)).faults.first
                #expect(fault?.code == .fieldMissing, "\(status) without \(name)")
                #expect(fault?.path == "$.ops[0].\(name)")
            }
        }
        for name in ["agencyCaseRef", "balanceHeld"] {
            let fault = Answers.read(Answers.tree.setting("ops.0.\(name)", nil)).faults.first
            #expect(fault?.path == "$.ops[0].\(name)")
        }
        let useless = Answers.with("ACCP", group: "ACCP", ["answerBy": day], without: [])
        #expect(Answers.read(useless).faults.first?.expected == "absent with ACCP")
    }

    @Test("says which file, where, what was found and what was expected")
    func faults() {
        let cases: [(String, JSONValue?, HandoverFault.Code, String, String)] = [
            ("colour", .string("red"), .fieldUnknown, "$.colour", "a field"),
            ("ops.0.note", .string("x"), .fieldUnknown, "$.ops[0].note", "a field"),
            ("ops.0.status", .string("OKAY"), .codeUnknown, "$.ops[0].status", "'OKAY'"),
            ("groupStatus", .string("FINE"), .codeUnknown, "$.groupStatus", "'FINE'"),
            ("groupStatus", nil, .fieldMissing, "$.groupStatus", "nothing"),
            ("groupStatus", .null, .wrongForm, "$.groupStatus", "null"),
            ("groupStatus", .string("RJCT"), .inconsistent, "$.groupStatus", "RJCT"),
            (
                "ops.0.balanceHeld.total", .integer(5), .wrongType, "$.ops[0].balanceHeld.total",
                "the number 5"
            ),
            ("ops.0.balanceHeld.total", .string("1.5"), .wrongForm, "$.ops[0].balanceHeld.total", "'1.5'"),
            ("ops.0.balanceHeld.total", .string("9.00"), .inconsistent, "$.ops[0].balanceHeld.total", "9.00"),
            (
                "ops.0.balanceHeld.asOf", .string("30/6/26"), .wrongForm, "$.ops[0].balanceHeld.asOf",
                "'30/6/26'"
            ),
            ("ops.0.opId", .string("C-2026-0008.1"), .inconsistent, "$.ops[0].opId", "'C-2026-0008.1'"),
            ("ops", .string("none"), .wrongType, "$.ops", "a text"),
            ("ops.0", .integer(1), .wrongType, "$.ops[0]", "the number 1"),
            ("counts.ACCP", .integer(2), .inconsistent, "$.counts.ACCP", "2"),
            ("counts.RJCT", .integer(1), .inconsistent, "$.counts.RJCT", "1"),
            ("counts.LOST", .integer(1), .fieldUnknown, "$.counts.LOST", "a field"),
            ("original.ops", .integer(0), .inconsistent, "$.ops", "1 operations"),
            ("original.manifestSha256", .string("ABC"), .wrongForm, "$.original.manifestSha256", "'ABC'"),
            (
                "original.amounts.0.currency", .string("euro"), .wrongForm, "$.original.amounts[0].currency",
                "'euro'"
            ),
            ("header.flow", .string("STAT"), .wrongForm, "$.header.flow", "'STAT'"),
            (
                "header.sequence", .integer(41), .inconsistent, "$.header.batchId",
                "'COLCO.ESB12345674.ACK.000040'"
            ),
            (
                "header.createdAt", .string("2026-07-01 06:00"), .wrongForm, "$.header.createdAt",
                "'2026-07-01 06:00'"
            ),
        ]
        for (path, value, code, place, found) in cases {
            let reading = Answers.read(Answers.tree.setting(path, value))
            #expect(reading.value == nil, "\(path)")
            #expect(reading.faults.map(\.code) == [code], "\(path)")
            #expect(reading.faults.first?.path == place)
            #expect(reading.faults.first?.found == found)
            #expect(reading.faults.first?.file == "ack.json")
            #expect(reading.faults.first?.expected.isEmpty == false)
        }
    }

    @Test(
        "that is no JSON is refused with its line",
        arguments: ["", "[1]", "{\"a\": 1.5}", "{\n\"a\":", "\u{FF}"])
    func noJSON(_ text: String) {
        let reading = Acknowledgement.read(Array(text.utf8), file: "ack.json")
        #expect(reading.value == nil)
        #expect(reading.faults.count == 1)
    }

    @Test("cut anywhere is refused and never crashes")
    func cut() {
        let bytes = Array(Answers.text.utf8)
        for length in stride(from: 0, to: bytes.count - 2, by: 7) {
            #expect(Acknowledgement.read(Array(bytes[..<length]), file: "ack.json").value == nil)
        }
    }

    @Test("of the file alone says received, valid, refused or known")
    func fileLevel() {
        let base = Answers.tree.setting("level", .string("FILE")).setting("counts", .object([]))
            .setting("ops", .array([]))
        for status in ["RCVD", "ACTC", "DUPL"] {
            #expect(Answers.read(base.setting("groupStatus", .string(status))).faults == [])
        }
        let refused = base.setting("groupStatus", .string("RJCT"))
        #expect(Answers.read(refused).faults.first?.path == "$.reasons")
        for reason in FileReason.allCases {
            let reasons: JSONValue = .array([.object([.init(name: "code", value: .string(reason.rawValue))])])
            #expect(Answers.read(refused.setting("reasons", reasons)).value?.reasons.first?.code == reason)
        }
        #expect(
            Answers.read(base.setting("groupStatus", .string("PART"))).faults.first?.code == .inconsistent)
    }

    @Test("calls a mixed batch partly accepted, or pending while something is pending")
    func mixed() throws {
        var answer = try #require(Answers.read(Answers.tree).value)
        func status(_ statuses: [AnswerStatus]) -> [GroupStatus] {
            answer.answers = statuses.map { OperationAnswer(opId: "C.1", caseRef: "C", status: $0) }
            return answer.groupStatusesAllowed
        }
        #expect(status([.accepted, .acceptedWithChange, .duplicate]) == [.accepted])
        #expect(status([.accepted, .rejected]) == [.partlyAccepted])
        #expect(status([.accepted, .pending]) == [.partlyAccepted, .pending])
        #expect(status([.rejected, .rejected]) == [.rejected])
        #expect(status([.pending]) == [.pending])
        #expect(status([.duplicate]) == [.duplicate])
        #expect(answer.derivedGroupStatus == .duplicate)
        #expect(answer.counts.map(\.count) == [1])
    }

    @Test("has the code lists of the fact sheet")
    func codeLists() {
        #expect(
            GroupStatus.allCases.map(\.rawValue) == ["RCVD", "ACTC", "ACCP", "PART", "PDNG", "RJCT", "DUPL"])
        #expect(FileReason.allCases.count == 12)
        #expect(CaseReason.allCases.count == 27)
    }

    @Test("with another balance freezes the case; the right one does not")
    func balanceHeld() throws {
        let answer = try #require(Answers.read(Answers.tree).value)
        #expect(AcknowledgementCheck.breaks(of: answer, sent: Answers.sent) == [])
        func codes(_ change: (inout SentBatch) -> Void) -> [AnswerBreak.Code] {
            var sent = Answers.sent
            change(&sent)
            return AcknowledgementCheck.breaks(of: answer, sent: sent).map(\.code)
        }
        #expect(codes { $0.operations[0].balanceTotal = 172_740 } == [.balanceHeldDiffers])
        #expect(codes { $0.operations[0].balanceTotal = nil } == [])
        #expect(codes { $0.batchId = "ESB12345674.COLCO.CASE.000043" } == [.batchUnknown])
        #expect(codes { $0.manifestSHA256 = String(repeating: "b", count: 64) } == [.manifestDiffers])
        #expect(codes { $0.amounts = [] } == [.totalsDiffer])
        #expect(
            codes { $0.operations[0].opId = "C-2026-0007.2" } == [.operationUnknown, .operationUnanswered])
    }
}
