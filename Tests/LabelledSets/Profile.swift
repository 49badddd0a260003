/// How the set is made up. Shares are per 10,000; they are counted from the given sets of the same name.
public enum Profile: String, CaseIterable, Sendable {
    /// Mostly usable references.
    case typical
    /// Mostly names, third parties, homonyms, unlisted groups and equal amounts.
    case hard
    /// More kinds of payment and planted traps, each with a `kind` of its own.
    case wild
}

/// The numbers behind a profile.
struct Shares {
    /// For each 10,000 movements: invoices without credit notes, customers with a subscription.
    var invoices: Int
    var subscribers: Int
    /// Invoices of a subscriber beyond one a month.
    var extraSubscriptions: Int
    /// Of the customers: three share a name.
    var homonyms: Int
    /// Of the customers: their account is on their invoices. Of the transfers: the payer's account is
    /// printed.
    var accountOnInvoice: Int
    var accountOnMovement: Int
    /// Of the invoices of a subscription, and of the others.
    var unpaid: (subscription: Int, trade: Int)
    /// Of those that are paid one by one.
    var directDebit: (subscription: Int, trade: Int)
    /// Of the batches: the items are in the statement. Of the debits: they come back.
    var itemisedBatch: Int
    var returned: Int
    /// Of 10,000 movements.
    var unrelated: Int
    var foreign: Int
    var duplicate: Int
    /// Of the third parties' listed numbers, and of abbreviated names.
    var thirdMangled: Int
    /// Groups of invoices paid together and credit notes, per 10,000 movements.
    var listedGroups: Int
    var unlistedGroups: Int
    var creditNotes: Int
    /// How the other invoices are paid.
    var subscriptionKinds: [(item: Kind, weight: Int)]
    var tradeKinds: [(item: Kind, weight: Int)]
    var references: [(item: Reference, weight: Int)]
    /// What is decided when an invoice is written, per 10,000 of those that are paid alone; what is no
    /// payment of an invoice, per 10,000 movements; customers with another currency, per 10,000.
    var purposes: [(item: Kind, weight: Int)] = []
    var strangers: [(item: Kind, weight: Int)] = []
    var dollars = 0
    var pounds = 0
    /// Unrelated movements are told apart by kind.
    var isWild = false

    static func of(_ profile: Profile) -> Shares {
        switch profile {
        case .typical: typical
        case .hard: hard
        case .wild: wild
        }
    }

    private static let typical = Shares(
        invoices: 13_452, subscribers: 200, extraSubscriptions: 1, homonyms: 400, accountOnInvoice: 4_900,
        accountOnMovement: 5_000, unpaid: (1_360, 1_150), directDebit: (1_830, 2_800), itemisedBatch: 5_000,
        returned: 430, unrelated: 1_361, foreign: 184, duplicate: 100, thirdMangled: 3_300, listedGroups: 755,
        unlistedGroups: 335, creditNotes: 170,
        subscriptionKinds: [(.single, 1_607), (.partial, 73), (.overpay, 21), (.rounding, 52)],
        tradeKinds: [
            (.single, 3_494), (.partial, 178), (.instalment, 182), (.overpay, 67), (.discount, 130),
            (.bankFee, 165), (.irpf, 104), (.rounding, 103),
        ],
        references: [
            (.clean, 5_470), (.mangled, 1_480), (.split, 380), (.name, 1_280), (.nameTruncated, 770),
            (.none, 220), (.thirdListed, 270), (.thirdSilent, 190),
        ])

    private static let hard = Shares(
        invoices: 13_330, subscribers: 291, extraSubscriptions: 2, homonyms: 1_450, accountOnInvoice: 2_450,
        accountOnMovement: 3_000, unpaid: (3_700, 1_500), directDebit: (1_530, 2_750), itemisedBatch: 3_000,
        returned: 690, unrelated: 1_675, foreign: 383, duplicate: 550, thirdMangled: 4_400, listedGroups: 620,
        unlistedGroups: 820, creditNotes: 338,
        subscriptionKinds: [(.single, 1_541), (.partial, 356), (.overpay, 105), (.rounding, 170)],
        tradeKinds: [
            (.single, 741), (.partial, 162), (.instalment, 317), (.overpay, 71), (.discount, 247),
            (.bankFee, 408), (.irpf, 267), (.rounding, 85),
        ],
        references: [
            (.clean, 1_250), (.mangled, 1_650), (.split, 850), (.name, 2_150), (.nameTruncated, 2_250),
            (.none, 830), (.thirdListed, 580), (.thirdSilent, 470),
        ])
}
