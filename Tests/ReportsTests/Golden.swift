import Foundation
import Testing

/// Expected outputs beside the tests, compared byte for byte.
///
/// `UPDATE_GOLDEN=1 swift test` writes them anew; the test still fails then, so that a recording cannot pass
/// unnoticed, and the change is reviewed as a difference in the history.
enum Golden {
    static func expect(
        _ actual: [UInt8], _ name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(actual).write(to: url)
            Issue.record("recorded \(name): review the difference", sourceLocation: sourceLocation)
            return
        }
        let expected = try Array(Data(contentsOf: url))
        guard actual != expected else { return }
        let lines = String(decoding: actual, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        let wanted = String(decoding: expected, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        let first = zip(lines, wanted).enumerated().first { $1.0 != $1.1 }
        let number = first?.offset ?? min(lines.count, wanted.count)
        Issue.record(
            """
            \(name) differs at line \(number + 1)
              expected: \(wanted.dropFirst(number).first ?? "nothing")
              actual:   \(lines.dropFirst(number).first ?? "nothing")
            """, sourceLocation: sourceLocation)
    }
}
