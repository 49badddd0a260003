import Domain

@testable import Reports

/// One night of a small workshop: everything a report can say, once or twice.
enum SampleNight {
    static func day(_ iso: String) -> Day { Day(iso: iso) ?? Day(number: 0) }

    static func euros(_ cents: Int64) -> Money { Money(minorUnits: cents, currency: .eur) }

    static let asOf = day("2026-11-20")

    static func report(language: String = "es") throws -> NightReport {
        var report = NightReport(
            creditorName: "Talleres Ebro S.L.", runId: "2026-11-20.1", asOf: asOf, language: language)
        report.received = received
        report.matched = try matched()
        report.aged = try aged()
        report.verdicts = try verdicts()
        report.steps = try steps()
        report.toDo = ShownRows(toDo)
        report.controls = try controls(report.aged)
        return report
    }

    static var received: ReceivedFiles {
        var received = ReceivedFiles()
        let digest = "9f2c41d07be35a86c1f0e2d4b6987a5c3e1f0d2b4a6c8e7f9b1d3a5c7e9f0b2d"
        received.add(
            ReceivedFile(
                name: "extracto noviembre.xml", sha256: digest, format: "camt.053", statements: 1,
                entries: 214, added: 212, known: 2))
        received.add(
            ReceivedFile(
                name: "facturas 2026-11.csv", sha256: "03" + digest.dropFirst(2), format: "invoice-csv",
                invoices: 1_086, added: 1_083, setAside: 3))
        received.add(
            ReceivedFile(
                name: "movimientos banco 2.n43", sha256: "7a" + digest.dropFirst(2), format: "norma43",
                isRefused: true))
        received.add(
            ProblemRow(
                file: "movimientos banco 2.n43",
                problem: Problem(.accountNotOurs, at: Place(line: 1), found: "2100 0418")))
        received.add(
            ProblemRow(
                file: "facturas 2026-11.csv",
                problem: Problem(
                    .amountUnreadable, at: Place(line: 417, column: 6), found: "1.2O4,00",
                    expected: "1.234,56")))
        received.add(
            ProblemRow(
                file: "facturas 2026-11.csv",
                problem: Problem(.dateUnreadable, at: Place(line: 9), found: "31/02/2026")))
        received.add(
            ProblemRow(
                file: "extracto noviembre.xml",
                problem: Problem(.balanceMismatch, at: Place(element: "Stmt/Bal"), found: "12.50")))
        return received
    }

    static func payment(_ reference: String, _ iso: String, _ cents: Int64) -> PaymentLine {
        PaymentLine(reference: reference, day: day(iso), amount: euros(cents))
    }

    static func evidence(_ code: String, _ field: String = "", _ seen: String = "") -> Evidence {
        Evidence(code: code, field: field, seen: seen, centibits: 900)
    }

    static func matched() throws -> MatchingOutcome {
        var matched = MatchingOutcome()
        try matched.add(
            PostedMatch(
                payment: payment("0000041207", "2026-11-19", 123_456), invoiceNumbers: ["A/2026/0117"],
                status: .auto, kind: .single, pattern: "number+sum+payer",
                evidence: [
                    evidence("number-full", "text", "A/2026/0117"),
                    evidence("amount-exact", "amount", "1234.56 EUR"),
                    evidence("payer-name", "counterparty", "PANADERIA PUIG Y GIMENEZ"),
                ]))
        try matched.add(
            PostedMatch(
                payment: payment("0000041198", "2026-11-18", 84_700),
                invoiceNumbers: (1...15).map { "A/2026/02\($0 < 10 ? "0" : "")\($0)" }, status: .auto,
                kind: .directDebitBatch, pattern: "batch-id+sum", evidence: [evidence("batch-sum")]))
        try matched.add(
            PostedMatch(
                payment: payment("0000041122", "2026-11-12", 4_990), invoiceNumbers: ["A/2026/0098"],
                status: .decided, kind: .partial, pattern: "person", evidence: []))
        try matched.add(
            PostedMatch(
                payment: payment("0000041110", "2026-11-11", -43_588), invoiceNumbers: ["A/2026/0061"],
                status: .auto, kind: .directDebitReturn, pattern: "return+number+amount",
                evidence: [evidence("return-reference", "end-to-end", "REM12-0061")]))
        try matched.add(suggestion)
        try matched.add(UnexplainedRow(payment: payment("0000041201", "2026-11-19", 30_000)))
        try matched.add(
            UnexplainedRow(
                payment: payment("0000041155", "2026-11-14", 72_600), customers: ["B45495678", "14710018T"]))
        return matched
    }

