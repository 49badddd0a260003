extension Shares {
    /// Between the others, with everything that may happen.
    static let wild = Shares(
        invoices: 11_900, subscribers: 220, extraSubscriptions: 1, homonyms: 900, accountOnInvoice: 4_000,
        accountOnMovement: 4_500, unpaid: (1_800, 900), directDebit: (1_500, 2_000), itemisedBatch: 4_000,
        returned: 600, unrelated: 1_400, foreign: 200, duplicate: 250, thirdMangled: 3_500, listedGroups: 480,
        unlistedGroups: 380, creditNotes: 200,
        subscriptionKinds: [(.single, 1_600), (.partial, 120), (.overpay, 40), (.rounding, 60)],
        tradeKinds: [
            (.single, 1_500), (.partial, 130), (.instalment, 130), (.overpay, 60), (.discount, 120),
            (.bankFee, 180), (.irpf, 120), (.rounding, 90), (.textTaxId, 80), (.textAccount, 60),
            (.agent, 190),
            (.parent, 100), (.spouse, 70), (.accountMoved, 60), (.agencyListed, 130), (.prepayment, 80),
            (.retention, 70), (.earlyDiscount, 80), (.strayPhone, 45), (.strayOrder, 60),
            (.strayDelivery, 60),
            (.strayDate, 45), (.strayContract, 45), (.paidNumber, 80),
        ],
        references: [
            (.clean, 3_300), (.mangled, 1_900), (.split, 600), (.name, 1_700), (.nameTruncated, 1_300),
            (.none, 350), (.thirdListed, 500), (.thirdSilent, 250),
        ],
        purposes: [
            (.listShort, 80), (.listRange, 80), (.listWords, 80), (.twin, 70), (.homonymEqual, 700),
            (.lookalike, 120), (.lookalikeTypo, 300),
        ],
        strangers: [(.strayEqual, 80), (.straySum, 50), (.agencyUnlisted, 40), (.foreignNumber, 60)],
        dollars: 150, pounds: 100, isWild: true)
}
