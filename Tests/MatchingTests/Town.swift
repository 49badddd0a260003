import Domain
import Matching

/// A small world of invoices and payments; day 0 is 2026-01-01, when every invoice was issued.
struct Town {
    var items: [OpenItem]
    var debits: [DirectDebitItem] = []
    var movements: [Movement] = []
    var caseInvoices: [String: [Int64]] = [:]
    var claimedInvoices: [String: [Int64]] = [:]
    var adjudications: [Adjudication] = []
    var policy = MatchingPolicy()

    init(_ invoices: [(number: String, payable: Int64, customer: String, name: String)]) {
        items = invoices.enumerated().map { index, invoice in
            var item = OpenItem(
                id: Int64(index + 1), number: invoice.number,
                kind: invoice.payable < 0 ? .creditNote : .invoice,
                issued: Day(year: 2025, month: 12, day: 31) ?? day(0), currency: .eur,
                payable: invoice.payable)
            item.customer = invoice.customer
            item.customerName = invoice.name
            return item
        }
    }

    var input: MatchingInput {
        var input = MatchingInput()
        for item in items { input.append(item) }
        for movement in movements { input.append(movement) }
        input.directDebits = debits
        input.caseInvoices = caseInvoices
        input.claimedInvoices = claimedInvoices
        input.adjudications = adjudications
        input.policy = policy
        return input
    }

    mutating func add(
        _ amount: Int64, _ text: String, from payer: String = "", account: String = "", on number: Int = 5
    ) {
        var entry = EntryRecord(booked: day(number), amount: amount)
        entry.text = text
        entry.counterparty = payer
        entry.counterpartyAccount = account
        movements.append(
            Movement(
                id: Int64(movements.count + 1), account: "ES1", currency: .eur, entry: entry,
                unallocated: amount))
    }

    /// Matches one payment alone.
    func pay(
        _ amount: Int64, _ text: String, from payer: String = "", account: String = "", on number: Int = 5
    )
        -> MatchingResult
    {
        var town = self
        town.add(amount, text, from: payer, account: account, on: number)
        return match(town.input)
    }
}

func day(_ number: Int) -> Day { Day(number: 20_454 + Int32(number)) }

/// A small generator with a printed seed, so that a failure can be repeated.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
