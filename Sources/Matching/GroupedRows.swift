/// Finds items by the ledger's number of their invoice.
struct ItemNumbers {
    /// Items by number, -1 for none, where numbers lie close together.
    private var dense: [Int32] = []
    private var sparse = RowIndex()

    init(_ ids: [Int64]) {
        let last = ids.max() ?? 0
        if (ids.min() ?? 0) >= 0, last <= Int64(ids.count) * 4 {
            dense = Array(repeating: -1, count: Int(last) + 1)
            for (item, id) in ids.enumerated() { dense[Int(id)] = Int32(item) }
        } else {
            sparse = RowIndex(capacity: ids.count)
            for (item, id) in ids.enumerated() { sparse.insert(UInt64(bitPattern: id), Int32(item)) }
        }
    }

    func item(_ id: Int64) -> Int? {
        if !dense.isEmpty {
            guard id >= 0, id < dense.count, dense[Int(id)] >= 0 else { return nil }
            return Int(dense[Int(id)])
        }
        let link = sparse.first(UInt64(bitPattern: id))
        return link < 0 ? nil : Int(sparse.row(link))
    }
}

/// Rows by group, ascending in each, with the closed ones at the front skipped for good.
struct GroupedRows {
    private var start: [Int32]
    private(set) var members: [Int32]
    private var from: [Int32]

    init(_ groups: [Int32], groups count: Int) {
        start = Array(repeating: 0, count: count + 1)
        for group in groups { start[Int(group) + 1] += 1 }
        for index in 0..<count { start[index + 1] += start[index] }
        from = Array(start.prefix(count))
        members = Array(repeating: 0, count: groups.count)
        var fill = from
        for (row, group) in groups.enumerated() {
            members[Int(fill[Int(group)])] = Int32(row)
            fill[Int(group)] += 1
        }
    }

    func rows(_ group: Int) -> ArraySlice<Int32> { members[Int(start[group])..<Int(start[group + 1])] }

    /// Calls `body` for the group's rows until it says stop.
    @inline(__always)
    mutating func each(_ group: Int, isGone: (Int32) -> Bool, body: (Int32) -> Bool) {
        let end = start[group + 1]
        var index = from[group]
        while index < end, isGone(members[Int(index)]) { index += 1 }
        from[group] = index
        while index < end, body(members[Int(index)]) { index += 1 }
    }

    /// The places among all members of the group's rows, without the closed ones at the front.
    @inline(__always)
    mutating func left(_ group: Int, isGone: (Int) -> Bool) -> Range<Int> {
        let end = Int(start[group + 1])
        var index = Int(from[group])
        while index < end, isGone(index) { index += 1 }
        from[group] = Int32(index)
        return index..<end
    }

    /// A row that was closed is open again.
    mutating func comesBack(_ row: Int32, group: Int) {
        var low = Int(start[group])
        var high = Int(start[group + 1])
        while low < high {
            let middle = (low + high) / 2
            if members[middle] < row { low = middle + 1 } else { high = middle }
        }
        from[group] = min(from[group], Int32(low))
    }
}

extension RandomAccessCollection where Index == Int {
    /// How many elements stand before the first one of which `isLater` holds, in a sorted collection.
    func partition(isLater: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = (low + high) / 2
            if isLater(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low - startIndex
    }
}
