import Domain
import Testing

@testable import Handover

/// What a partner may leave out, by DHX 1.0 §5.1, §5.3.2 and §5.3.4.
@Suite("What may be left out")
struct OmissionTests {
    private func without(_ tree: JSONValue) -> JSONValue {
        tree.setting("header.agreementRef", nil).setting("header.processorAgreementRef", nil)
    }

    @Test("the agreements, of every flow that answers")
    func agreements() throws {
        let answer = try #require(Answers.read(without(Answers.tree)).value)
        let events = try #require(Statuses.read(without(Statuses.tree)).value)
        let statement = try #require(Remittances.read(without(Remittances.tree)).value)
        let inventory = try #require(Inventories.read(without(Inventories.tree)).value)
        let packages = [
            FeedbackPackage.files(answer, producer: Sample.producer),
            FeedbackPackage.files(events, producer: Sample.producer),
            FeedbackPackage.files(statement, producer: Sample.producer),
            FeedbackPackage.files(inventory, producer: Sample.producer),
        ]
        for package in packages {
            #expect(!package.files.isEmpty, "\(package.setAside)")
            let report = PackageCheck.check(PackageSource(package))
            #expect(report.findings == [], "\(report.header?.flow.rawValue ?? "")")
        }
        #expect(try #require(Acknowledgement.read(tables: answer.csvFiles).value) == answer)
    }

    @Test("the agreements, but never of cases and registry records")
    func mandatoryAgreements() throws {
        for flow in [HandoverFlow.cases, .registry] {
            var header = Sample.header(flow: flow)
            #expect(header.faults == [])
            (header.agreementRef, header.processorAgreementRef) = ("", "")
            #expect(header.faults == ["agreementRef is missing", "processorAgreementRef is missing"])
        }
        var header = Sample.header(flow: .status)
        header.agreementRef = "a b"
        #expect(header.faults == ["agreementRef is not an id"])
    }

    @Test("what a mandate does not allow")
    func mandate() throws {
        let names = ["mayNegotiate", "mayReceiveFunds", "mayReportToRegistry", "mayLitigate"]
        let source = try Package.unchecked([Sample.new()])
        var tree = Example.tree(source.text("data/batch.json"))
        for name in names { tree = tree.setting("ops.0.case.mandate.\(name)", nil) }
        let batch = try CaseBatchFile(json: Example.bytes(tree))
        let mandate = try #require(batch.operations.first?.debtCase?.mandate)
        #expect(!mandate.mayNegotiate && !mandate.mayReceiveFunds)
        #expect(!mandate.mayReportToRegistry && !mandate.mayLitigate)
        let other = try source.sealing("data/batch.json") { _ in
            String(decoding: Example.bytes(tree), as: UTF8.self)
        }
        // The XML and the tables still say what the mandate allowed before.
        let codes = Set(PackageCheck.check(other).findings.map(\.code))
        #expect(codes == [.formsDiffer])
    }

    @Test("case number and balance, where a registry answers records")
    func registryAnswer() throws {
        let answered = Answers.tree.setting("original.flow", .string("REGY"))
            .setting("original.batchId", .string("ESB12345674.ASNEF.REGY.000042"))
            .setting("ops.0.opId", .string("R-1")).setting("ops.0.caseRef", .string("CUST-889.2026"))
        let bare = answered.setting("ops.0.agencyCaseRef", nil).setting("ops.0.balanceHeld", nil)
        let reading = Answers.read(bare)
        #expect(reading.faults == [])
        #expect(reading.value?.answers.map(\.status) == [.accepted])
        // What is needed of a case stays needed of a case.
        let ofCase = bare.setting("original.flow", .string("CASE"))
        #expect(Answers.read(ofCase).value == nil)
        let rejected = bare.setting("ops.0.status", .string("RJCT")).setting("groupStatus", .string("RJCT"))
            .setting("counts", .object([])).setting("counts.RJCT", .integer(1))
        #expect(Answers.read(rejected).faults.first?.path == "$.ops[0].reasons")
    }
}
