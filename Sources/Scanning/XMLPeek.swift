/// A start tag as a glance at a file finds it.
public struct XMLStartTag: Sendable, Equatable {
    /// Local name.
    public var name: String
    /// The namespace its prefix is bound to in this very tag; empty where it is bound elsewhere or nowhere.
    public var namespace: String
    /// The text directly after the tag, up to the next one.
    public var text: String
}

/// A glance at the beginning of a file, to tell what it is before anything judges it: no parser, so that a
/// cut-off or hostile file can be named too. The reader then refuses it.
public enum XMLPeek {
    /// The start tags in the first `bytesMax` bytes, at most `tagsMax`; none when the bytes are not XML.
    /// Document types, comments and processing instructions are stepped over.
    ///
    /// - Parameter isEnough: told every tag; the first for which it is true is the last one looked at.
    public static func startTags(
        _ bytes: Span<UInt8>, bytesMax: Int = 1 << 16, tagsMax: Int = 200,
        until isEnough: (XMLStartTag) -> Bool = { _ in false }
    ) -> [XMLStartTag] {
        let head = utf8Head(bytes, bytesMax)
        guard let first = head.firstIndex(where: { $0 > 0x20 }), head[first] == UInt8(ascii: "<") else {
            return []
        }
        var tags: [XMLStartTag] = []
        var index = first
        while tags.count < tagsMax, let open = head[index...].firstIndex(of: UInt8(ascii: "<")) {
            guard let end = tagEnd(head, open) else { break }
            index = end
            guard let tag = tag(head[(open + 1)..<(end - 1)]) else { continue }
            let text = head[end...].prefix(200).prefix { $0 != UInt8(ascii: "<") }
            let found = XMLStartTag(name: tag.name, namespace: tag.namespace, text: trimmed(text))
            tags.append(found)
            if isEnough(found) { break }
        }
        return tags
    }

    /// The encoding the file declares, in upper case, or the one its first bytes tell; `UTF-8` else.
    public static func encoding(_ bytes: Span<UInt8>) -> String {
        let detected = TextEncoding.detect(bytes, sampleBytes: 1024).encoding
        if detected == .utf16LittleEndian || detected == .utf16BigEndian { return detected.rawValue }
        let head = utf8Head(bytes, 256)
        guard let open = head.firstIndex(of: UInt8(ascii: "<")), let end = tagEnd(head, open) else {
            return "UTF-8"
        }
        let declaration = head[open..<end]
        guard declaration.starts(with: Array("<?xml".utf8)),
            let value = attribute("encoding", in: declaration), !value.isEmpty
        else { return "UTF-8" }
        return value.uppercased()
    }

    private static func utf8Head(_ bytes: Span<UInt8>, _ bytesMax: Int) -> [UInt8] {
        let (encoding, markLength) = TextEncoding.detect(bytes, sampleBytes: 1024)
        let head = bytes.extracting(min(markLength, bytes.count)..<min(bytes.count, bytesMax))
        switch encoding {
        case .utf16LittleEndian, .utf16BigEndian: return encoding.utf8Bytes(head)
        default: return head.withUnsafeBufferPointer { Array($0) }
        }
    }

    /// Just behind the tag, comment, instruction or document type that opens at `open`.
    private static func tagEnd(_ head: [UInt8], _ open: Int) -> Int? {
        let mark = open + 1 < head.count ? head[open + 1] : 0
        if mark == UInt8(ascii: "!"), head[open...].starts(with: Array("<!--".utf8)) {
            return end(of: "-->", head, open + 4)
        }
        if mark == UInt8(ascii: "?") { return end(of: "?>", head, open + 2) }
        var quote: UInt8 = 0
        var brackets = 0
        for index in (open + 1)..<max(open + 1, head.count) {
            let byte = head[index]
            switch byte {
            case quote where quote != 0: quote = 0
            case _ where quote != 0: continue
            case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
            case UInt8(ascii: "["): brackets += 1
            case UInt8(ascii: "]"): brackets -= 1
            case UInt8(ascii: ">") where brackets <= 0: return index + 1
            default: continue
            }
        }
        return nil
    }

    private static func end(of mark: String, _ head: [UInt8], _ start: Int) -> Int? {
        let mark = Array(mark.utf8)
        var index = start
        while index + mark.count <= head.count {
            if head[index..<index + mark.count].elementsEqual(mark) { return index + mark.count }
            index += 1
        }
        return nil
    }

    /// Name and namespace out of what stands between `<` and `>`; `nil` for anything but a start tag.
    private static func tag(_ inside: ArraySlice<UInt8>) -> (name: String, namespace: String)? {
        guard let first = inside.first, first != UInt8(ascii: "/"), first != UInt8(ascii: "!"),
            first != UInt8(ascii: "?")
        else { return nil }
        let name = inside.prefix { $0 > 0x20 && $0 != UInt8(ascii: "/") }
        let parts = name.split(separator: UInt8(ascii: ":"), maxSplits: 1)
        guard let local = parts.last else { return nil }
        let prefix = parts.count == 2 ? parts.first : nil
        let declaration = prefix.map { "xmlns:" + String(decoding: $0, as: UTF8.self) } ?? "xmlns"
        return (
            String(decoding: local, as: UTF8.self), attribute(declaration, in: inside) ?? ""
        )
    }

    /// The value of an attribute in the text of a tag.
    private static func attribute(_ name: String, in tag: ArraySlice<UInt8>) -> String? {
        let wanted = Array(name.utf8)
        var index = tag.startIndex
        while index + wanted.count < tag.endIndex {
            let isWanted =
                tag[index] <= 0x20 && tag[(index + 1)..<(index + 1 + wanted.count)].elementsEqual(wanted)
            if isWanted {
                let rest = tag[(index + 1 + wanted.count)...].drop { $0 <= 0x20 }
                if rest.first == UInt8(ascii: "="), let value = quoted(rest.dropFirst()) { return value }
            }
            index += 1
        }
        return nil
    }

    private static func quoted(_ bytes: ArraySlice<UInt8>) -> String? {
        let rest = bytes.drop { $0 <= 0x20 }
        guard let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
            let end = rest.dropFirst().firstIndex(of: quote)
        else { return nil }
        return String(decoding: rest[(rest.startIndex + 1)..<end], as: UTF8.self)
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> String {
        let start = text.drop { $0 <= 0x20 }
        guard let last = start.lastIndex(where: { $0 > 0x20 }) else { return "" }
        return String(decoding: start[...last], as: UTF8.self)
    }
}
