internal import Domain
internal import Handover

/// The page of a case batch: what the check found, one list of all operations, then case by case.
struct BatchPageText {
    let batch: CaseBatchFile
    let report: PackageReport
    let words: PageWords
    /// The file that the evidence is packed in; empty for a folder.
    let archive: String
    /// The way from the page to the package.
    let prefix: String

    private static let style: StaticString = """
        <style>
        body{font:15px/1.45 system-ui,sans-serif;margin:2em auto;max-width:70em;padding:0 1em;color:#222}
        h1{font-size:1.5em}h2{font-size:1.2em;border-top:2px solid #888;padding-top:.8em;margin-top:2em}
        h3{font-size:1em;margin:1.2em 0 .3em}table{border-collapse:collapse;width:100%}
        th,td{border-bottom:1px solid #ddd;padding:.25em .6em;text-align:left;vertical-align:top}
        td.n{text-align:right;white-space:nowrap}strong{color:#a00}@media print{h2{break-before:page}}
        </style>

        """

    /// Nothing is fetched, whatever stands in the batch.
    private static let policy: StaticString = """
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">

        """

    var text: String {
        let header = batch.header
        var head = PageMarkup("<meta charset=\"utf-8\">\n")
        var page = PageMarkup()
        head.add("title", header.batchId)
        page.add("h1", "\(words["title"]) \(header.batchId)")
        var facts = [
            "\(words["from"]) \(header.sender.identifier.value)",
            "\(words["to"]) \(header.recipient.identifier.value)",
            "\(words["date"]) \(header.businessDate)", "\(words["agreement"]) \(header.agreementRef)",
        ]
        if header.environment == .test { facts.append(words["test"]) }
        page.add("p", facts.joined(separator: " · "))
        page.add("p", (totals + [signature]).joined(separator: " · "))
        if !archive.isEmpty { page.add("p", "\(words["packed"]) \(archive)") }
        findings(&page)
        page.add("h3", words["operations"])
        page.table(
            [words["operation"], words["case"], words["debtor"], words["detail"], words["balance"]],
            numbers: [4], batch.operations.map(row))
        for operation in batch.operations { section(operation, &page) }
        return "<!DOCTYPE html>\n<html lang=\"\(words["language"])\">\n<head>\n"
            + "\(head.html)\(Self.policy)\(Self.style)</head>\n<body>\n\(page.html)</body>\n</html>\n"
    }

    private var totals: [String] {
        guard let totals = report.caseTotals else { return [] }
        let byOp = totals.byOp.map { "\(words[$0.code.rawValue]) \($0.count)" }
        return byOp
            + [
                "\(words["cases"]) \(totals.cases)", "\(words["invoices"]) \(totals.lines)",
                "\(words["documents"]) \(totals.documents)",
            ] + totals.amounts.map { "\(words["placed"]) \($0.decimalString) \($0.currency)" }
    }

    private var signature: String {
        switch report.signature {
        case .unsigned: words["unsigned"]
        case .unverified(let id), .valid(let id): "\(words["signed"]) \(id)"
        case .invalid: words["forged"]
        }
    }

    private func findings(_ page: inout PageMarkup) {
        guard !report.findings.isEmpty else { return page.add("p", words["sound"]) }
        page.add("strong", words["findings"])
        page.table(
            [words["code"], words["place"], words["found"], words["expected"]],
            report.findings.map { finding in
                [finding.code.rawValue, finding.place, finding.found, finding.expected].map(
                    PageMarkup.init(text:))
            })
    }

    private func amount(_ units: Int64, _ operation: CaseOperation) -> String {
        Money.decimalString(units, exponent: operation.currency.exponent)
    }

    private func debtCase(_ operation: CaseOperation) -> DebtCase? {
        switch operation.content {
        case .new(let debtCase), .update(let debtCase): debtCase
        default: nil
        }
    }

    private func row(_ operation: CaseOperation) -> [PageMarkup] {
        let debtCase = debtCase(operation)
        let name = debtCase?.debtors.first { $0.role == .primary }?.party.name ?? ""
        let reference =
            debtCase == nil
            ? PageMarkup(text: operation.caseRef)
            : PageMarkup.jump(operation.opId, operation.caseRef)
        return [
            PageMarkup(text: words[operation.code.rawValue]), reference, PageMarkup(text: name),
            PageMarkup(text: detail(operation)), PageMarkup(text: balance(operation)),
        ]
    }

    private func balance(_ operation: CaseOperation) -> String {
        let total: Int64
        switch operation.content {
        case .new(let debtCase), .update(let debtCase): total = debtCase.balance.total
        case .payment(_, let after), .adjustment(_, let after): total = after.total
        default: return ""
        }
        return "\(amount(total, operation)) \(operation.currency.code)"
    }

