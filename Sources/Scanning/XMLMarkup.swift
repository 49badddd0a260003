#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Tags, references and what else begins with `<` or `&`.
extension XMLTokenizer {
    /// Longest tag, name or instruction target: a tag must be complete in memory.
    static let tagBytesMax = 4 << 20

    /// Reads what begins with `<` at `start`. Stalls, with nothing changed, when the window ends inside it.
    mutating func markup(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> UnsafePointer<UInt8> {
        let name = start + 1
        guard name < end else { return stall(start, end) }
        switch name.pointee {
        case 0x2F: return endTag(start, end)
        case 0x21: return declaration(start, end)
        case 0x3F: return instruction(start, end)
        default: return startTag(start, end)
        }
    }

    private mutating func stall(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> UnsafePointer<UInt8> {
        isStalled = true
        if end - start > Self.tagBytesMax { fail(.limit, "a tag longer than \(Self.tagBytesMax) bytes") }
        return start
    }

    // MARK: Names

    /// The end of the name at `start`, and where its local part begins. `nil` after a failure; the end is
    /// `end` where the window cuts the name.
    @inline(__always)
    private mutating func name(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> (end: UnsafePointer<UInt8>, local: UnsafePointer<UInt8>)? {
        guard classes[Int(start.pointee)] & XMLCharacters.nameStart != 0 else {
            fail(.malformed, "no name after <")
            return nil
        }
        var cursor = start
        var local = start
        var bits: UInt8 = 0
        while cursor < end {
            let byte = cursor.pointee
            guard classes[Int(byte)] & XMLCharacters.name != 0 else { break }
            bits |= byte
            cursor += 1
            if byte == 0x3A, local == start { local = cursor }
        }
        if bits >= 0x80, cursor < end, !isName(start, cursor) { return nil }
        // `a:` and `:a` are names without parts.
        if local == cursor || local == start + 1 && start.pointee == 0x3A { local = start }
        return (cursor, local)
    }

    /// Whether the characters beyond ASCII of a name may stand in one.
    private mutating func isName(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Bool {
        var cursor = start
        while cursor < end {
            if cursor.pointee < 0x80 {
                cursor += 1
                continue
            }
            guard case .valid(let length, let scalar) = XMLCharacters.multibyte(cursor, end) else {
                fail(.encoding, "bytes that are not UTF-8")
                return false
            }
            guard XMLCharacters.isName(scalar, first: cursor == start) else {
                fail(.malformed, "a character that no name has")
                return false
            }
            cursor += length
        }
        return true
    }

    // MARK: Tags

    private mutating func endTag(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> UnsafePointer<UInt8> {
        let first = start + 2
        // The usual case: the name of the open element and the end of the tag.
        var cursor = first
        while cursor < end, cursor.pointee > 0x20, cursor.pointee != 0x3E { cursor += 1 }
        let count = cursor - first
        var lines: Int32 = 0
        while cursor < end, classes[Int(cursor.pointee)] & XMLCharacters.blank != 0 {
            if cursor.pointee == 0x0A { lines += 1 }
            cursor += 1
        }
        guard cursor < end else { return stall(start, end) }
        guard cursor.pointee == 0x3E else {
            fail(.malformed, "an end tag that does not end")
            return start
        }
        line &+= lines
        close(first, count)
        return cursor + 1
    }

    private mutating func startTag(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> UnsafePointer<UInt8> {
        let first = start + 1
        guard let name = name(first, end) else { return start }
        guard name.end < end else { return stall(start, end) }
        let (count, localCount) = (name.end - first, name.end - name.local)
        if name.end.pointee == 0x3E {
            attributes.clear()
            open(first, count, localCount: localCount)
            return name.end + 1
        }
        guard let tagEnd = attributeList(name.end, end) else {
            return failure == nil ? stall(start, end) : start
        }
        attributes.declare(depth: depth + 1)
        let isEmpty = tagEnd.pointee == 0x2F
        open(first, count, localCount: localCount)
        if isEmpty, failure == nil { close(nil, 0) }
        return tagEnd + (isEmpty ? 2 : 1)
    }

    /// Reads the attributes of a tag from behind its name to its `>` or `/>`, where it returns. `nil` after a
    /// failure, and when the window ends before; nothing has changed then.
    private mutating func attributeList(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> UnsafePointer<UInt8>? {
        attributes.clear()
        let lineBefore = line
        var cursor = start
        while true {
            let blanks = cursor
            cursor = skipBlanks(cursor, end)
            guard cursor < end else { break }
            if cursor.pointee == 0x3E { return cursor }
            if cursor.pointee == 0x2F {
                guard cursor + 1 < end else { break }
                if cursor[1] == 0x3E { return cursor }
                fail(.malformed, "a / inside a tag")
                return nil
            }
            guard cursor > blanks else {
                fail(.malformed, "an attribute without a blank before it")
                return nil
            }
            guard let next = attribute(cursor, end) else {
                if failure == nil { break }
                return nil
            }
            cursor = next
        }
        line = lineBefore
        return nil
    }

    private mutating func skipBlanks(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> UnsafePointer<UInt8> {
        var cursor = start
        while cursor < end, classes[Int(cursor.pointee)] & XMLCharacters.blank != 0 {
            if cursor.pointee == 0x0A { line &+= 1 }
            cursor += 1
        }
        return cursor
    }

    private mutating func attribute(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> UnsafePointer<UInt8>? {
        guard let name = name(start, end), name.end < end else { return nil }
        var cursor = skipBlanks(name.end, end)
        guard cursor < end else { return nil }
        guard cursor.pointee == 0x3D else {
            fail(.malformed, "an attribute without a value")
            return nil
        }
        cursor = skipBlanks(cursor + 1, end)
        guard cursor < end else { return nil }
        let quote = cursor.pointee
        guard quote == 0x22 || quote == 0x27 else {
            fail(.malformed, "an attribute value without quotes")
            return nil
        }
        let first = cursor + 1
        guard let value = valueEnd(first, end, quote: quote) else { return nil }
        let isNew = attributes.append(
            XMLAttributes.Attribute(
                name: start, nameCount: name.end - start, local: name.local, value: first,
                valueCount: value.end - first, isPlain: value.isPlain))
        guard isNew else {
            fail(.malformed, "an attribute given twice")
            return nil
        }
        return value.end + 1
    }

    /// The closing quote. References are examined here, whether anybody wants the value or not.
    private mutating func valueEnd(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, quote: UInt8
    ) -> (end: UnsafePointer<UInt8>, isPlain: Bool)? {
        var cursor = start
        var isPlain = true
        while cursor < end {
            let byte = cursor.pointee
            if byte == quote { return (cursor, isPlain) }
            if byte == 0x26 {
                isPlain = false
                let next = reference(cursor, end, isCollected: false)
                if failure != nil || isStalled {
                    isStalled = false
                    return nil
                }
                cursor = next
            } else if byte == 0x3C {
                fail(.malformed, "a < inside an attribute value")
                return nil
            } else if byte >= 0x20, byte < 0x80 {
                cursor += 1
            } else {
                if byte < 0x20 { isPlain = false }
                let next = character(cursor, end)
                if next == cursor { return nil }
                cursor = next
            }
        }
        return nil
    }

    // MARK: References

    /// Reads `&lt;` or `&#233;`. Stalls when the window ends inside it.
    mutating func reference(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, isCollected: Bool
    ) -> UnsafePointer<UInt8> {
        guard start + 1 < end else {
            isStalled = true
            return start
        }
        guard start[1] != 0x23 else { return characterReference(start, end, isCollected: isCollected) }
        guard let name = name(start + 1, end) else { return start }
        guard name.end < end else {
            if end - start > 1 << 16 { fail(.limit, "an entity without its end") }
            isStalled = true
            return start
        }
        guard name.end.pointee == 0x3B else {
            fail(.malformed, "an entity without its semicolon")
            return start
        }
        guard let scalar = predefined(start + 1, name.end - start - 1) else {
            fail(.forbidden, "an entity of its own")
            return start
        }
        if isCollected { addReferenced(scalar) }
        return name.end + 1
    }

    private func predefined(_ name: UnsafePointer<UInt8>, _ count: Int) -> UInt32? {
        func isName(_ wanted: StaticString) -> Bool {
            count == wanted.utf8CodeUnitCount && memcmp(name, wanted.utf8Start, count) == 0
        }
        if isName("amp") { return 0x26 }
        if isName("lt") { return 0x3C }
        if isName("gt") { return 0x3E }
        if isName("quot") { return 0x22 }
        return isName("apos") ? 0x27 : nil
    }

    private mutating func characterReference(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, isCollected: Bool
    ) -> UnsafePointer<UInt8> {
        var cursor = start + 2
        var isHexadecimal = false
        if cursor < end, cursor.pointee == 0x78 {
            isHexadecimal = true
            cursor += 1
        }
        var value: UInt32 = 0
        var digits = 0
        while cursor < end, let digit = digit(cursor.pointee, isHexadecimal) {
            value = min(value * (isHexadecimal ? 16 : 10) + digit, 0x11_0000)
            digits += 1
            cursor += 1
        }
        guard cursor < end, digits < 1 << 16 else {
            if digits >= 1 << 16 { fail(.malformed, "a character reference without its end") }
            isStalled = true
            return start
        }
        guard digits > 0, cursor.pointee == 0x3B, XMLCharacters.isCharacter(value) else {
            fail(.malformed, "a character reference to nothing")
            return start
        }
        if isCollected { addReferenced(value) }
        return cursor + 1
    }

    private func digit(_ byte: UInt8, _ isHexadecimal: Bool) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte) - 0x30
        case 0x41...0x46 where isHexadecimal: UInt32(byte) - 0x37
        case 0x61...0x66 where isHexadecimal: UInt32(byte) - 0x57
        default: nil
        }
    }

    private mutating func addReferenced(_ scalar: UInt32) {
        guard events.textCount < limits.textBytesMax else {
            return fail(.limit, "a text longer than \(limits.textBytesMax) bytes")
        }
        events.add(scalar: scalar)
    }

    // MARK: Comments, CDATA, instructions

    private mutating func declaration(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> UnsafePointer<UInt8> {
        if isPrefix("<!--", start, end) {
            guard end - start >= 4 else { return stall(start, end) }
            beginHidden(comment: true)
            return start + 4
        }
        if isPrefix("<![CDATA[", start, end) {
            guard end - start >= 9 else { return stall(start, end) }
            beginCharacterData()
            return start + 9
        }
        if isPrefix("<!DOCTYPE", start, end) {
            guard end - start >= 9 else { return stall(start, end) }
            fail(.forbidden, "a document type")
            return start
        }
        fail(.malformed, "a declaration that is none")
        return start
    }

    /// Whether the bytes are `wanted`, as far as there are bytes.
    private func isPrefix(
        _ wanted: StaticString, _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> Bool {
        memcmp(start, wanted.utf8Start, min(end - start, wanted.utf8CodeUnitCount)) == 0
    }

    private mutating func instruction(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> UnsafePointer<UInt8> {
        let first = start + 2
        guard first < end, let name = name(first, end) else {
            return first < end ? start : stall(start, end)
        }
        guard name.end < end else { return stall(start, end) }
        let isReserved =
            name.end - first == 3 && first[0] | 0x20 == 0x78 && first[1] | 0x20 == 0x6D
            && first[2] | 0x20 == 0x6C
        // The declaration at the very beginning was read before.
        guard !isReserved else {
            fail(.malformed, "an XML declaration inside the document")
            return start
        }
        let isEmpty = name.end.pointee == 0x3F
        if isEmpty, name.end + 1 == end { return stall(start, end) }
        guard isEmpty ? name.end[1] == 0x3E : classes[Int(name.end.pointee)] & XMLCharacters.blank != 0 else {
            fail(.malformed, "an instruction without a blank behind its name")
            return start
        }
        beginHidden(comment: false)
        return name.end
    }
}
