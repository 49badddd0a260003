/// A row of which a page shows only the most important ones.
public protocol ShownRow: Sendable {
    /// How many of these rows a page shows at most.
    static var shownMax: Int { get }

    /// Whether `a` is shown before `b`. A total order up to rows that look alike, so that the page does not
    /// depend on the order in which rows arrive.
    static func comesBefore(_ a: Self, _ b: Self) -> Bool
}

/// The most important rows of a list of any length, and how long the list is.
///
/// Memory is bounded by `Row.shownMax`: a million rows may be added. The whole list belongs into a CSV.
public struct ShownRows<Row: ShownRow>: Sendable {
    /// At most `Row.shownMax` rows, most important first.
    public private(set) var rows: [Row] = []
    /// All rows added, shown or not.
    public private(set) var total = 0

    public init() {}

    /// Adds all rows of a sequence.
    public init(_ rows: some Sequence<Row>) {
        for row in rows { add(row) }
    }

    /// Rows that are counted but not shown.
    public var hidden: Int { total - rows.count }

    /// Counts a row and keeps it if it is among the most important ones. Rows that compare alike stay in the
    /// order they came.
    public mutating func add(_ row: Row) {
        total += 1
        if rows.count >= Row.shownMax {
            guard let last = rows.last, Row.comesBefore(row, last) else { return }
            rows.removeLast()
        }
        rows.insert(row, at: position(of: row))
    }

    /// Completes the rows that are shown, in their order. What decides the order must stay as it is.
    public mutating func complete(_ body: (inout Row) throws -> Void) rethrows {
        for index in rows.indices { try body(&rows[index]) }
    }

    private func position(of row: Row) -> Int {
        var low = 0
        var high = rows.count
        while low < high {
            let middle = (low + high) / 2
            if Row.comesBefore(row, rows[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
