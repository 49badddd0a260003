/// The heading row of a DELIMITED return file: the names of the columns.
struct LayoutHeading {
    let names: [String]
    let format: LayoutFormat

    /// What differs first; `column` is 0 where it is no column.
    struct Difference: Equatable {
        var column = 0
        let found: String
        let expected: String
    }

    /// `nil` where the line is the heading.
    func difference(of line: ArraySlice<UInt8>) -> Difference? {
        guard let cells = format.cells(of: line) else {
            return Difference(found: "a quote that does not end", expected: "a closed quote")
        }
        let decoder = LayoutDecoder(format.encoding)
        let found = cells.map { decoder.text(of: $0).map(Self.string) }
        if found == names.map(Optional.some) { return nil }
        if let end = format.misplacedLineEnd(in: line) {
            return Difference(found: "the line end \(end)", expected: format.lineEndName)
        }
        if format.encoding != .utf8 {
            let unicode = LayoutDecoder(.utf8)
            if cells.map({ unicode.text(of: $0).map(Self.string) }) == names.map(Optional.some) {
                return Difference(found: "a heading in UTF-8", expected: format.encoding.rawValue)
            }
        }
        // A row with no name of the profile is hardly a heading: of what stands in it nothing is shown.
        let isHeading = found.contains { $0.map(names.contains) ?? false }
        for (position, name) in names.enumerated() {
            let column = "column \(position + 1)"
            guard position < found.count else {
                return Difference(
                    column: position + 1, found: "\(found.count) columns",
                    expected: "\(column) \(LayoutReader.quoted(name))")
            }
            guard found[position] != name else { continue }
            let stated =
                found[position].map { isHeading ? LayoutReader.quoted($0) : "of a row that is no heading" }
                ?? "with a byte that is no character of \(format.encoding.rawValue)"
            return Difference(
                column: position + 1, found: "\(column) \(stated)", expected: LayoutReader.quoted(name))
        }
        return Difference(
            column: names.count + 1, found: "\(found.count) columns", expected: "\(names.count) columns")
    }

    private static func string(_ scalars: [Unicode.Scalar]) -> String {
        String(String.UnicodeScalarView(scalars))
    }
}

// What a file of another program shows of itself.
extension LayoutFormat {
    /// The byte order mark of another encoding at the start of a file; `nil` where there is none.
    func foreignMark(of bytes: [UInt8]) -> String? {
        if encoding == .ibm1145 { return nil }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            return "the byte order mark of UTF-16"
        }
        return encoding != .utf8 && bytes.starts(with: [0xEF, 0xBB, 0xBF])
            ? "the byte order mark of UTF-8" : nil
    }

    /// The name of the line end that the profile says.
    var lineEndName: String { Newline.allCases.first { $0.bytes(in: encoding) == newline }?.rawValue ?? "" }

    /// A line end inside what the profile's line end divides; `nil` where there is none.
    func misplacedLineEnd(in line: ArraySlice<UInt8>) -> String? {
        func holds(_ mark: [UInt8]) -> Bool {
            !mark.isEmpty && line.indices.contains { line[$0...].starts(with: mark) }
        }
        for end in [Newline.carriageReturnLineFeed, .lineFeed, .nextLine] {
            if let mark = end.bytes(in: encoding), holds(mark) { return end.rawValue }
        }
        guard let back = encoding.bytes(ofMark: "\r"), holds(back) else { return nil }
        // What is left of CR and LF where the LF was taken for the line's end.
        let isHalf = newline == Newline.lineFeed.bytes(in: encoding) && line.suffix(back.count) == back[...]
        return isHalf ? Newline.carriageReturnLineFeed.rawValue : "CR"
    }

    /// What ends the lines of this file: in a DELIMITED one that has only the other of CRLF and LF, that one,
    /// since programs on the way change it; else what the profile says.
    func lineEnd(of bytes: [UInt8]) -> [UInt8] {
        guard kind == .delimited, let long = Newline.carriageReturnLineFeed.bytes(in: encoding),
            let short = Newline.lineFeed.bytes(in: encoding), newline == long || newline == short,
            let feed = short.last, let back = long.first
        else { return newline }
        var (withReturn, alone) = (0, 0)
        for (position, byte) in bytes.enumerated() where byte == feed {
            if position > 0, bytes[position - 1] == back { withReturn += 1 } else { alone += 1 }
        }
        if newline == long { return withReturn == 0 && alone > 0 ? short : long }
        return alone == 0 && withReturn > 0 ? long : short
    }
}
