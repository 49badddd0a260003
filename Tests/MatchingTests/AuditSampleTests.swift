import Matching
import Testing

/// What is drawn depends on what was posted, and on nothing that a run could number.
@Suite struct AuditSampleTests {
    private func drawn(
        _ postings: some Sequence<Int>, perThousand: Int,
        pattern: (Int) -> String = { _ in "number+sum+payer" },
        id: (Int) -> Int64 = { Int64($0) }
    ) -> Set<Int64> {
        var sample = AuditSample(perThousand: perThousand)
        for one in postings {
            sample.add(
                decision: id(one), pattern: pattern(one), content: "ES1\t20454\t\(one)\tEUR\tP\(one)\tPAGO")
        }
        return sample.decisions
    }

    @Test func itDrawsAboutWhatIsAskedFor() {
        for perThousand in [5, 50, 500] {
            let count = drawn(0..<100_000, perThousand: perThousand).count
            let expected = 100 * perThousand
            #expect(abs(count - expected) < expected / 5, "\(count) of \(expected)")
        }
        #expect(drawn(0..<1000, perThousand: 0).isEmpty)
        #expect(drawn(0..<1000, perThousand: 1000).count == 1000)
    }

    @Test func neitherOrderNorNumbersMatterAndMoreIsMore() {
        let five = drawn(0..<20_000, perThousand: 5)
        #expect(drawn((0..<20_000).reversed(), perThousand: 5) == five)
        #expect(Set(drawn(0..<20_000, perThousand: 5, id: { Int64($0) + 7 }).map { $0 - 7 }) == five)
        #expect(five.isSubset(of: drawn(0..<20_000, perThousand: 20)))
        // A posting that comes later takes none of the drawn away.
        #expect(drawn(0..<10_000, perThousand: 5).isSubset(of: five))
        // The pattern is part of the draw: a pattern cannot hide behind another one's.
        #expect(drawn(0..<20_000, perThousand: 5, pattern: { _ in "batch-id+sum" }) != five)
    }

    @Test func aRarePatternIsSeenOnce() {
        func counts(_ rare: Int) -> Int {
            let common = Set((rare..<20_000).map(Int64.init))
            let all = drawn(
                0..<20_000, perThousand: 1, pattern: { $0 < rare ? "rare+one+payer" : "number+sum+payer" })
            return all.subtracting(common).count
        }
        #expect(counts(AuditSample.postingsSeenOnce - 1) == 0)
        #expect(counts(AuditSample.postingsSeenOnce) == 1)
    }

    @Test func theLimitIsThatOfTheLicences() {
        #expect(AuditSample.bound(wrong: 0, of: 0) == 10_000)
        #expect(AuditSample.bound(wrong: 0, of: 300) == 100)
        #expect(AuditSample.bound(wrong: 1, of: 300) == 159)
    }
}
