/// A movement that is planned: when, of what kind, about which invoice or group.
struct Event {
    var day: Int16
    var kind: Kind
    var reference: Reference
    /// Which of several payments of the same thing this is, from 0, and how many there are.
    var part: UInt8 = 0
    var parts: UInt8 = 1
    /// An invoice, a group of invoices for kinds that pay several, or a serial number for kinds without any.
    var subject: Int32
}

/// Groups of invoices that are paid together.
struct Groups {
    private var members: [Int32] = []
    private var ends: [Int] = []

    var count: Int { ends.count }

    mutating func append(_ invoices: [Int]) -> Int {
        for invoice in invoices { members.append(Int32(truncatingIfNeeded: invoice)) }
        ends.append(members.count)
        return ends.count - 1
    }

    subscript(group: Int) -> [Int] {
        members[(group == 0 ? 0 : ends[group - 1])..<ends[group]].map { Int($0) }
    }
}

/// Everything that will happen on the account, in order of days.
struct Plan {
    private(set) var events: [Event]
    private(set) var groups: Groups
    /// Batches of direct debits, in order of their dates; the index is the batch's number less one.
    private(set) var batches: Groups
    /// Per day, the end of its events.
    private(set) var dayEnds: [Int]

    /// Sorts by day, and within a day by chance.
    init(_ unsorted: [Event], groups: Groups, batches: Groups, seed: UInt64) {
        var ends = Array(repeating: 0, count: Calendar.days)
        for event in unsorted { ends[Int(event.day)] += 1 }
        var sum = 0
        for day in ends.indices {
            sum += ends[day]
            ends[day] = sum
        }
        var places = ends
        var sorted = unsorted
        for event in unsorted.reversed() {
            places[Int(event.day)] -= 1
            sorted[places[Int(event.day)]] = event
        }
        for day in ends.indices {
            let start = day == 0 ? 0 : ends[day - 1]
            var chance = Chance(seed, .order, 1_000_000 + day)
            var last = ends[day] - 1
            while last > start {
                sorted.swapAt(last, start + chance.below(last - start + 1))
                last -= 1
            }
        }
        (events, self.groups, self.batches, dayEnds) = (sorted, groups, batches, ends)
    }

    func events(onDay day: Int) -> ArraySlice<Event> {
        events[(day == 0 ? 0 : dayEnds[day - 1])..<dayEnds[day]]
    }
}
