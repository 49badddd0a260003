internal import Dispatch
internal import Synchronization

/// Work on the parts of a list, side by side on all processors. What comes out stands in the order of the
/// list, whichever part was done first: the bytes are those of one processor.
enum Lanes {
    /// Elements of a part: enough that handing it over costs nothing.
    private static let partLength = 128
    /// Elements that are worked on before the results are taken up: no more of them are held at a time.
    static let waveLength = 4096

    /// - Parameter length: elements of a part; 1 where they differ much in size.
    static func map<Element: Sendable, Value: Sendable>(
        _ elements: some RandomAccessCollection<Element> & Sendable, partLength length: Int = partLength,
        _ work: @Sendable (ArraySlice<Element>) -> Value
    ) -> [Value] {
        let all = Array(elements)
        let parts = stride(from: 0, to: all.count, by: length).map {
            $0..<min($0 + length, all.count)
        }
        guard parts.count > 1 else { return parts.map { work(all[$0]) } }
        let values = Mutex<[Value?]>(Array(repeating: nil, count: parts.count))
        DispatchQueue.concurrentPerform(iterations: parts.count) { index in
            let value = work(all[parts[index]])
            values.withLock { $0[index] = value }
        }
        return values.withLock { $0 }.compactMap { $0 }
    }
}
