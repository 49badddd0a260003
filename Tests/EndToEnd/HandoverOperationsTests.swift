import Foundation
import Testing

/// A case package that the sample does not produce: written by hand, sealed as BagIt demands.
struct CraftedPackage {
    let folder: String
    private let sequence: Int

    /// - Parameter operations: their JSON, in the order of the batch, with the code of each.
    init(below parent: String, sequence: Int, _ operations: [(code: String, json: String)]) throws {
        self.sequence = sequence
        folder = "\(parent)/\(HandoverFixture.name(sequence))"
        try FileManager.default.createDirectory(
            atPath: "\(folder)/data", withIntermediateDirectories: true)
        let order = ["NEW", "UPD", "PAY", "ADJ", "HLD", "RES", "RCP", "RCF", "ANS", "LGA"]
        let byOp = order.compactMap { code -> String? in
            let count = operations.count { $0.code == code }
            return count > 0 ? "\"\(code)\":\(count)" : nil
        }
        let cases = Set(
            operations.compactMap { $0.json.firstMatch(of: #/"caseRef":"([^"]+)"/#)?.1 })
        let totals =
            "{\"ops\":\(operations.count),\"byOp\":{\(byOp.joined(separator: ","))},\"cases\":\(cases.count),"
            + "\"lines\":0,\"documents\":0,\"amounts\":[{\"currency\":\"EUR\",\"controlSum\":\"0.00\"}]}"
        let header =
            "{\"format\":\"dhx/1.0\",\(identity),\"agreementRef\":\"A\",\"processorAgreementRef\":\"D\"}"
        let ops = operations.map(\.json).joined(separator: ",")
        try write("{\"header\":\(header),\"ops\":[\(ops)],\"totals\":\(totals)}", to: "data/batch.json")
        try seal(totals)
    }

    private var identity: String {
        """
        "flow":"CASE","batchId":"ESB32147290.COLCO.CASE.00000\(sequence)","sequence":\(sequence),\
        "environment":"T","sender":{"scheme":"9920","value":"ESB32147290"},\
        "recipient":{"scheme":"9920","value":"ESB00000000"},"createdAt":"2026-03-31T00:00:00Z",\
        "businessDate":"2026-03-31"
        """
    }

    private func seal(_ totals: String) throws {
        try write("\(try digest("data/batch.json"))  data/batch.json\n", to: "manifest-sha256.txt")
        try write("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", to: "bagit.txt")
        let size = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/data/batch.json")).count
        let identifier = "ESB32147290.COLCO.CASE.00000\(sequence)"
        try write(
            "External-Identifier: \(identifier)\nPayload-Oxum: \(size).1\n", to: "bag-info.txt")
        let producer = "{\"software\":\"test\",\"version\":\"1\"}"
        try write(
            "{\(identity),\"format\":\"JSON\",\"payloadManifestSha256\":\"\(try digest("manifest-sha256.txt"))\","
                + "\"totals\":\(totals),\"classification\":\"CONFIDENTIAL-PERSONAL\",\"producer\":\(producer)}",
            to: "manifest.json")
        let tags = try ["bag-info.txt", "bagit.txt", "manifest-sha256.txt", "manifest.json"].map {
            "\(try digest($0))  \($0)\n"
        }
        try write(tags.joined(), to: "tagmanifest-sha256.txt")
    }

    private func write(_ text: String, to path: String) throws {
        try text.write(toFile: "\(folder)/\(path)", atomically: true, encoding: .utf8)
    }

    /// By the system's own tool: the tests do not lean on what they test.
    private func digest(_ path: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
        process.arguments = ["\(folder)/\(path)"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(String(decoding: output, as: UTF8.self).prefix(64))
    }
}

/// What a desk does with every kind of operation, and with packages that contradict what it knows.
@Suite struct HandoverOperationsTests {
    /// A desk with the first batch taken, and its answers.
    private func desk(_ scratch: Scratch) throws -> (path: String, cases: [[String: Any]]) {
        let incoming = try HandoverFixture.packages(1, in: scratch)
        let desk = try HandoverFixture.desk(scratch)
        let taken = try Recobro.run("handover", "ack", desk, incoming, "--as-of", "2026-03-02")
        #expect(taken.code == 0, "\(taken.output)")
        return (desk, try HandoverFixture.batch(desk, "ACK", 1).list("ops"))
    }

    private func operation(
        _ code: String, _ held: [String: Any], _ version: Int, _ rest: String = ""
    ) -> (code: String, json: String) {
        let caseRef = held.text("caseRef")
        return (
            code,
            """
            {"opId":"\(caseRef).\(version)","op":"\(code)","caseRef":"\(caseRef)","caseVersion":\(version),\
            "effectiveDate":"2026-03-31"\(rest.isEmpty ? "" : ",")\(rest)}
            """
        )
    }

    private func text(_ cents: Int) -> String {
        let rest = String(abs(cents) % 100)
        return "\(cents < 0 ? "-" : "")\(abs(cents) / 100).\(rest.count == 1 ? "0" : "")\(rest)"
    }

    private func cents(_ text: String) -> Int { Int(text.replacing(".", with: "")) ?? 0 }

    /// A balance that differs from the held one by so many cents of principal.
    private func after(_ held: [String: Any], less cents: Int) -> String {
        let balance = held.object("balanceHeld")
        func part(_ name: String, _ less: Int) -> String {
            "\"\(name)\":\"\(text(self.cents(balance.text(name)) - less))\""
        }
        return "\"balanceAfter\":{\"asOf\":\"2026-03-31\","
            + [
                part("principal", cents), part("interest", 0), part("fixedComp", 0), part("costs", 0),
                part("total", cents),
            ].joined(separator: ",") + "}"
    }

    private func payment(_ ref: String, _ amount: String) -> String {
        """
        "payment":{"paymentRef":"\(ref)","date":"2026-03-20","amount":"\(amount)","kind":"DIRECT",\
        "feeable":true,"alloc":[{"ref":"LX","amount":"\(amount)"}]}
        """
    }

    @Test func everyOperationIsAppliedOrRefusedWithItsReason() throws {
        let scratch = try Scratch()
        let (desk, cases) = try desk(scratch)
        let nobody = ["caseRef": "C-NOBODY"] as [String: Any]
        let adjustment = """
            "adjustment":{"adjustmentRef":"R1","date":"2026-03-20","amount":"-10.00","kind":"CREDIT_NOTE","alloc":[]}
            """
        let crafted = try CraftedPackage(
            below: "\(scratch.path)/crafted", sequence: 2,
            [
                operation("ADJ", cases[0], 2, "\(adjustment),\(after(cases[0], less: 1000))"),
                operation("PAY", cases[1], 2, "\(payment("M1", "20.00")),\(after(cases[1], less: 1999))"),
                operation("HLD", cases[2], 2, "\"reason\":{\"code\":\"DISPUTE\"}"),
                operation("RES", cases[2], 3),
                operation(
                    "RCP", cases[3], 2,
                    "\"reason\":{\"code\":\"CONTRACT_END\"},\"objectionUntil\":\"2026-04-14\""),
                operation("HLD", nobody, 2, "\"reason\":{\"code\":\"DISPUTE\"}"),
                operation("PAY", cases[4], 3, "\(payment("M2", "5.00")),\(after(cases[4], less: 500))"),
                operation("RCF", cases[5], 4, "\"reason\":{\"code\":\"PLACED_IN_ERROR\"}"),
                operation("PAY", cases[5], 5, "\(payment("M3", "5.00")),\(after(cases[5], less: 500))"),
                operation("LGA", cases[6], 2, "\"answersEventId\":\"E1\",\"budgetLimit\":\"300.00\""),
                // What is refused has used up its version: the next operation is no gap.
                operation(
                    "PAY", cases[6], 3,
                    "\(payment("M4", "5.00")),"
                        + after(cases[6], less: 500).replacing("\"fixedComp\":\"", with: "\"fixedComp\":\"9")),
                operation("HLD", cases[6], 4, "\"reason\":{\"code\":\"DISPUTE\"}"),
            ])
        let checked = try Recobro.run("handover", "check", crafted.folder)
        #expect(!checked.output.contains("refuse"), "\(checked.output)")
        let taken = try Recobro.run("handover", "ack", desk, crafted.folder, "--as-of", "2026-04-01")
        #expect(taken.code == 1, "\(taken.output)")
        let answer = try HandoverFixture.batch(desk, "ACK", 2)
        #expect(answer.text("groupStatus") == "PART")
        let statuses = answer.list("ops").map { operation in
            ([operation.text("status")] + operation.list("reasons").map { $0.text("code") })
                .joined(separator: " ")
        }
        #expect(
            statuses == [
                "ACCP", "ACWC AMOUNT_MISMATCH", "ACCP", "ACCP", "ACCP", "RJCT UNKNOWN_CASE",
                "RJCT VERSION_GAP", "ACCP", "RJCT CASE_CLOSED", "ACCP", "RJCT AMOUNT_MISMATCH", "ACCP",
            ], "\(taken.output)")
        let held = answer.list("ops").map { $0.object("balanceHeld").text("total") }
        #expect(cents(held[0]) == cents(cases[0].object("balanceHeld").text("total")) - 1000)
        #expect(cents(held[1]) == cents(cases[1].object("balanceHeld").text("total")) - 2000)
        let shown = try Recobro.run("handover", "desk", "show", desk).output
        #expect(shown.contains("RECALL_PENDING") && shown.contains("RECALLED"))
        #expect(try Recobro.run("handover", "check", "\(desk)/out").code == 0)
    }

    @Test func aKnownNumberWithOtherContentIsRefused() throws {
        let scratch = try Scratch()
        let (desk, cases) = try desk(scratch)
        func send(_ name: String, _ sequence: Int, _ reason: String) throws -> Recobro.Result {
            let crafted = try CraftedPackage(
                below: "\(scratch.path)/\(name)", sequence: sequence,
                [operation("HLD", cases[0], 2, "\"reason\":{\"code\":\"\(reason)\"}")])
            return try Recobro.run("handover", "ack", desk, crafted.folder, "--as-of", "2026-04-01")
        }
        #expect(try send("first", 2, "DISPUTE").code == 0)
        let reused = try send("second", 2, "PROMISE")
        #expect(reused.code == 1)
        #expect(reused.output.contains("BATCH_ID_REUSED"), "\(reused.output)")
        // The same operation in another batch is recognised, another one under its id refused.
        let same = try send("third", 3, "DISPUTE")
        #expect(same.code == 0)
        #expect(
            try HandoverFixture.batch(desk, "ACK", 4).list("reasons").first?.text("code") == "SAME_CONTENT")
        #expect(try send("fourth", 4, "PROMISE").output.contains("RJCT VERSION_GAP"))
        // A number from before this desk: it was set up for a later one.
        let late = try HandoverFixture.desk(scratch, "late", "--environment", "T", "--next-sequence", "2")
        let old = try Recobro.run(
            "handover", "ack", late, "\(scratch.path)/incoming", "--as-of", "2026-04-01")
        #expect(old.output.contains("SEQUENCE_OLD"), "\(old.output)")
    }

    @Test func whoHasTheCreditorsKeyTakesNothingUnsigned() throws {
        let scratch = try Scratch()
        let incoming = try HandoverFixture.packages(1, in: scratch)
        let desk = try HandoverFixture.desk(scratch)
        let own = try Recobro.run("handover", "key", "\(desk)/signing.key")
        #expect(own.code == 0)
        #expect(try Recobro.run("handover", "key", "\(desk)/signing.key").code == 2)
        let signed = try Recobro.run("handover", "ack", desk, incoming, "--as-of", "2026-03-02")
        #expect(signed.code == 0, "\(signed.output)")
        let checked = try Recobro.run(
            "handover", "check", "\(desk)/out", "--key", "\(desk)/signing.key.pub")
        #expect(checked.code == 0, "\(checked.output)")
        #expect(checked.output.contains("signed by key"))
        #expect(
            try Recobro.run("handover", "check", incoming, "--key", "\(desk)/signing.key.pub").code == 1)
        let strict = try HandoverFixture.desk(scratch, "strict")
        try FileManager.default.copyItem(
            atPath: "\(desk)/signing.key.pub", toPath: "\(strict)/creditor.key")
        let refused = try Recobro.run("handover", "ack", strict, incoming, "--as-of", "2026-03-02")
        #expect(refused.code == 1)
        #expect(refused.output.contains("SIGNATURE"))
        #expect(try Recobro.run("handover", "desk", "show", strict).output.contains(" 0 cases"))
    }
}
