import Domain
import Testing

@testable import Handover

/// Changes to the tables of a batch, as a person with a spreadsheet would make them.
private func changed(_ files: [OutputFile], _ name: String, _ old: String, _ new: String) -> [OutputFile] {
    files.map { file in
        guard file.path == name else { return file }
        let text = String(decoding: file.bytes, as: UTF8.self)
        return OutputFile(path: name, text: text.replacing(old, with: new))
    }
}

private func text(_ files: [OutputFile], _ name: String) -> String {
    files.first { $0.path == name }.map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
}

@Suite("Feedback as tables")
struct AnswerTablesTests {
    /// An answer of every status, with reasons that need quotes and an apostrophe.
    static func answer() throws -> Acknowledgement {
        var answer = try #require(Answers.read(Answers.tree).value)
        var pending = OperationAnswer(opId: "C-2.1", caseRef: "C-2", status: .pending)
        pending.missingDocuments = [.deliveryNote, .contract]
        pending.answerBy = Sample.day("2026-07-15")
        var refused = OperationAnswer(opId: "C-3.1", caseRef: "C-3", status: .rejected)
        refused.reasons = [
            AnswerReason(.amountMismatch, field: "case.balance.total", value: "-1.00", text: "=1+1"),
            AnswerReason(.idNameMismatch, text: "the \"name\", as given\r\nis another"),
        ]
        answer.answers += [pending, refused]
        answer.original.operationCount = 3
        answer.groupStatus = .partlyAccepted
        return answer
    }

    @Test("come back as they went")
    func roundTrips() throws {
        let answer = try Self.answer()
        #expect(Acknowledgement.read(tables: answer.csvFiles) == HandoverReading(value: answer))
        let statement = Remittances.statement
        #expect(RemittanceStatement.read(tables: statement.csvFiles) == HandoverReading(value: statement))
        let inventory = try #require(Inventories.read(Inventories.tree).value)
        #expect(Inventory.read(tables: inventory.csvFiles) == HandoverReading(value: inventory))
        for status in EventStatus.allCases {
            let batch = try #require(Statuses.read(Statuses.with(status)).value)
            #expect(StatusBatch.read(tables: batch.csvFiles) == HandoverReading(value: batch))
        }
    }

    @Test("of a file that is only received need no operation")
    func fileLevel() throws {
        var answer = try Self.answer()
        answer.answers = []
        answer.level = .file
        answer.groupStatus = .rejected
        answer.reasons = [AnswerReason(.sequenceGap, text: "41 is missing")]
        #expect(Acknowledgement.read(tables: answer.csvFiles) == HandoverReading(value: answer))
    }

    @Test("carry documents in a table below")
    func documents() throws {
        var batch = try #require(Statuses.read(Statuses.tree).value)
        batch.events[0].documents = [
            StatusEvent.Document(
                docRef: "D1", kind: .court, path: "evidence/C-2026-0007/01_court.pdf",
                sha256: String(repeating: "a", count: 64), byteCount: 12, mediaType: "application/pdf")
        ]
        #expect(StatusBatch.read(tables: batch.csvFiles) == HandoverReading(value: batch))
        let lost = changed(batch.csvFiles, "documents.csv", "E1,", "E7,")
        let fault = StatusBatch.read(tables: lost).faults.first
        #expect(fault?.file == "documents.csv")
        #expect(fault?.path == "row[2].eventId")
        #expect(fault?.found == "'E7'")
    }

    @Test("are one row an item under the leaf paths of the JSON")
    func columns() {
        let files = Remittances.statement.csvFiles
        #expect(files.map(\.path) == ["batch.csv", "lines.csv"])
        let rows = text(files, "lines.csv").split(separator: "\r\n").map(String.init)
        #expect(rows.count == 4)
        #expect(
            rows[1] == "1,COLL,MV-501,,,C-2026-0007,88123,,2026-07-20,500.00,382.59,37.41,80.00,0.00,0.00,"
                + "500.00,15.00,75.00,0.00,1227.41,")
    }

    @Test("say file, row and column of a fault")
    func places() throws {
        let files = try Self.answer().csvFiles
        func first(_ name: String, _ old: String, _ new: String) -> HandoverFault? {
            let reading = Acknowledgement.read(tables: changed(files, name, old, new))
            #expect(reading.value == nil)
            return reading.faults.first
        }
        let cases: [(String, String, String, String, HandoverFault.Code)] = [
            ("ops.csv", "PDNG", "PENDING", "row[3].status", .codeUnknown),
            ("ops.csv", "1610.00", "1610", "row[2].balanceHeld.principal", .wrongForm),
            ("op_reasons.csv", "AMOUNT_MISMATCH", "AMOUNT", "row[2].code", .codeUnknown),
            ("batch.csv", ",40,", ",forty,", "row[2].header.sequence", .wrongType),
            ("batch.csv", "PART", "ACCP", "row[2].groupStatus", .inconsistent),
            ("ops.csv", "answerBy", "answer", "row[1]", .fieldUnknown),
            ("ops.csv", "opId,", "opId,opId,", "row[1]", .fieldMissing),
            ("ops.csv", "C-2.1,", "C-2.1,,", "row[3]", .syntax),
            ("ops.csv", "88123", "\"88123", "row[2]", .syntax),
        ]
        for (name, old, new, path, code) in cases {
            let fault = first(name, old, new)
            #expect(fault?.file == name, "\(name) \(old)")
            #expect(fault?.path == path)
            #expect(fault?.code == code)
        }
        let without = Acknowledgement.read(tables: files.filter { $0.path != "ops.csv" })
        #expect(without.faults.first?.file == "ops.csv")
        #expect(Acknowledgement.read(tables: []).value == nil)
    }

    @Test("cut anywhere never crash")
    func cut() throws {
        for file in try Self.answer().csvFiles {
            for length in stride(from: 0, to: file.bytes.count, by: 5) {
                let files = try Self.answer().csvFiles.map {
                    $0.path == file.path
                        ? OutputFile(path: $0.path, bytes: Array($0.bytes[..<length])) : $0
                }
                _ = Acknowledgement.read(tables: files)
            }
        }
    }
}

@Suite("The reader of tables")
struct AnswerCSVReaderTests {
    private func rows(_ text: String) throws -> [[String]] { try CSVReader.rows(of: Array(text.utf8)) }

    @Test("reads what RFC 4180 allows")
    func rows() throws {
        #expect(try rows("a,b\r\n1,2\r\n") == [["a", "b"], ["1", "2"]])
        #expect(try rows("a,b\n1,2") == [["a", "b"], ["1", "2"]])
        #expect(try rows("\u{FEFF}a,\r\n") == [["a", ""]])
        #expect(try rows("\"a,\"\"b\"\"\r\n\",c\r\n") == [["a,\"b\"\r\n", "c"]])
        #expect(try rows("'=1+1,'x,-5,''\r\n") == [["=1+1", "'x", "-5", "''"]])
        #expect(try rows("") == [])
    }

    @Test("refuses the rest with its row", arguments: ["a\rb", "a\r\n\"b", "a\"b", "\"a\"b", "a\r\n\"b\"x"])
    func faults(_ text: String) {
        #expect(throws: CSVSyntaxError.self) { try rows(text) }
    }
}
