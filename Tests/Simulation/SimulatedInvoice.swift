internal import Domain

/// An invoice with everything that the world, and not the program, knows of it. Nights count from the first.
struct SimulatedInvoice {
    let index: Int
    let number: String
    let customer: Int
    let issued: Int
    let due: Int
    /// Cents.
    let amount: Int64
    let behaviour: Behaviour
    /// Money for it, out or back, by booking.
    var money: [Money] = []
    /// Why it may not be claimed, beside those of its customer.
    var blocks: [Block] = []
    /// The formal claims that the program sent, with the night on which each arrived.
    var claims: [(sent: Int, arrived: Int?)] = []

    struct Money {
        let movement: Int
        let amount: Int64
        let booked: Int
        /// The night in whose inbox the statement lies.
        let delivered: Int
    }

    /// Nights on which something stands against the claim.
    struct Block {
        let kind: String
        let nights: ClosedRange<Int>
    }

    /// What is owed by the statements that had come by a night.
    func outstanding(on night: Int) -> Int64 {
        money.reduce(amount) { $1.delivered <= night ? $0 - $1.amount : $0 }
    }
}

/// A movement of an account, with the truth of what it pays.
struct SimulatedMovement {
    let index: Int
    let account: Int
    let booked: Int
    /// Cents; negative for what leaves the account.
    let amount: Int64
    let payer: String
    let payerAccount: String
    let text: String
    /// Invoices with what each of them gets.
    let parts: [(invoice: Int, amount: Int64)]
    /// The direct-debit batch whose sum it is, or whose part it gives back.
    var batch = ""
    var endToEnd = ""

    var reference: String { "P\(padded(index, 7))" }
}

/// What people state of an invoice or a customer, on the night of its day.
struct SimulatedFact {
    let night: Int
    let subject: String
    let decision: String
    var until: Int?
    var instalments: [(due: Int, amount: Int64)] = []
}
