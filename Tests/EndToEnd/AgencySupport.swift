import Domain
import Foundation
import Testing

@testable import Handover

/// A creditor with one debtor whose two invoices an agency has, told by day, and the agency's side of the
/// conversation with the writers of the exchange.
final class AgencyStory {
    private static let iban = "ES9121000418450200051332"
    let workspace: String
    private var covered: String
    private var balance = 1000

    private static let ladder = """
        recovery:
          minimumToWrite: "10.00"
          steps:
            - { step: formal-claim, afterDueDays: 3, minimumDaysSincePrevious: 0, channel: letter }
            - { step: agency, afterDueDays: 20, minimumDaysSincePrevious: 10, channel: file }

        """

    private static let agency = """
        agency:
          name: Cobros Ejemplo S.L.
          code: COLCO
          identifier: ESB00000000
          agreement: AGR-2026-01
          processorAgreement: DPA-2026-01
          fees:
            - { percent: "15.00" }

        """

    /// - Parameters:
    ///   - agencies: in the place of the one section `agency`.
    ///   - year: of the invoices, which are issued on the 2nd of `month` and due on the 12th.
    ///   - debtor: tax number, name and kind of the customer.
    init(
        _ scratch: Scratch, name: String = "acme", steps: String = "", more: String = "",
        agencies: String? = nil, year: String = "2026", month: String = "01",
        debtor: String = "A58818501;Dos Tres S.A.;empresa"
    ) throws {
        covered = "\(year)-\(month)-01"
        let named = debtor.split(separator: ";").dropLast().joined(separator: ";")
        workspace = "\(scratch.path)/\(name)"
        let made = try Recobro.run(
            "init", workspace, "--name", "Uno S.L.", "--tax-id", "B12345674", "--iban", Self.iban)
        #expect(made.code == 0)
        let path = "\(workspace)/recobro.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let start = try #require(text.range(of: "\nrecovery:\n"))
        let address = ["street": "Calle Uno 1", "postCode": "\"50001\"", "town": "Zaragoza"]
        let head = text[..<start.lowerBound].split(separator: "\n", omittingEmptySubsequences: false).map {
            line in
            let key = String(line.prefix { $0 != ":" }.dropFirst(2))
            return line.hasPrefix("  ")
                ? address[key].map { "  \(key): \($0)" } ?? String(line) : String(line)
        }
        try drop(
            head.joined(separator: "\n") + "\n" + Self.ladder + steps + (agencies ?? Self.agency) + more, path
        )
        try drop(
            """
            Número;Fecha;Vencimiento;NIF;Cliente;Total;Divisa
            F2026-0001;02/\(month)/\(year);12/\(month)/\(year);\(named);1.000,00;EUR
            F2026-0002;02/\(month)/\(year);12/\(month)/\(year);\(named);500,00;EUR

            """, "\(workspace)/inbox/facturas.csv")
        try drop(
            """
            NIF;Nombre;Tipo;Domicilio;CP;Población;País
            \(debtor);Carrer Nou 1;08001;Barcelona;ES

            """, "\(workspace)/inbox/clientes.csv")
    }

