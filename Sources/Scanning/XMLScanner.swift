/// What a reader does with the elements its grammar wants, in document order.
public protocol XMLHandler {
    /// A scope begins; `line` is 1-based.
    mutating func opened(_ field: UInt8, line: Int) throws
    /// A scope ends.
    mutating func closed(_ field: UInt8, line: Int) throws
    /// An element's text or an attribute's value, UTF-8, not trimmed; the bytes last only for the call.
    mutating func text(_ field: UInt8, _ bytes: Span<UInt8>, line: Int) throws
}

/// Bounds that keep hostile XML from costing more than its size.
public struct XMLLimits: Sendable {
    /// Nested elements, wanted or not.
    public var depthMax = 100
    /// Bytes of one wanted element's text. Text that is not wanted costs nothing and is not bounded.
    public var textBytesMax = 1 << 20

    public init() {}
}

/// Why XML was refused. Holds no content of the file.
public struct XMLFailure: Error, Equatable {
    /// What kind of refusal.
    public enum Kind: Sendable, Equatable {
        /// Not well-formed, or cut off.
        case malformed
        /// A document type or an entity that only one could define: refused unread.
        case forbidden
        /// A bound of `XMLLimits`, or one of the parser's own.
        case limit
        /// Bytes that are not in the declared or detected encoding, or an encoding nobody knows.
        case encoding
    }

    public let kind: Kind
    /// 1-based.
    public let line: Int
    /// What stood there, in a few words.
    public let reason: String

    public init(kind: Kind, line: Int, reason: String) {
        self.kind = kind
        self.line = line
        self.reason = reason
    }
}

/// Reads XML from memory, streaming and never as a tree, and hands what `grammar` wants to `handler`.
///
/// Blanks and a byte-order mark before the document are accepted. Throws `XMLFailure`, or what the handler
/// throws; the handler has then seen part of the document.
@inlinable
public func scanXML<Handler: XMLHandler>(
    _ bytes: Span<UInt8>, grammar: XMLGrammar, limits: XMLLimits = XMLLimits(), into handler: inout Handler
) throws {
    var thrown: (any Error)?
    let failure = withUnsafeMutablePointer(to: &handler) { handler in
        XMLParser.parse(bytes, grammar: grammar, limits: limits) { events in
            do {
                try deliver(events, to: &handler.pointee)
                return true
            } catch {
                thrown = error
                return false
            }
        }
    }
    if let thrown { throw thrown }
    if let failure { throw failure }
}

/// What the parser found since the last delivery.
@usableFromInline
struct XMLEvents {
    @usableFromInline
    enum Kind: UInt8 { case opened, closed, text }

    @usableFromInline
    struct Event {
        @usableFromInline let kind: Kind
        @usableFromInline let field: UInt8
        @usableFromInline let line: Int32
        @usableFromInline let count: Int32
        /// The text; valid until the delivery ends.
        @usableFromInline let bytes: UnsafePointer<UInt8>?
    }

    @usableFromInline let list: UnsafeBufferPointer<Event>
}

@inlinable
func deliver<Handler: XMLHandler>(_ events: XMLEvents, to handler: inout Handler) throws {
    for event in events.list {
        switch event.kind {
        case .opened: try handler.opened(event.field, line: Int(event.line))
        case .closed: try handler.closed(event.field, line: Int(event.line))
        case .text:
            let bytes = UnsafeBufferPointer(
                start: event.bytes, count: event.bytes == nil ? 0 : Int(event.count))
            try handler.text(event.field, bytes.span, line: Int(event.line))
        }
    }
}
