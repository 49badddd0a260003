public import Domain
internal import Scanning

/// Payment status reports, ISO 20022 `pain.002` (CustomerPaymentStatusReport), versions 2 to 14 by feature.
///
/// One record for the message that is reported on, one for each of its batches and one for each transaction,
/// in file order. A level that states no status has that of the level above, with its reason; a transaction
/// never has `PART`, which says that some were accepted and some not.
///
/// Spanish banks report rejects and later returns of direct debits alike (guide to Cuaderno 19.14 in XML): a
/// `RJCT` after the collection day is a return.
public enum Pain002 {
    /// Reads the file in order.
    ///
    /// Throws only what `emit` throws; what is wrong with the file is in the outcome.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        try withoutActuallyEscaping(emit) { emit in
            var reading = Pain002Reading(options: options, emit: emit)
            do {
                try scanXML(bytes, grammar: grammar(of: bytes), into: &reading)
            } catch let failure as XMLFailure {
                reading.problems.report(failure.problem)
            }
            reading.finish()
            return ReadOutcome(
                identification: Identification(
                    format: .pain002, version: reading.version, encoding: XMLPeek.encoding(bytes)),
                problems: reading.problems)
        }
    }

    private static func grammar(of bytes: Span<UInt8>) -> XMLGrammar {
        guard let message = XMLIdentification.message(bytes), message.format == .pain002,
            message.element != Pain002Tree.element
        else { return Pain002Tree.grammar }
        return Pain002Tree.grammar(message.element)
    }
}
