internal import Domain
internal import Yams

/// Collects every mistake, so that a person corrects the file once.
final class MistakeList {
    private(set) var mistakes: [ConfigurationMistake] = []

    func add(_ text: String, line: Int) { mistakes.append(ConfigurationMistake(line: line, text: text)) }

    var sorted: [ConfigurationMistake] {
        mistakes.sorted { ($0.line, $0.text) < ($1.line, $1.text) }
    }
}

/// One mapping of the configuration. Asking for a key marks it as known; `finish` reports the others with the
/// nearest known key.
final class YAMLSection {
    let path: String
    let line: Int
    let mistakes: MistakeList
    private var values: [String: Node] = [:]
    private var order: [(key: String, line: Int)] = []
    private var asked: Set<String> = []

    init(_ node: Node?, path: String, mistakes: MistakeList) {
        self.path = path
        self.mistakes = mistakes
        line = node?.mark?.line ?? 0
        guard let node else { return }
        guard let mapping = node.mapping else {
            if node.null == nil { mistakes.add("'\(path)' must hold keys and values", line: line) }
            return
        }
        for (key, value) in mapping {
            guard let name = key.string else { continue }
            if values[name] != nil {
                mistakes.add("'\(full(name))' is given twice", line: key.mark?.line ?? line)
            }
            values[name] = value
            order.append((name, key.mark?.line ?? line))
        }
    }

    var isPresent: Bool { !order.isEmpty }

    private func full(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    func lineOf(_ key: String) -> Int { order.first { $0.key == key }?.line ?? line }

    /// Value of a key; `nil` when absent or empty.
    private func node(_ key: String) -> Node? {
        asked.insert(key)
        guard let node = values[key], node.null == nil || node.scalar?.style != .plain else { return nil }
        return node
    }

    func section(_ key: String) -> YAMLSection { YAMLSection(node(key), path: full(key), mistakes: mistakes) }

    func sections(_ key: String) -> [YAMLSection] {
        guard let node = node(key) else { return [] }
        guard let list = node.sequence else {
            mistakes.add("'\(full(key))' must be a list", line: lineOf(key))
            return []
        }
        return list.enumerated().map { YAMLSection($1, path: "\(full(key))[\($0 + 1)]", mistakes: mistakes) }
    }

    /// Whether a key holds keys and values of its own.
    func holdsSection(_ key: String) -> Bool { values[key]?.mapping != nil }

    func text(_ key: String, required: Bool = false) -> String? {
        guard let node = node(key) else {
            if required { mistakes.add("'\(full(key))' is missing", line: line) }
            return nil
        }
        guard let scalar = node.scalar else {
            mistakes.add("'\(full(key))' must be one value", line: lineOf(key))
            return nil
        }
        return scalar.string
    }

    func texts(_ key: String) -> [String] {
        guard let node = node(key) else { return [] }
        if let scalar = node.scalar { return [scalar.string] }
        return (node.sequence ?? []).compactMap { item in
            if item.scalar == nil {
                mistakes.add("'\(full(key))' must hold texts", line: item.mark?.line ?? 0)
            }
            return item.scalar?.string
        }
    }

    func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = text(key) else { return nil }
        guard let value = Int(text), range.contains(value) else {
            mistakes.add(
                "'\(full(key))' must be a whole number from \(range.lowerBound) to \(range.upperBound), not '\(text)'",
                line: lineOf(key))
            return nil
        }
        return value
    }

    /// An amount such as `50.00` as minor units.
    func amount(_ key: String, currency: Currency) -> Int64? {
        guard let text = text(key) else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let decimals = parts.count == 2 ? parts[1].count : 0
        guard parts.count <= 2, decimals <= 4, let digits = Int64(parts.joined()), digits >= 0,
            let value = Int64.minorUnits(digits: digits, scale: decimals, exponent: currency.exponent)
        else {
            mistakes.add(
                "'\(full(key))' must be an amount in \(currency) such as 50.00, not '\(text)'",
                line: lineOf(key))
            return nil
        }
        return value
    }

    func flag(_ key: String) -> Bool? {
        guard let text = text(key) else { return nil }
        switch text {
        case "true", "yes": return true
        case "false", "no": return false
        default:
            mistakes.add("'\(full(key))' must be true or false, not '\(text)'", line: lineOf(key))
            return nil
        }
    }

    /// One of a closed list of words.
    func choice<Value>(_ key: String, required: Bool = false, _ values: [(String, Value)]) -> Value? {
        guard let text = text(key, required: required) else { return nil }
        if let found = values.first(where: { $0.0 == text }) { return found.1 }
        let known = values.map(\.0)
        let near = Self.nearest(to: text, in: known).map { "; did you mean '\($0)'?" } ?? ""
        mistakes.add(
            "'\(full(key))' must be one of \(known.joined(separator: ", ")), not '\(text)'\(near)",
            line: lineOf(key))
        return nil
    }

    /// Every key and its value, for maps with free keys.
    func entries() -> [(key: String, line: Int)] {
        for (key, _) in order { asked.insert(key) }
        return order
    }

    /// Reports keys that nothing asked for.
    func finish() {
        for (key, line) in order where !asked.contains(key) {
            let near = Self.nearest(to: key, in: asked.sorted()).map { "; did you mean '\($0)'?" } ?? ""
            mistakes.add("unknown key '\(full(key))'\(near)", line: line)
        }
    }

    /// The known word with the fewest typing errors, if at most a third of its letters are wrong.
    static func nearest(to word: String, in known: [String]) -> String? {
        let scored = known.map { (distance(Array(word.lowercased().utf8), Array($0.lowercased().utf8)), $0) }
        guard let best = scored.min(by: { $0 < $1 }), best.0 <= max(2, best.1.count / 3) else { return nil }
        return best.1
    }

    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var previous = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var current = [i + 1]
            for (j, y) in b.enumerated() {
                current.append(min(previous[j + 1] + 1, current[j] + 1, previous[j] + (x == y ? 0 : 1)))
            }
            previous = current
        }
        return previous[b.count]
    }
}
