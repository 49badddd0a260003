internal import Domain

/// The day last made of six digits: most movements of a statement have the day of the one before them.
struct RepeatedDay {
    private var digits: UInt64 = 0
    private var last: Day?

    /// The day of the six bytes from `start`, which `read` makes of them where they are not those of last
    /// time. `read` must give the same for the same bytes.
    @inline(__always)
    mutating func day(_ bytes: Span<UInt8>, _ start: Int, read: () -> Day?) -> Day? {
        var digits: UInt64 = 0
        for offset in 0..<6 { digits = digits << 8 | UInt64(bytes[start + offset]) }
        if digits == self.digits { return last }
        self.digits = digits
        last = read()
        return last
    }
}