    static var suggestion: SuggestedMatch {
        SuggestedMatch(
            payment: payment("0000041155", "2026-11-14", 72_600),
            proposals: [
                MatchProposal(
                    rank: 1, invoiceNumbers: ["A/2026/0044", "A/2026/0051"], amount: euros(72_600),
                    kind: .unlistedGroup, pattern: "suggestion",
                    evidence: [evidence("sum-exact"), evidence("payer-iban", "counterparty", "ES•• 1332")],
                    vetoes: ["rival", "Ninguna factura aparece citada en el concepto."]),
                MatchProposal(
                    rank: 2, invoiceNumbers: ["A/2026/0077"], amount: euros(72_600), kind: .partial,
                    pattern: "suggestion", evidence: [evidence("amount-partial")],
                    vetoes: ["payer-contradicts", "amount-differs"]),
            ])
    }

    static func item(
        _ id: Int64, _ customer: String, _ name: String, due: String?, cents: Int64, currency: Currency = .eur
    ) -> OpenItem {
        var item = OpenItem(
            id: id, number: "A/2026/\(id)", kind: .invoice, issued: day("2026-01-15"), currency: currency,
            payable: cents)
        item.customer = customer
        item.customerName = name
        item.due = due.map(day)
        return item
    }

    static let items: [OpenItem] = [
        item(1, "B45495678", "Panadería Puig y Giménez, S.L.", due: "2026-12-15", cents: 3_181_250),
        item(2, "B45495678", "Panadería Puig y Giménez, S.L.", due: "2026-11-10", cents: 1_420_075),
        item(3, "14710018T", "Sara Goñi Caballero", due: "2026-10-05", cents: 912_300),
        item(4, "A32982225", "Áridos del Cinca, S.A.", due: "2026-08-30", cents: 640_000),
        item(5, "A32982225", "Áridos del Cinca, S.A.", due: "2026-06-30", cents: 1_280_999),
        item(6, "J1973192F", "Hermanos Lanuza, S.C.", due: "2026-01-31", cents: 210_050),
        item(7, "J1973192F", "Hermanos Lanuza, S.C.", due: "2025-09-30", cents: 98_765),
        item(8, "18817042Y", "Íñigo Arrizabalaga", due: nil, cents: 12_100),
        item(9, "14710018T", "Sara Goñi Caballero", due: "2026-10-30", cents: -24_200),
    ]

    static func aged() throws -> AgedDebt {
        var aged = AgedDebt(asOf: asOf)
        for item in items { try aged.add(item) }
        return aged
    }

    static func results(failing: [Condition: String] = [:]) -> [ConditionResult] {
        Condition.allCases.map { condition in
            if let missing = failing[condition] {
                return ConditionResult(
                    condition, condition == .statementsCover ? .unknown : .failed, missing: missing)
            }
            return ConditionResult(condition, .passed, evidence: "facturas 2026-11.csv, línea 12")
        }
    }

    static func verdicts() throws -> VerdictOutcome {
        var outcome = VerdictOutcome()
        for item in [items[4], items[6]] {
            let verdict = Verdict(invoice: item.id, asOf: asOf, results: results())
            try outcome.add(
                verdict,
                debt: VerifiedDebt(
                    invoiceNumber: item.number, customerName: item.customerName, due: item.due ?? asOf,
                    amount: Money(minorUnits: item.outstanding, currency: item.currency),
                    results: verdict.results))
        }
        let gap = "Faltan extractos de los días 3 al 7 de noviembre de 2026."
        let failings: [[Condition: String]] = [
            [.due: "Todavía no ha vencido."], [.statementsCover: gap],
            [.statementsCover: gap, .demanded: "No consta requerimiento con prueba de recepción."],
            [.undisputed: "El deudor objetó el 02/10/2026."],
        ]
        for failing in failings {
            let verdict = Verdict(invoice: 1, asOf: asOf, results: results(failing: failing))
            try outcome.add(
                verdict,
                debt: VerifiedDebt(
                    invoiceNumber: "", customerName: "", due: asOf, amount: euros(0), results: []))
        }
        return outcome
    }

