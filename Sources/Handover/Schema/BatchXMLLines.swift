internal import Scanning

/// On which lines of the XML some places of its tree stand. Faults come from the readers of the tree, which
/// know no lines: those are looked up afterwards, and only where there is a fault.
struct BatchXMLLines: XMLHandler {
    /// An element on the way to a wanted place.
    private struct Step {
        let field: UInt8
        /// In its list; 0 where the element is no list's.
        let index: Int
        let target: Int
    }

    /// An element that is open, and how many of each list it had so far.
    private struct Frame {
        let object: Int
        /// The node of the wanted places; `nil` where none is below.
        let node: Int?
        var counts: [Int: Int] = [:]
    }

    /// Places that are looked up at a time; of more findings the first are enough.
    static let placesMax = 1000

    private let shape: BatchShape
    private var steps: [[Step]] = [[]]
    private var lines: [Int] = [1]
    private var frames: [Frame] = []

    private init(_ shape: BatchShape) { self.shape = shape }

    /// The line of each path as `$.ops[3].case.balance`; where that is missing, of what stands around it.
    ///
    /// - Returns: as many as there are paths.
    static func lines(of paths: [String], in xml: [UInt8], flow: HandoverFlow) -> [Int] {
        guard let shape = BatchShape.of(flow) else { return paths.map { _ in 1 } }
        var handler = BatchXMLLines(shape)
        let nodes = paths.map { handler.add($0) }
        // A document that fails has told all that stands before.
        try? scanXML(xml.span, grammar: shape.grammar, into: &handler)
        return nodes.map { way in way.lazy.map { handler.lines[$0] }.last { $0 > 0 } ?? 1 }
    }

    /// The nodes on the way to a path, from the outermost.
    private mutating func add(_ path: String) -> [Int] {
        var (node, way) = (0, [0])
        var object: Int? = 0
        for part in path.split(separator: ".").dropFirst() {
            let pieces = part.split(separator: "[", maxSplits: 1)
            let index = pieces.count == 2 ? Int(pieces[1].prefix { $0 != "]" }) ?? 0 : 0
            guard let known = object, let name = pieces.first,
                let position = shape.objects[known].members.firstIndex(where: { $0.name == name }),
                let field = shape.objects[known].positions.firstIndex(of: position)
            else { break }
            let step = steps[node].first { $0.field == UInt8(clamping: field) && $0.index == index }
            if step == nil {
                steps.append([])
                lines.append(0)
                steps[node].append(
                    Step(field: UInt8(clamping: field), index: index, target: lines.count - 1))
            }
            node = step?.target ?? lines.count - 1
            way.append(node)
            object = nil
            if case .object(let inner) = shape.objects[known].members[position].content { object = inner }
        }
        return way
    }

    mutating func opened(_ field: UInt8, line: Int) {
        guard let around = frames.last else {
            frames.append(Frame(object: 0, node: 0))
            return
        }
        let node = found(field, line)
        var object = around.object
        if let position = shape.objects[object].position(of: field),
            case .object(let inner) = shape.objects[object].members[position].content
        {
            object = inner
        }
        frames.append(Frame(object: object, node: node))
    }

    mutating func closed(_ field: UInt8, line: Int) { _ = frames.popLast() }

    mutating func text(_ field: UInt8, _ bytes: Span<UInt8>, line: Int) { _ = found(field, line) }

    /// The node of an element that begins, if it is on the way to a place.
    private mutating func found(_ field: UInt8, _ line: Int) -> Int? {
        guard let frame = frames.last, let node = frame.node,
            let position = shape.objects[frame.object].position(of: field)
        else { return nil }
        var index = 0
        if shape.objects[frame.object].members[position].isList {
            index = frame.counts[position, default: 0]
            frames[frames.count - 1].counts[position] = index + 1
        }
        guard let step = steps[node].first(where: { $0.field == field && $0.index == index }) else {
            return nil
        }
        if lines[step.target] == 0 { lines[step.target] = line }
        return step.target
    }
}