    private func drop(_ text: String, _ path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    /// The nights until the case is placed; gives the package.
    func place() throws -> String {
        _ = try night("2026-01-23")
        try state("delivered", "2026-01-26")
        return try #require(packages(try night("2026-02-08")).first)
    }

    func state(_ fact: String, _ day: String, _ more: String...) throws {
        for number in ["F2026-0001", "F2026-0002"] {
            let stated = try Recobro.run(
                ["case", workspace, number, fact, "--author", "Ana", "--as-of", day] + more)
            #expect(stated.code == 0, "\(stated.complaint)")
        }
    }

    /// Drops the statement of the days since the last one, with at most one credit.
    func bank(_ day: String, credit: (cents: Int, text: String)? = nil) throws {
        func money(_ cents: Int) -> String { Money.decimalString(Int64(cents), exponent: 2) }
        func stated(_ code: String, _ cents: Int, _ on: String) -> String {
            """
            <Bal><Tp><CdOrPrtry><Cd>\(code)</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">\(money(cents))</Amt>\
            <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>\(on)</Dt></Dt></Bal>
            """
        }
        let entry = credit.map {
            """
            <Ntry><NtryRef>B\(day)</NtryRef><Amt Ccy="EUR">\(money($0.cents))</Amt><CdtDbtInd>CRDT</CdtDbtInd>\
            <Sts>BOOK</Sts><BookgDt><Dt>\(day)</Dt></BookgDt><ValDt><Dt>\(day)</Dt></ValDt><NtryDtls><TxDtls>\
            <RltdPties><Dbtr><Nm>\($0.text.hasPrefix("REM") ? "COBROS EJEMPLO SL" : "DOS TRES SA")</Nm></Dbtr>\
            </RltdPties><RmtInf><Ustrd>\($0.text)</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
            """
        }
        let after = balance + (credit?.cents ?? 0)
        try drop(
            """
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>M\(day)</MsgId>\
            </GrpHdr><Stmt><Id>S\(day)</Id><FrToDt><FrDtTm>\(covered)T00:00:00</FrDtTm>\
            <ToDtTm>\(day)T00:00:00</ToDtTm></FrToDt><Acct><Id><IBAN>\(Self.iban)</IBAN></Id><Ccy>EUR</Ccy></Acct>\
            \(stated("OPBD", balance, covered))\(stated("CLBD", after, day))\(entry ?? "")</Stmt></BkToCstmrStmt></Document>
            """, "\(workspace)/inbox/extracto-\(day).xml")
        balance = after
        let next = try #require(Day(iso: day)).adding(days: 1)
        covered = next.description
    }

    /// Runs a night with its statement; gives the folder of its outputs.
    @discardableResult
    func night(_ day: String, credit: (cents: Int, text: String)? = nil) throws -> String {
        try bank(day, credit: credit)
        return try run(day)
    }

    func run(_ day: String) throws -> String {
        let run = try Recobro.run("run", workspace, "--as-of", day)
        #expect(run.code <= 1, "\(run.complaint)")
        return "\(workspace)/outbox/\(day)-1"
    }

    /// The packages for the agency in the outputs of a night.
    func packages(_ night: String, _ flow: String = "CASE") -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: night)) ?? []
        return names.filter { $0.contains("_\(flow)_") }.sorted().map { "\(night)/\($0)" }
    }

    /// `NEW C-A58818501.1.1`, in the order of the batch; empty where none was written.
    func told(_ night: String) throws -> [String] {
        try packages(night).flatMap { try operations($0).map { "\($0.code.rawValue) \($0.opId)" } }
    }

    func operations(_ package: String) throws -> [CaseOperation] {
        try CaseBatchFile(json: bytes("\(package)/data/batch.json")).operations
    }

    func table(_ night: String, _ name: String) -> String {
        (try? String(contentsOfFile: "\(night)/report/\(name).csv", encoding: .utf8)) ?? ""
    }

    func explain(_ id: String) throws -> String { try Recobro.run("explain", workspace, id).output }

    func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    var auditHolds: Bool {
        get throws { try Recobro.run("audit", workspace).code == 0 }
    }

    // MARK: The agency's side

    static let agencyParty = BatchParty(
        code: "COLCO", identifier: PartyIdentifier(scheme: "9920", value: "ESB00000000"))

    func header(
        _ flow: HandoverFlow, _ sequence: Int, _ day: String, from sender: BatchParty = agencyParty
    ) throws -> BatchHeader {
        BatchHeader(
            flow: flow, sequence: sequence, environment: .test, sender: sender,
            recipient: BatchParty(
                code: "ESB12345674", identifier: PartyIdentifier(scheme: "9920", value: "ESB12345674")),
            businessDate: try #require(Day(iso: day)), agreementRef: "AGR-2026-01",
            processorAgreementRef: "DPA-2026-01")
    }

    private static let producer = Producer(software: "desk", version: "1")

    /// Answers a package: at the level of the file, or with a status for each operation.
    func answer(
        _ package: String, _ sequence: Int, _ day: String, _ status: AnswerStatus? = nil, held: Int64? = nil,
        reason: CaseReason? = nil, missing: [CaseDocument.Kind] = [], into folder: String? = nil,
        from sender: BatchParty = agencyParty
    ) throws -> String {
        let batch = try CaseBatchFile(json: bytes("\(package)/data/batch.json"))
        let original = Acknowledgement.Original(
            batchId: batch.header.batchId, flow: .cases,
            manifestSHA256: SHA256Text.digest(of: try bytes("\(package)/manifest-sha256.txt")),
            operationCount: batch.operations.count, amounts: batch.totals.amounts)
        var answers: [OperationAnswer] = []
        if let status {
            answers = try batch.operations.map { operation in
                var answer = OperationAnswer(
                    opId: operation.opId, caseRef: operation.caseRef, status: status, currency: .eur)
                guard status.isAccepted else {
                    answer.reasons = reason.map { [AnswerReason($0)] } ?? []
                    answer.missingDocuments = missing
                    if status == .pending { answer.answerBy = Day(iso: day)?.adding(days: 30) }
                    return answer
                }
                answer.agencyCaseRef = "88123"
                let total: Int64 =
                    switch operation.content {
                    case .new(let debt): held ?? debt.balance.total
                    case .payment(_, let balance): held ?? balance.total
                    default: held ?? 0
                    }
                answer.balanceHeld = CaseBalance(
                    asOf: try #require(Day(iso: day)), principal: total, interest: 0, fixedComp: 0, costs: 0,
                    total: total)
                return answer
            }
        }
        var acknowledgement = Acknowledgement(
            header: try header(.acknowledgement, sequence, day, from: sender), original: original,
            level: status == nil ? .file : .operation, groupStatus: .received, answers: answers)
        if status != nil { acknowledgement.groupStatus = acknowledgement.derivedGroupStatus }
        return try write(
            FeedbackPackage.files(acknowledgement, producer: Self.producer), into: folder)
    }

    /// The registry has every record of a file.
    func answer(registry package: String, _ sequence: Int, _ day: String) throws -> String {
        let batch = try RegistryBatchFile(json: bytes("\(package)/data/batch.json"))
        let answers = try batch.records.map { record in
            var answer = OperationAnswer(
                opId: record.recId, caseRef: record.operationRef, status: .accepted, currency: .eur)
            answer.agencyCaseRef = record.operationRef
            answer.balanceHeld = CaseBalance(
                asOf: try #require(Day(iso: day)), principal: 0, interest: 0, fixedComp: 0, costs: 0, total: 0
            )
            return answer
        }
        let sender = BatchParty(
            code: "EJEMPLO", identifier: PartyIdentifier(scheme: "ES:REG", value: "EJEMPLO"))
        let acknowledgement = Acknowledgement(
            header: try header(.acknowledgement, sequence, day, from: sender),
            original: Acknowledgement.Original(
                batchId: batch.header.batchId, flow: .registry,
                manifestSHA256: SHA256Text.digest(of: try bytes("\(package)/manifest-sha256.txt")),
                operationCount: answers.count, amounts: []),
            level: .operation, groupStatus: .accepted, answers: answers)
        return try write(FeedbackPackage.files(acknowledgement, producer: Self.producer))
    }

    func report(
        _ events: [StatusEvent], _ sequence: Int, _ day: String, from sender: BatchParty = agencyParty
    ) throws -> String {
        try write(
            FeedbackPackage.files(
                StatusBatch(header: try header(.status, sequence, day, from: sender), events: events),
                producer: Self.producer))
    }

    func event(
        _ id: String, _ day: String, _ status: EventStatus, version: Int = 1,
        of reference: String = "C-A58818501.1"
    ) throws -> StatusEvent {
        StatusEvent(
            eventId: id, caseRef: reference, agencyCaseRef: "88123", caseVersionSeen: version,
            at: PinnedTime(try #require(Day(iso: day))), phase: .preLegal, status: .known(status))
    }

    func remit(_ statement: RemittanceStatement) throws -> String {
        try write(FeedbackPackage.files(statement, producer: Self.producer))
    }

    /// Puts a package into the inbox, or another folder; gives its path.
    func write(_ package: HandoverPackage, into folder: String? = nil) throws -> String {
        #expect(package.setAside.isEmpty, "\(package.setAside)")
        let inbox = folder ?? "\(workspace)/inbox"
        for file in package.files {
            let path = URL(fileURLWithPath: "\(inbox)/\(file.path)")
            try FileManager.default.createDirectory(
                at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.bytes).write(to: path)
        }
        let name = package.files.first?.path.split(separator: "/").first.map(String.init) ?? ""
        return "\(inbox)/\(name)"
    }
}
