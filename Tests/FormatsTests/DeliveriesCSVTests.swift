import Domain
import Testing

@testable import Formats

/// A provider's proofs of delivery: what became of a message is read, or set aside, never guessed.
@Suite struct DeliveriesCSVTests {
    private func read(_ text: String) throws -> CSVReading {
        try CSVReading(Array(text.utf8)) { try DeliveriesCSV.read($0, options: $1, emit: $2) }
    }

    private func record(
        _ reference: String, _ status: DeliveryStatus, _ iso: String, line: Int, file: String = "",
        digest: String = ""
    ) throws -> SourceRecord {
        var record = DeliveryRecord(reference: reference, status: status, day: try #require(Day(iso: iso)))
        record.evidence = EvidenceReference(file: file, sha256: digest)
        record.place = Place(line: line)
        return .delivery(record)
    }

    @Test func headingsInSpanishAndEnglishSayTheSame() throws {
        let digest = String(repeating: "ab", count: 32)
        let spanish = try read(
            """
            Referencia;Estado;Fecha de entrega;Justificante;Huella
            M0123456789ABCDEF;Entregado;13/02/2026;acuse 1.pdf;\(digest.uppercased())
            m0123 4567 89abcde0;Dirección desconocida;05/02/2026;;
            M0123456789ABCDE1;rehusada;2026-02-14;;

            """)
        let english = try read(
            """
            reference,status,day,evidence,digest
            M0123456789ABCDEF,delivered,2026-02-13,acuse 1.pdf,\(digest)
            M0123456789ABCDE0,unknown address,2026-02-05,,
            M0123456789ABCDE1,refused,2026-02-14,,

            """)
        #expect(
            spanish.records == [
                try record(
                    "M0123456789ABCDEF", .delivered, "2026-02-13", line: 2, file: "acuse 1.pdf",
                    digest: digest),
                try record("M0123456789ABCDE0", .returned, "2026-02-05", line: 3),
                try record("M0123456789ABCDE1", .refused, "2026-02-14", line: 4),
            ])
        #expect(english.records == spanish.records)
        #expect(spanish.outcome.problems.isEmpty && english.outcome.problems.isEmpty)
        #expect(english.outcome.identification.format == .deliveriesCSV)
    }

    @Test func whatCannotBeReadIsSetAsideWithItsLine() throws {
        let reading = try read(
            """
            Referencia;Estado;Fecha;Justificante;SHA-256
            M0123456789ABCDEF;en reparto;13/02/2026;;
            ;entregado;13/02/2026;;
            M0123456789ABCDEF;;13/02/2026;;
            M0123456789ABCDEF;entregado;;;
            M0123456789ABCDEF;entregado;31/02/2026;;
            M0123456789ABCDEF;entregado;13/02/2026;../acuse.pdf;
            M0123456789ABCDEF;entregado;13/02/2026;acuse.pdf;abcd
            M0123456789ABCDEF;leído;13/02/2026;;

            """)
        #expect(reading.records == [try record("M0123456789ABCDEF", .read, "2026-02-13", line: 9)])
        #expect(
            reading.codes == [
                .recordMalformed, .fieldMissing, .fieldMissing, .fieldMissing, .dateUnreadable,
                .recordMalformed, .recordMalformed,
            ])
        #expect(reading.outcome.problems.map(\.place.line) == Array(2...8))
        #expect(reading.outcome.problems.allSatisfy { $0.severity == .setAside })
        #expect(reading.outcome.problems[0].found == "an unknown status")
    }
}
