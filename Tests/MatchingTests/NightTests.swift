import Domain
import Matching
import Testing

/// A year read in one night and the same year read night by night give the same decisions and suggestions: a
/// movement is judged by what was known on its booking day.
@Suite struct NightTests {
    @Test(arguments: 1...12)
    func nightByNightIsTheSameAsAllAtOnce(_ seed: Int) {
        var dice = SplitMix64(seed: UInt64(seed))
        let town = Self.invented(&dice)
        let whole = match(town.input)
        #expect(whole.posted.count > 30, "the invented town posts too little to prove anything")
        #expect(!whole.suggestions.isEmpty)
        let nights = Nights(town).run()
        #expect(nights.posted == whole.posted.sorted { $0.movement < $1.movement })
        #expect(nights.last.suggestions == whole.suggestions)
        #expect(nights.last.unexplained == whole.unexplained)
    }

    /// A few customers with equal prices, and payments that name, misspell, list, repeat and leave out numbers.
    private static func invented(_ dice: inout SplitMix64) -> Town {
        let names = [
            "Talleres Ruiz Oviedo S.L.", "Ana Díaz Ruiz", "Frutas Soto Lugo S.A.", "Óptica León Vigo S.L.",
            "Ana Díaz Ruano", "Muebles Gil Reus S.L.U.", "Textil Mora Elche C.B.",
        ]
        let prices: [Int64] = [4990, 12_100, 60_500, 33_333, 18_277, 90_750, 7_341]
        var town = Town(
            (1...140).map { number in
                let customer = Int.random(in: 0..<names.count, using: &dice)
                let price =
                    number % 3 == 0
                    ? Int64.random(in: 1000...90_000, using: &dice) : prices.randomElement(using: &dice) ?? 1
                let credit = number % 17 == 0
                let text = String(number)
                return (
                    (credit ? "R" : "F") + "2025-" + String(repeating: "0", count: 5 - text.count) + text,
                    credit ? -price / 10 : price, "B\(customer)", names[customer]
                )
            })
        for item in town.items.indices where item % 4 == 0 {
            town.items[item].iban = "ES912100041845020005133\(town.items[item].customer.suffix(1))"
        }
        for day in 0..<60 {
            for _ in 0..<3 { pay(&town, on: day, &dice) }
        }
        return town
    }

    private static func pay(_ town: inout Town, on day: Int, _ dice: inout SplitMix64) {
        let item = town.items.randomElement(using: &dice) ?? town.items[0]
        let other = town.items.filter { $0.customer == item.customer }.randomElement(using: &dice) ?? item
        let payer = item.customerName.uppercased()
        let short = String(item.number.suffix(5))
        let account = Int.random(in: 0..<3, using: &dice) == 0 ? item.iban : ""
        switch Int.random(in: 0..<9, using: &dice) {
        case 0...2: town.add(item.payable, "PAGO FRA \(item.number)", from: payer, account: account, on: day)
        case 3: town.add(item.payable, "PAGO", from: payer, account: account, on: day)
        case 4: town.add(item.payable / 2, "A CUENTA \(item.number)", from: payer, on: day)
        case 5:
            town.add(
                item.payable + other.payable, "FRAS \(item.number) Y \(other.number)", from: payer, on: day)
        case 6: town.add(item.payable, "FRA \(short)", from: payer, on: day)
        case 7: town.add(item.payable - 150, "SU FACTURA \(item.number)", from: payer, on: day)
        default: town.add(item.payable, item.number, from: "GRUPO NORTE HOLDING SL", on: day)
        }
    }
}

/// The nights of a town: each sees the movements booked so far, and what was posted before.
private struct Nights {
    private let town: Town
    private(set) var posted: [MatchDecision] = []
    private(set) var last = MatchingResult()

    init(_ town: Town) { self.town = town }

    func run() -> Nights {
        var nights = self
        let days = Set(town.movements.map(\.entry.booked)).sorted()
        for day in days { nights.perform(day) }
        nights.posted.sort { $0.movement < $1.movement }
        return nights
    }

    private mutating func perform(_ day: Day) {
        var input = MatchingInput()
        var paid: [Int64: Int64] = [:]
        var used: [Int64: Int64] = [:]
        for decision in posted {
            let booked = town.movements[Int(decision.movement - 1)].entry.booked
            for allocation in decision.allocations {
                paid[allocation.invoice, default: 0] += allocation.amount
                used[decision.movement, default: 0] += allocation.amount
                input.append(
                    PostedAllocation(
                        movement: decision.movement, invoice: allocation.invoice, amount: allocation.amount),
                    booked: booked)
            }
        }
        for var item in town.items {
            item.outstanding = item.payable - (paid[item.id] ?? 0)
            input.append(item)
        }
        for var movement in town.movements where movement.entry.booked <= day {
            movement.unallocated -= used[movement.id] ?? 0
            if movement.unallocated != 0 { input.append(movement) }
        }
        last = match(input)
        posted += last.posted
    }
}
