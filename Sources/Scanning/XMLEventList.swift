#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Events that wait for delivery, and the text being collected.
///
/// A text that stands in one piece in the input is not copied: its event points to the input, which stays
/// where it is until the events are delivered. A text in several pieces is put together in a buffer of our
/// own.
struct XMLEventList {
    private let list: UnsafeMutablePointer<XMLEvents.Event>
    private var count = 0
    private static let capacity = 1 << 10

    private var buffer: UnsafeMutablePointer<UInt8>
    private var bufferUsed = 0
    private var bufferCapacity = 1 << 16

    private var text: UnsafePointer<UInt8>?
    private(set) var textCount = 0
    private var textIsOwn = false

    private let deliver: XMLTokenizer.Delivery
    /// The receiver has had enough.
    private(set) var isStopped = false

    init(deliver: @escaping XMLTokenizer.Delivery) {
        self.deliver = deliver
        list = .allocate(capacity: Self.capacity)
        buffer = .allocate(capacity: bufferCapacity)
    }

    func deallocate() {
        list.deallocate()
        buffer.deallocate()
    }

    // MARK: Events

    @inline(__always)
    mutating func append(_ kind: XMLEvents.Kind, _ field: UInt8, line: Int32) {
        append(XMLEvents.Event(kind: kind, field: field, line: line, count: 0, bytes: nil))
    }

    /// A text that stays where it is until the delivery.
    @inline(__always)
    mutating func append(_ field: UInt8, line: Int32, _ bytes: UnsafePointer<UInt8>, _ count: Int) {
        append(
            XMLEvents.Event(
                kind: .text, field: field, line: line, count: Int32(truncatingIfNeeded: count), bytes: bytes))
    }

    /// The collected text, which is then forgotten.
    @inline(__always)
    mutating func appendCollected(_ field: UInt8, line: Int32) {
        append(
            XMLEvents.Event(
                kind: .text, field: field, line: line, count: Int32(truncatingIfNeeded: textCount),
                bytes: text))
        beginText()
    }

    @inline(__always)
    private mutating func append(_ event: XMLEvents.Event) {
        (list + count).initialize(to: event)
        count &+= 1
        if count == Self.capacity { deliverAll() }
    }

    /// Hands the events over and forgets them, but not the text whose end has not come yet.
    mutating func deliverAll() {
        if count > 0, !isStopped {
            let events = XMLEvents(list: UnsafeBufferPointer(start: list, count: count))
            if !deliver(events) { isStopped = true }
        }
        count = 0
        guard textIsOwn, let text else {
            bufferUsed = 0
            return
        }
        memmove(buffer, text, textCount)
        self.text = UnsafePointer(buffer)
        bufferUsed = textCount
    }

    /// Delivers, and makes the collected text independent of the input, which goes away.
    mutating func endWindow() {
        deliverAll()
        if textCount > 0, !textIsOwn { own(adding: 0) }
    }

    // MARK: The text being collected

    @inline(__always)
    mutating func beginText() {
        text = nil
        textCount = 0
        textIsOwn = false
    }

    @inline(__always)
    mutating func add(_ bytes: UnsafePointer<UInt8>, _ added: Int) {
        if textCount == 0 {
            text = bytes
            textCount = added
        } else if !textIsOwn, let text, text + textCount == bytes {
            textCount &+= added
        } else {
            addCopy(bytes, added)
        }
    }

    private mutating func addCopy(_ bytes: UnsafePointer<UInt8>, _ added: Int) {
        own(adding: added)
        memcpy(buffer + bufferUsed, bytes, added)
        bufferUsed += added
        textCount += added
    }

    /// Bytes that will not stay where they are.
    mutating func addCopy(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { if let base = $0.baseAddress { addCopy(base, $0.count) } }
    }

    /// A character that does not stand in the input as such.
    mutating func add(scalar: UInt32) {
        guard let scalar = Unicode.Scalar(scalar) else { return }
        own(adding: 4)
        for byte in UTF8.encode(scalar).map(Array.init) ?? [] {
            buffer[bufferUsed] = byte
            bufferUsed += 1
            textCount += 1
        }
    }

    /// Brings the text to the end of our buffer, with room for more behind it.
    private mutating func own(adding added: Int) {
        let needed = textIsOwn ? added : textCount + added
        if bufferUsed + needed > bufferCapacity { makeRoom(needed) }
        guard !textIsOwn else { return }
        let start = buffer + bufferUsed
        if let text { memcpy(start, text, textCount) }
        text = UnsafePointer(start)
        bufferUsed += textCount
        textIsOwn = true
    }

    private mutating func makeRoom(_ needed: Int) {
        // No event points into the buffer after a delivery.
        deliverAll()
        guard bufferUsed + needed > bufferCapacity else { return }
        bufferCapacity = 2 * (bufferUsed + needed)
        let wider = UnsafeMutablePointer<UInt8>.allocate(capacity: bufferCapacity)
        memcpy(wider, buffer, bufferUsed)
        buffer.deallocate()
        buffer = wider
        if textIsOwn { text = UnsafePointer(buffer) }
    }
}
