import Domain

@testable import Formats

/// What holds for every reader and every input whatever.
enum ReaderInvariants {
    /// Written so that the sum behind it is done: of an unused one the compiler would leave nothing.
    nonisolated(unsafe) private static var isBalanced: Bool?

    typealias Reader = @Sendable (Span<UInt8>, ReadOptions, RecordSink) throws -> ReadOutcome

    /// Thrown by the sink, which a reader must pass on.
    private struct Enough: Error {}

    static func check(_ bytes: UnsafeBufferPointer<UInt8>, _ read: Reader) {
        let (records, outcome) = reading(bytes, read)
        if Finding.isShown { show(records, outcome) }
        // What takes as long again is done for one input in four: lengths vary enough.
        if bytes.count % 4 == 1 { compare(bytes, read, records, outcome) }
        if bytes.count % 4 == 0, !records.isEmpty { checkStopping(bytes, read, records) }
        for problem in outcome.problems { check(problem) }
        let isRefused = outcome.problems.contains { $0.severity == .refuse }
        checkStatements(records, isRefused: isRefused)
        for record in records { check(record) }
    }

    private static func reading(
        _ bytes: UnsafeBufferPointer<UInt8>, _ read: Reader
    ) -> ([SourceRecord], ReadOutcome) {
        var records: [SourceRecord] = []
        do {
            let outcome = try read(bytes.span, ReadOptions()) { records.append($0) }
            return (records, outcome)
        } catch {
            Finding.stop("the reader throws \(error)")
        }
    }

    /// For whoever looks at a finding, or whether a seed is a good one.
    private static func show(_ records: [SourceRecord], _ outcome: ReadOutcome) {
        print(outcome.identification)
        for record in records { print(record) }
        for problem in outcome.problems { print("\(problem.severity) \(problem.place): \(problem.message)") }
    }

    /// A second reading must be like the first.
    private static func compare(
        _ bytes: UnsafeBufferPointer<UInt8>, _ read: Reader, _ records: [SourceRecord],
        _ outcome: ReadOutcome
    ) {
        let (again, outcomeAgain) = reading(bytes, read)
        if records != again { Finding.stop("two readings give other records") }
        if outcome.problems != outcomeAgain.problems { Finding.stop("two readings give other problems") }
        if outcome.identification != outcomeAgain.identification {
            Finding.stop("two readings identify other formats")
        }
    }

    /// A sink that throws ends the reading at once, with its own error.
    private static func checkStopping(
        _ bytes: UnsafeBufferPointer<UInt8>, _ read: Reader, _ records: [SourceRecord]
    ) {
        let wanted = bytes.count / 4 % records.count
        var seen = 0
        do {
            _ = try read(bytes.span, ReadOptions()) { record in
                if seen < records.count, record != records[seen] { Finding.stop("another record") }
                seen += 1
                if seen > wanted { throw Enough() }
            }
            Finding.stop("the reader swallows the error of its sink")
        } catch is Enough {
            if seen != wanted + 1 { Finding.stop("the reader goes on after the error of its sink") }
        } catch {
            Finding.stop("the reader throws \(error) for the error of its sink")
        }
    }

    private static func check(_ problem: Problem) {
        if problem.found.utf8.count >= 300 { Finding.stop("\(problem.code): found is long") }
        if problem.expected.utf8.count >= 300 { Finding.stop("\(problem.code): expected is long") }
        if problem.place.element?.utf8.count ?? 0 >= 300 { Finding.stop("\(problem.code): element is long") }
        check(problem.place)
        if problem.message.isEmpty { Finding.stop("\(problem.code) without a message") }
    }

    private static func check(_ place: Place) {
        if place.line < 0 || place.column < 0 { Finding.stop("a place before the file: \(place)") }
    }

    // MARK: Statements

    /// Entries stand inside statements, and the closing counts them right.
    private static func checkStatements(_ records: [SourceRecord], isRefused: Bool) {
        var isOpen = false
        var counted = StatementClosing()
        var isBeyond = false
        for record in records {
            switch record {
            case .statementOpened:
                if isOpen { Finding.stop("a statement inside a statement") }
                (isOpen, isBeyond, counted) = (true, false, StatementClosing())
            case .entry(let entry):
                if !isOpen { Finding.stop("an entry outside of statements") }
                guard entry.status == .booked else { continue }
                counted.entries += 1
                var overflows = false
                if entry.amount < 0 {
                    (counted.debits, overflows) = counted.debits.subtractingReportingOverflow(entry.amount)
                } else {
                    (counted.credits, overflows) = counted.credits.addingReportingOverflow(entry.amount)
                }
                isBeyond = isBeyond || overflows
            case .statementClosed(let closing):
                if !isOpen { Finding.stop("a closing without its statement") }
                isOpen = false
                isBalanced = closing.isBalanced
                if closing.entries != counted.entries {
                    Finding.stop("\(closing.entries) entries claimed, \(counted.entries) emitted")
                }
                guard !isBeyond else { continue }
                if closing.credits != counted.credits || closing.debits != counted.debits {
                    Finding.stop("the closing's sums are not those of its entries")
                }
            default: continue
            }
        }
        if isOpen, !isRefused { Finding.stop("a statement that is not closed") }
    }

    // MARK: Records

    private static func check(_ record: SourceRecord) {
        switch record {
        case .statementOpened(let opening):
            check(opening.place)
            check([opening.openingBalance])
        case .entry(let entry):
            check(entry.place)
            check([entry.amount, entry.balanceAfter])
            for detail in entry.details { check([detail.amount]) }
        case .statementClosed(let closing):
            check([closing.openingBalance, closing.closingBalance])
            if closing.credits < 0 || closing.debits < 0 { Finding.stop("a sum below zero") }
        case .invoice(let invoice):
            check(invoice.place)
            check([invoice.net, invoice.tax, invoice.withheld, invoice.total, invoice.payable])
            for instalment in invoice.instalments { check([instalment.amount]) }
        case .directDebit(let debit):
            check(debit.place)
            check([debit.amount])
        case .receipt(let receipt):
            check(receipt.place)
            if receipt.amount < 0 { Finding.stop("a receipt below zero") }
        case .decision(let decision): check(decision.place)
        case .adjudication(let decided):
            check(decided.place)
            check([decided.amount])
            for part in decided.shown.joined() { check([part.amount, part.difference?.amount]) }
        case .status(let status): check(status.place)
        case .customer(let customer): check(customer.place)
        case .delivery(let delivery):
            check(delivery.place)
            if delivery.reference.isEmpty { Finding.stop("a delivery of nothing") }
        }
    }

    /// The least of all numbers has no opposite: whoever turned its sign would trap.
    private static func check(_ amounts: [Int64?]) {
        for amount in amounts where amount == Int64.min { Finding.stop("an amount without its opposite") }
    }
}
