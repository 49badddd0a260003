public import Domain
internal import Scanning

/// Bank statements, reports and notifications in ISO 20022: `camt.053` (BankToCustomerStatement), `camt.052`
/// (AccountReport) and `camt.054` (DebitCreditNotification), versions 1 to 14 by feature.
///
/// One statement per `Stmt`, `Rpt` or `Ntfctn`, of kind booked, preview or explanation. Every entry becomes a
/// record with its status; the closing counts and sums only the booked ones. Facts and deviations of real
/// files: the official schemas .001.02 to .001.13.
public enum Camt {
    /// Reads all statements of a file in file order.
    ///
    /// Throws only what `emit` throws; what is wrong with the file is in the outcome.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        guard let mended = XMLMendedEncoding.utf8(bytes) else {
            return try readAsStated(bytes, options: options, emit: emit)
        }
        var outcome = try readAsStated(mended.span, options: options, emit: emit)
        outcome.identification.encoding = TextEncoding.windows1252.rawValue
        outcome.problems.insert(XMLMendedEncoding.warning, at: 0)
        return outcome
    }

    private static func readAsStated(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        try withoutActuallyEscaping(emit) { emit in
            let format = XMLIdentification.identify(bytes)?.format ?? options.forcedFormat
            let body = CamtBody(format: format ?? .camt053)
            var reading = CamtReading(body: body, options: options, emit: emit)
            do {
                let element = XMLIdentification.message(bytes)?.element ?? body.name
                try scanXML(bytes, grammar: body.grammar(element), into: &reading)
            } catch let failure as XMLFailure {
                reading.problems.report(failure.problem)
            }
            reading.finish()
            return ReadOutcome(
                identification: Identification(
                    format: body.format, version: reading.version,
                    encoding: XMLPeek.encoding(bytes)),
                problems: reading.problems)
        }
    }
}

/// Which of the three messages a file is: what they have in common stands in `CamtTree`.
enum CamtBody {
    case report, statement, notification

    /// By the format; what is no camt is read as a statement, and refused for having none.
    init(format: FileFormat) {
        switch format {
        case .camt052: self = .report
        case .camt054: self = .notification
        default: self = .statement
        }
    }

    var format: FileFormat {
        switch self {
        case .report: .camt052
        case .statement: .camt053
        case .notification: .camt054
        }
    }

    var kind: StatementKind {
        switch self {
        case .report: .preview
        case .statement: .booked
        case .notification: .explanation
        }
    }

    /// - Parameter element: the message's own name; version 1 had others (`BkToCstmrStmtV01`).
    func grammar(_ element: String) -> XMLGrammar {
        switch self {
        case _ where element.hasPrefix(name) && element != name: CamtTree.grammar(element)
        case .report: CamtTree.report
        case .statement: CamtTree.statement
        case .notification: CamtTree.notification
        }
    }

    /// The element that holds one statement.
    var element: String {
        switch self {
        case .report: "Rpt"
        case .statement: "Stmt"
        case .notification: "Ntfctn"
        }
    }

    /// The element around all of them.
    var name: String {
        switch self {
        case .report: "BkToCstmrAcctRpt"
        case .statement: "BkToCstmrStmt"
        case .notification: "BkToCstmrDbtCdtNtfctn"
        }
    }

    /// Whether a balance of this type may be the closing one. A report's interim balance is booked too; an
    /// available one never counts.
    func isClosing(_ balance: String) -> Bool {
        balance == "CLBD" || (self == .report && balance == "ITBD")
    }
}
