/// Reads an encoding: the writer's table backwards, so that what is written is read again.
struct LayoutDecoder {
    private let encoding: LayoutEncoding
    /// What each byte means, in encodings of one byte a character.
    private let letters: [Unicode.Scalar?]

    init(_ encoding: LayoutEncoding) {
        self.encoding = encoding
        letters = encoding == .utf8 ? [] : encoding.letters
    }

    /// The text of bytes; `nil` where a byte means nothing, or is a control character: nothing is guessed,
    /// and no field goes on after a line.
    func text(of bytes: some Collection<UInt8>) -> [Unicode.Scalar]? {
        if encoding == .utf8 {
            guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
            let scalars = Array(text.unicodeScalars)
            var unused: [UInt8] = []
            return scalars.allSatisfy { encoding.append($0, to: &unused) } ? scalars : nil
        }
        var scalars: [Unicode.Scalar] = []
        scalars.reserveCapacity(bytes.count)
        for byte in bytes {
            guard let scalar = letters[Int(byte)] else { return nil }
            scalars.append(scalar)
        }
        return scalars
    }
}

extension LayoutEncoding {
    /// What each byte means.
    fileprivate var letters: [Unicode.Scalar?] {
        var letters = [Unicode.Scalar?](repeating: nil, count: 256)
        // No encoding here has a character beyond the box drawings.
        for value in UInt32(0x20)..<0x2600 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            var bytes: [UInt8] = []
            guard append(scalar, to: &bytes), bytes.count == 1, letters[Int(bytes[0])] == nil else {
                continue
            }
            letters[Int(bytes[0])] = scalar
        }
        return letters
    }
}

extension LayoutFormat {
    /// The lines of a file, without their newlines; the last one may lack it.
    func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        let newline = newline.bytes
        var lines: [ArraySlice<UInt8>] = []
        var start = bytes.startIndex
        if encoding == .utf8, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start += 3 }
        var position = start
        while position + newline.count <= bytes.endIndex {
            if bytes[position..<position + newline.count].elementsEqual(newline) {
                lines.append(bytes[start..<position])
                position += newline.count
                start = position
            } else {
                position += 1
            }
        }
        if start < bytes.endIndex { lines.append(bytes[start...]) }
        return lines
    }

    /// The cells of a line of a DELIMITED file; `nil` where a quote does not end, or something follows it.
    func cells(of line: [Unicode.Scalar]) -> [[Unicode.Scalar]]? {
        guard let separator = separator.unicodeScalars.first else { return nil }
        let quote = quote.unicodeScalars.first
        var cells: [[Unicode.Scalar]] = [[]]
        var position = 0
        while position < line.count {
            if let quote, line[position] == quote, cells[cells.count - 1].isEmpty {
                position += 1
                while true {
                    guard position < line.count else { return nil }
                    if line[position] == quote {
                        guard position + 1 < line.count, line[position + 1] == quote else { break }
                        position += 1
                    }
                    cells[cells.count - 1].append(line[position])
                    position += 1
                }
                position += 1
                guard position == line.count || line[position] == separator else { return nil }
            } else if line[position] == separator {
                cells.append([])
                position += 1
            } else {
                cells[cells.count - 1].append(line[position])
                position += 1
            }
        }
        return cells
    }
}