    private func detail(_ operation: CaseOperation) -> String {
        let text: String
        switch operation.content {
        case .new(let debtCase), .update(let debtCase):
            text = debtCase.lines.map(\.docNumber).joined(separator: ", ")
        case .payment(let payment, _):
            text = "\(payment.date): \(amount(payment.amount, operation)) \(operation.currency.code)"
        case .adjustment(let adjustment, _):
            text =
                "\(adjustment.date): \(adjustment.kind.rawValue) \(amount(adjustment.amount, operation)) "
                + operation.currency.code
        case .hold(let reason): text = reason.rawValue
        case .resume: text = ""
        case .announcedRecall(let reason, let until): text = "\(reason.rawValue), \(words["until"]) \(until)"
        case .finalRecall(let reason): text = reason.rawValue
        case .answer(let event, let documents):
            text = "\(event): \(documents.map(\.title).joined(separator: ", "))"
        case .legalApproval(let event, let budget):
            text = "\(event): \(amount(budget, operation)) \(operation.currency.code)"
        }
        return [text, operation.note].filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private func section(_ operation: CaseOperation, _ page: inout PageMarkup) {
        if case .answer(_, let documents) = operation.content {
            page.add("h2", "\(operation.opId) \(words["ANS"])", id: operation.opId)
            return self.documents(documents, &page)
        }
        guard let debtCase = debtCase(operation) else { return }
        page.add("h2", "\(operation.caseRef) · \(balance(operation))", id: operation.opId)
        for debtor in debtCase.debtors { party(debtor, &page) }
        let mandate = debtCase.mandate
        let rights = [
            ("mayNegotiate", mandate.mayNegotiate), ("mayReceiveFunds", mandate.mayReceiveFunds),
            ("mayReportToRegistry", mandate.mayReportToRegistry), ("mayLitigate", mandate.mayLitigate),
        ].filter(\.1).map { words[$0.0] }
        let powers = [mandate.basis.rawValue, debtCase.phase.rawValue] + rights
        page.add("p", "\(words["mandate"]): \(powers.joined(separator: ", "))")
        lines(of: debtCase, operation, &page)
        money(of: debtCase, operation, &page)
        page.add("h3", words["demands"])
        page.table(
            [words["level"], words["channel"], words["sent"], words["delivered"], words["amount"]],
            numbers: [4],
            debtCase.demands.map { demand in
                [
                    demand.level.rawValue, demand.channel.rawValue, demand.sentAt.description,
                    demand.deliveredAt?.description ?? "—",
                    demand.amountDemanded.map { amount($0, operation) } ?? "",
                ].map(PageMarkup.init(text:))
            })
        documents(debtCase.documents, &page)
    }

    private func party(_ debtor: DebtorParty, _ page: inout PageMarkup) {
        let party = debtor.party
        page.add("h3", "\(words[debtor.role.rawValue]): \(party.name)")
        var parts = party.ids.map(\.value)
        for address in party.addresses {
            let street = [address.street, address.buildingNumber, address.line2].filter { !$0.isEmpty }
            parts.append(
                (street + ["\(address.postCode) \(address.town)", address.country]).joined(separator: ", "))
        }
        page.add("p", (parts + party.contacts.map(\.value)).joined(separator: " · "))
    }

    private func lines(of debtCase: DebtCase, _ operation: CaseOperation, _ page: inout PageMarkup) {
        page.add("h3", words["invoices"])
        page.table(
            [
                words["number"], words["issued"], words["due"], words["gross"], words["credited"],
                words["paid"],
                words["outstanding"],
            ], numbers: [3, 4, 5, 6],
            debtCase.lines.map { line in
                [
                    line.docNumber, line.issueDate.description, line.dueDate.description,
                    amount(line.gross, operation), amount(line.credited, operation),
                    amount(line.paid, operation), amount(line.outstanding, operation),
                ].map(PageMarkup.init(text:))
            })
    }

    private func money(of debtCase: DebtCase, _ operation: CaseOperation, _ page: inout PageMarkup) {
        let balance = debtCase.balance
        page.table(
            [words["charge"], words["basis"], words["amount"]], numbers: [2],
            debtCase.charges.map { charge in
                [charge.kind.rawValue, charge.legalBasis, amount(charge.amount, operation)].map(
                    PageMarkup.init(text:))
            })
        page.table(
            [words["earlier"], words["amount"]], numbers: [1],
            debtCase.priorPayments.map { payment in
                [payment.date.description, amount(payment.amount, operation)].map(PageMarkup.init(text:))
            })
        page.table(
            [
                words["asOf"], words["principal"], words["interest"], words["compensation"], words["costs"],
                words["total"],
            ],
            numbers: [1, 2, 3, 4, 5],
            [
                ([balance.asOf.description]
                    + [balance.principal, balance.interest, balance.fixedComp, balance.costs, balance.total]
                    .map { amount($0, operation) }).map(PageMarkup.init(text:))
            ])
    }

    private func documents(_ documents: [CaseDocument], _ page: inout PageMarkup) {
        page.add("h3", words["documents"])
        page.table(
            [words["type"], words["document"], words["date"], "SHA-256"],
            documents.map { document in
                let title = document.title.isEmpty ? document.docRef : document.title
                let place = document.filed.map { "\(prefix)/data/\($0.path)" }
                return [
                    PageMarkup(text: document.kind.rawValue),
                    place.map { PageMarkup.link($0, title) } ?? PageMarkup(text: title),
                    PageMarkup(text: document.date?.description ?? ""),
                    PageMarkup(text: String((document.filed?.sha256 ?? "").prefix(16))),
                ]
            })
    }
}
