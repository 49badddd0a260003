import Foundation
import Testing

@testable import Handover

/// What proves a case in the package of an agency: the files themselves where there are any.
@Suite struct EvidenceNightTests {
    /// Until the case is placed, with a proof of the delivery and a promise in writing where they are given.
    private func place(
        _ story: AgencyStory, proof: String? = nil, promise: String? = nil
    ) throws -> (package: String, debt: DebtCase) {
        _ = try story.night("2026-01-23")
        for number in ["F2026-0001", "F2026-0002"] {
            let stated = try Recobro.run(
                ["case", story.workspace, number, "delivered", "--author", "Ana", "--as-of", "2026-01-26"]
                    + (proof.map { ["--evidence", $0] } ?? []))
            #expect(stated.code == 0, "\(stated.complaint)")
        }
        if let promise {
            try story.state("promised", "2026-01-26", "--until", "2026-01-28", "--evidence", promise)
        }
        let package = try #require(story.packages(try story.night("2026-02-08")).first)
        guard case .new(let debt) = try #require(try story.operations(package).first).content else {
            throw CocoaError(.featureUnsupported)
        }
        return (package, debt)
    }

    private func bytes(_ document: CaseDocument?, in package: String) throws -> [UInt8] {
        let path = try #require(document?.filed?.path)
        return Array(try Data(contentsOf: URL(fileURLWithPath: "\(package)/data/\(path)")))
    }

    @Test("the invoice's own file and the certificate of the delivery travel, one certificate once")
    func files() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch, more: "letters:\n  invoiceFolder: facturas\n")
        let folder = "\(story.workspace)/facturas"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let invoice = Array("%PDF-1.4 factura".utf8)
        try Data(invoice).write(to: URL(fileURLWithPath: "\(folder)/F2026-0001.pdf"))
        let certificate = Array("%PDF-1.4 certificado".utf8)
        let proof = "\(scratch.path)/acuse burofax.pdf"
        try Data(certificate).write(to: URL(fileURLWithPath: proof))

        let (package, debt) = try place(story, proof: proof)
        let invoices = debt.documents.filter { $0.kind == .invoice }
        #expect(invoices.map(\.mediaType) == ["application/pdf", "text/plain"])
        #expect(invoices.map(\.original) == [true, false])
        #expect(invoices.map(\.lineRefs) == [["L1"], ["L2"]])
        #expect(try bytes(invoices.first, in: package) == invoice)
        let proofs = debt.documents.filter { $0.kind == .formalDemandProof }
        #expect(proofs.count == 1)
        #expect(proofs.first?.lineRefs == ["L1", "L2"] && proofs.first?.mediaType == "application/pdf")
        #expect(try bytes(proofs.first, in: package) == certificate)
        let formal = debt.demands.last { $0.level == .formal }
        #expect(formal?.proofDocRef == proofs.first?.docRef && formal?.proofDocRef.isEmpty == false)
        let check = debt.verification.checks.first { $0.code == .formalDemandProven }
        #expect(check?.evidence == proofs.first?.docRef)
        let checked = try Recobro.run("handover", "check", package)
        #expect(checked.code == 0, "\(checked.output)")
        #expect(try story.auditHolds)
    }

    @Test("without files an extract and what the person stated stand in their place, and say so")
    func statements() throws {
        let scratch = try Scratch()
        let (package, debt) = try place(try AgencyStory(scratch))
        let proofs = debt.documents.filter { $0.kind == .formalDemandProof }
        #expect(proofs.map(\.mediaType) == ["text/plain", "text/plain"])
        #expect(proofs.allSatisfy { !$0.original })
        let text = String(decoding: try bytes(proofs.first, in: package), as: UTF8.self)
        #expect(text.contains("Declarada por: Ana"))
        let invoice = String(decoding: try bytes(debt.documents.first, in: package), as: UTF8.self)
        #expect(invoice.hasPrefix("Extracto del libro de facturas emitidas\nFactura: F2026-0001\n"))
    }

    @Test("a promise in writing goes as what it is, an acknowledgement of the debt")
    func acknowledgement() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let mail = "\(scratch.path)/promesa.eml"
        try Data("From: dos@example.es\n\nPagaré.\n".utf8).write(to: URL(fileURLWithPath: mail))
        let (package, debt) = try place(story, promise: mail)
        let acknowledged = debt.documents.filter { $0.kind == .debtAcknowledgement }
        #expect(acknowledged.map(\.lineRefs) == [["L1", "L2"]])
        #expect(acknowledged.first?.mediaType == "message/rfc822")
        #expect(
            String(decoding: try bytes(acknowledged.first, in: package), as: UTF8.self).contains("Pagaré."))
    }
}