    static func steps() throws -> StepsTaken {
        var steps = StepsTaken()
        try steps.add(
            StepRow(
                caseReference: "EXP-0007", customerName: "Áridos del Cinca, S.A.", kind: .formalClaim,
                channel: .letter, invoiceNumbers: ["A/2026/5"], amount: euros(1_280_999),
                documentPath: "letters/EXP-0007 requerimiento.html"))
        try steps.add(
            StepRow(
                caseReference: "EXP-0012", customerName: "Panadería Puig y Giménez, S.L.", kind: .reminder,
                channel: .email, invoiceNumbers: ["A/2026/2"], amount: euros(1_420_075),
                documentPath: "letters/EXP-0012.html"))
        try steps.add(
            StepRow(
                caseReference: "EXP-0003", customerName: "Sara Goñi Caballero", kind: .agency,
                isWithdrawal: true, channel: .file, invoiceNumbers: ["A/2026/3"], amount: euros(912_300),
                documentPath: "agency/withdrawals.jsonl"))
        steps.add(
            HeldRow(
                caseReference: "EXP-0009", invoiceNumber: "A/2026/7", customerName: "Hermanos Lanuza, S.C.",
                kind: .agency, amount: euros(98_765), reason: "Espera la autorización de una persona."))
        return steps
    }

    static let toDo: [ToDoRow] = [
        ToDoRow(
            kind: .release, subject: "EXP-0009", detail: "Entrega preparada.",
            day: asOf, amount: euros(98_765)),
        ToDoRow(
            kind: .suggestion, subject: "0000041155", detail: "A/2026/0044, A/2026/0051",
            day: day("2026-11-14"), amount: euros(72_600)),
        ToDoRow(
            kind: .chainBreak, subject: "ES9121000418450200051332",
            detail: "El extracto no continúa el anterior; diferencia de 12,50 €.", day: day("2026-11-03"),
            amount: euros(1_250)),
        ToDoRow(
            kind: .rejectedFile, subject: "movimientos banco 2.n43",
            detail: "account-not-ours"),
        ToDoRow(kind: .conflict, subject: "extracto noviembre.xml", detail: "overlap-unclear"),
    ]

    static func controls(_ aged: AgedDebt) throws -> ControlTotals {
        var controls = ControlTotals()
        let outstanding = aged.open(.eur).amount
        controls.entries = [
            EntryControl(currency: .eur, entries: 4_210_377, allocated: 4_107_777, unallocated: 102_600)
        ]
        controls.invoices = [
            InvoiceControl(
                currency: .eur, payable: 4_107_777 + 1_250 + 24_200 + outstanding, allocated: 4_107_777,
                writtenOff: 1_250, credited: 24_200, outstanding: outstanding)
        ]
        controls.accounts = [
            AccountControl(
                coverage: AccountCoverage(
                    account: "ES9121000418450200051332",
                    covered: [day("2026-01-01")...day("2026-11-02"), day("2026-11-08")...day("2026-11-19")],
                    breaks: [day("2026-11-03")]),
                balance: euros(43_626_551)),
            AccountControl(
                coverage: AccountCoverage(
                    account: "ES7921000813610123456789", covered: [day("2026-01-01")...day("2026-11-19")],
                    breaks: []), balance: euros(-120_000)),
        ]
        controls.journalDigest = "5d41402abc4b2a76b9719d911017c592ae2f0d2b4a6c8e7f9b1d3a5c7e9f0b2d"
        return controls
    }
}
