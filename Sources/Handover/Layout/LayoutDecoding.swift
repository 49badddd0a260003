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
    /// The lines of a file, without their newlines; the last one may lack it. Without newlines the length of
    /// the records divides them. A DELIMITED file may end them all with LF for CRLF, or the other way round.
    func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = bytes.startIndex
        if encoding == .utf8, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start += 3 }
        guard !newline.isEmpty else {
            while recordLength > 0, start < bytes.endIndex {
                let end = min(start + recordLength, bytes.endIndex)
                lines.append(bytes[start..<end])
                start = end
            }
            return lines
        }
        let newline = lineEnd(of: bytes)
        var position = start
        while position + newline.count <= bytes.endIndex {
            if bytes[position...].starts(with: newline) {
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
    func cells(of line: ArraySlice<UInt8>) -> [[UInt8]]? {
        var cells: [[UInt8]] = [[]]
        var rest = line
        func takes(_ mark: [UInt8]) -> Bool { !mark.isEmpty && rest.starts(with: mark) }
        while let byte = rest.first {
            if takes(quote), cells[cells.count - 1].isEmpty {
                rest = rest.dropFirst(quote.count)
                while true {
                    guard let inner = rest.first else { return nil }
                    if takes(quote) {
                        rest = rest.dropFirst(quote.count)
                        guard takes(quote) else { break }
                        cells[cells.count - 1] += quote
                        rest = rest.dropFirst(quote.count)
                    } else {
                        cells[cells.count - 1].append(inner)
                        rest = rest.dropFirst()
                    }
                }
                guard rest.isEmpty || takes(separator) else { return nil }
            } else if takes(separator) {
                cells.append([])
                rest = rest.dropFirst(separator.count)
            } else {
                cells[cells.count - 1].append(byte)
                rest = rest.dropFirst()
            }
        }
        return cells
    }
}
