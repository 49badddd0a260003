/// A sentence in English that keeps its values apart, so that a reader of another language gets it in theirs.
///
/// Its translations are kept under the sentence with holes: `"\(a) stated, \(b) by our books"` under
/// `{1} stated, {2} by our books`. Written as any string with values in it.
public struct Phrase: Sendable, Equatable, ExpressibleByStringInterpolation, CustomStringConvertible {
    fileprivate enum Segment: Sendable {
        case words(String)
        /// A reference, an amount, a day, a code.
        case value(String)
    }

    private var segments: [Segment]

    public init(stringLiteral words: String) { segments = [.words(words)] }

    public init(stringInterpolation: StringInterpolation) { segments = stringInterpolation.segments }

    /// The sentence with its values, in English.
    public var text: String {
        segments.reduce(into: "") { text, segment in
            switch segment {
            case .words(let part), .value(let part): text += part
            }
        }
    }

    public var description: String { text }

    /// The values, in order.
    public var values: [String] {
        segments.compactMap { segment in
            if case .value(let value) = segment { value } else { nil }
        }
    }

    /// The sentence with `{1}`, `{2}` for its values.
    public var template: String {
        var (template, count) = ("", 0)
        for segment in segments {
            switch segment {
            case .words(let part): template += part
            case .value:
                count += 1
                template += "{\(count)}"
            }
        }
        return template
    }

    /// One after the other.
    public static func + (a: Phrase, b: Phrase) -> Phrase {
        var sum = a
        sum.segments += b.segments
        return sum
    }

    /// Two are the same where a reader sees the same.
    public static func == (a: Phrase, b: Phrase) -> Bool { a.text == b.text }

    /// The parts of a string with values in it, as the compiler hands them over.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var segments: [Segment] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            segments.reserveCapacity(2 * interpolationCount + 1)
        }

        public mutating func appendLiteral(_ words: String) {
            if !words.isEmpty { segments.append(.words(words)) }
        }

        /// A value that no language writes differently.
        public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            segments.append(.value(value.description))
        }

        /// A part of the sentence, with values of its own.
        public mutating func appendInterpolation(_ part: Phrase) { segments += part.segments }
    }
}
