@testable import Scanning

/// The XML tokenizer with the same document in windows of several sizes: what it tells must not depend on
/// where a window ends.
enum XMLWindows {
    /// What a reading told, up to its end or its failure.
    private struct Telling: Equatable {
        var events: [[UInt8]] = []
        var failure: XMLFailure?
    }

    /// Stands behind every window: whoever looks over the edge gets it wrong.
    private static let edge: [UInt8] = Array(">]]>;'\"-->?>abc<".utf8)

    private enum Field: UInt8 {
        case item = 1, name, amount, currency, other, party, code, space, spaceAttribute
    }

    private static let grammar = XMLGrammar(
        anchor: "A",
        [
            .scope("I", Field.item), .text("I/N", Field.name), .text("I/M", Field.amount),
            .text("I/M/@c", Field.currency), .text("I/M/@d", Field.other), .scope("I/P", Field.party),
            .text("I/P/C", Field.code), .text("@xmlns", Field.space), .text("@x", Field.spaceAttribute),
            .same("I/Q", as: "I/P"),
        ])

    static func compare(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let choice = bytes.first else { return }
        let document = UnsafeBufferPointer(rebasing: bytes.dropFirst())
        var limits = XMLLimits()
        if choice & 1 != 0 { limits.depthMax = 6 }
        if choice & 2 != 0 { limits.textBytesMax = 24 }
        let whole = telling(document, limits, window: max(1, document.count))
        for window in [1, 2, 3 + Int(choice >> 2)] {
            let cut = telling(document, limits, window: window)
            if let difference = difference(whole, cut) {
                Finding.stop("windows of \(window) bytes: \(difference)")
            }
        }
        compareParser(document)
    }

    /// Events of a reading that fails may be withheld, but never others be told.
    private static func difference(_ whole: Telling, _ cut: Telling) -> String? {
        // Of two faults, one being a limit, the window decides which is met first.
        let isLimit = whole.failure?.kind == .limit || cut.failure?.kind == .limit
        if isLimit, whole.failure != nil, cut.failure != nil { return nil }
        guard whole.failure?.kind == cut.failure?.kind, whole.failure?.line == cut.failure?.line else {
            return "\(describe(whole.failure)) in one window, \(describe(cut.failure)) in several"
        }
        let common = min(whole.events.count, cut.events.count)
        if whole.events[..<common] != cut.events[..<common] { return "other events" }
        if whole.failure == nil, whole.events.count != cut.events.count { return "more or fewer events" }
        return nil
    }

    private static func describe(_ failure: XMLFailure?) -> String {
        failure.map { "line \($0.line): \($0.reason)" } ?? "no failure"
    }

    private static func telling(
        _ document: UnsafeBufferPointer<UInt8>, _ limits: XMLLimits, window: Int
    ) -> Telling {
        var telling = Telling()
        var tokenizer = XMLTokenizer(grammar: grammar, limits: limits, firstLine: 1) { events in
            for event in events.list {
                let line = UInt32(bitPattern: event.line)
                var written = [event.kind.rawValue, event.field]
                for shift: UInt32 in [0, 8, 16] { written.append(UInt8(truncatingIfNeeded: line >> shift)) }
                written += UnsafeBufferPointer(
                    start: event.bytes, count: event.bytes == nil ? 0 : Int(event.count))
                telling.events.append(written)
            }
            return true
        }
        defer { tokenizer.deallocate() }
        var start = 0
        var reach = window
        repeat {
            let end = min(document.count, start + reach)
            let isLast = end == document.count
            // A copy, so that nothing but the edge follows.
            let copy = Array(document[start..<end]) + edge
            let consumed = copy.withUnsafeBufferPointer { copy -> Int in
                guard let base = copy.baseAddress else { return 0 }
                return tokenizer.consume(base, base + (end - start), isLast: isLast) - base
            }
            if consumed < 0 || consumed > end - start { Finding.stop("consumed \(consumed)") }
            reach = consumed == 0 ? 2 * reach : window
            start += consumed
            if isLast { break }
        } while tokenizer.goesOn
        telling.failure = tokenizer.failure
        return telling
    }

    /// The same through the parser, in whatever encoding it finds.
    private static func compareParser(_ document: UnsafeBufferPointer<UInt8>) {
        var count = 0
        let failure = XMLParser.parse(document.span, grammar: grammar, limits: XMLLimits()) { events in
            count += events.list.count
            return true
        }
        if let failure, failure.line < 1 { Finding.stop("a failure before the file") }
    }
}
