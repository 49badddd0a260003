internal import Support

/// When the statement of a day comes: the next night, some late, some not for two weeks.
struct BankCalendar {
    static let accounts = ["ES9121000418450200051332", "ES7921000813610123456789"]
    /// By account and night of the booking: the night in whose inbox it lies.
    private let delivery: [[Int]]
    /// First nights of the times without statements, by account.
    let outages: [[Int]]

    init(nights: Int, chance: inout SplitMix64) {
        var delivery: [[Int]] = []
        var outages: [[Int]] = []
        for account in Self.accounts.indices {
            // In two weeks of an account nothing comes, about every five months; in a short time once.
            let starts = stride(from: 25 + account * 60, to: nights, by: 150).map { $0 }
            outages.append(starts)
            delivery.append(
                (0..<nights).map { night in
                    if let start = starts.last(where: { $0 <= night }), night < start + 14 {
                        return start + 15
                    }
                    return night + (chance.below(20) == 0 ? chance.below(5) + 2 : 1)
                })
        }
        self.delivery = delivery
        self.outages = outages
    }

    func delivered(account: Int, booked: Int) -> Int {
        booked < 0 ? 0 : booked < delivery[account].count ? delivery[account][booked] : booked + 1
    }

    /// The next time without statements of any account, at least a day away; `nil` where none follows.
    func nextOutage(after night: Int) -> (account: Int, night: Int)? {
        outages.indices.flatMap { account in outages[account].map { (account: account, night: $0) } }
            .filter { $0.night > night }.min { ($0.night, $0.account) < ($1.night, $1.account) }
    }
}
