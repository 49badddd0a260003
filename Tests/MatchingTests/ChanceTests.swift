import Domain
import Matching
import Testing

/// Amounts that a known payer's other money may meet by chance: not posted even under a licence.
@Suite struct ChanceTests {
    private func town(_ amounts: [Int64]) -> Town {
        var town = Town(
            amounts.enumerated().map { ("F2025-0000\($0 + 1)", $1, "B1", "Talleres Ruiz Soria S.L.") })
        town.policy.grantsAllLicences = true
        return town
    }

    private func posted(_ amount: Int64, _ town: Town) -> [String] {
        town.pay(amount, "PAGO", from: "TALLERES RUIZ SORIA SL").posted.map(\.pattern)
    }

    /// A third of an invoice may be its first instalment; an eleventh is one only where it was agreed, or
    /// where one like it was paid before.
    @Test func aSmallEvenPartIsNoFirstInstalment() {
        #expect(posted(4840, town([14_520])) == ["payer-name+part"])
        #expect(posted(1320, town([14_520])).isEmpty)
        var begun = town([14_520])
        begun.items[0].outstanding = 14_520 - 1320
        #expect(posted(1320, begun) == ["payer-name+part"])
    }

    /// What is left of an invoice paid in part adds up to anything with others.
    @Test func aSetOfRestsIsNotPosted() {
        let amounts: [Int64] = [181_563, 172_948, 217_739, 993_127]
        #expect(posted(181_563 + 172_948, town(amounts)) == ["payer-name+set"])
        var rest = town(amounts)
        rest.items[0].outstanding = 15_021
        #expect(posted(15_021 + 172_948, rest).isEmpty)
    }

    /// A sum to the cent stands before a fee that may have been taken off another invoice.
    @Test func aSumToTheCentRivalsAFee() {
        // Four other customers, so that a fee of 12.50 is usual here.
        let others = (0..<4).map {
            (payable: Int64(31_017 + 1003 * $0), name: "Casa Larga Numero\($0) Sur S.L.")
        }
        let own: [Int64] = [145_250, 24_200, 22_574, 41_083, 28_485, 27_658]
        var sums = Town(
            own.enumerated().map { ("F2025-0000\($0 + 1)", $1, "B1", "Talleres Ruiz Soria S.L.") }
                + others.enumerated().map { ("F2025-0010\($0)", $1.payable, "B\($0 + 2)", $1.name) })
        sums.policy.grantsAllLicences = true
        for (index, other) in others.enumerated() {
            sums.add(other.payable - 1250, "FRA F2025-0010\(index)", from: other.name, on: 3)
        }
        var alone = sums
        alone.items.removeSubrange(1...5)
        func fees(_ town: Town) -> [String] {
            town.pay(144_000, "PAGO", from: "TALLERES RUIZ SORIA SL", on: 6).posted.map(\.pattern)
                .filter { $0 == "payer-name+fee" }
        }
        #expect(fees(alone) == ["payer-name+fee"])
        #expect(fees(sums).isEmpty)
    }
}
