import Foundation
import Testing

/// What the formatter cannot check: limits of size, and words that have no place in the sources.
@Suite struct TidyTests {
    private static func sources() throws -> [(path: String, lines: [String])] {
        let root = Recobro.packageRoot.appendingPathComponent("Sources")
        guard let found = FileManager.default.enumerator(atPath: root.path) else { return [] }
        return try found.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted().map { path in
            let text = try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
            return (path, text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        }
    }

    @Test func filesAndLinesAreShort() throws {
        let sources = try Self.sources()
        #expect(sources.count > 100)
        for (path, lines) in sources {
            #expect(lines.count <= 600, "\(path) has \(lines.count) lines")
            // The formatter breaks code at 110; it leaves comments and long texts (SQL, messages) alone.
            for (number, line) in lines.enumerated() {
                let isComment = line.drop { $0 == " " }.hasPrefix("//")
                if line.count > (isComment ? 110 : 130) {
                    Issue.record("\(path):\(number + 1) is \(line.count) characters long")
                }
            }
        }
    }

    @Test func functionsAreShort() throws {
        for (path, lines) in try Self.sources() {
            var start: (line: Int, indent: Int)?
            for (number, line) in lines.enumerated() {
                let code = line.drop { $0 == " " }
                let indent = line.count - code.count
                if start == nil, code.contains("func ") || code.contains("init("), code.hasSuffix("{") {
                    start = (number, indent)
                } else if let open = start, indent == open.indent, code.hasPrefix("}") {
                    let length = number - open.line + 1
                    #expect(length <= 60, "\(path):\(open.line + 1) is \(length) lines long")
                    start = nil
                }
            }
        }
    }

    @Test func noFloatingPointAndNoTrapsOnInput() throws {
        let banned = [
            "Double(", ": Double", "<Double", "Float(", "Decimal(", "DateFormatter", "try!", "fatalError(",
            " as! ", "print(\"DEBUG", "FIXME",
        ]
        for (path, lines) in try Self.sources() {
            for (number, line) in lines.enumerated() {
                let code = line.components(separatedBy: "//").first ?? line
                for word in banned where code.contains(word) {
                    Issue.record("\(path):\(number + 1) uses \(word)")
                }
                // The clock is read in one place only: what day it is on a terminal.
                if code.contains("Date()"), path != "recobro/CommandSupport.swift" {
                    Issue.record("\(path):\(number + 1) reads the clock")
                }
            }
        }
    }
}
