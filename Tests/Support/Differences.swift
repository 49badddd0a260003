public import Foundation

/// What our readers and the independent ones disagree on, checked against a table of named exceptions.
public struct Differences {
    /// One disagreement.
    public struct Item: Hashable, Comparable, CustomStringConvertible {
        public let path: String
        /// Statement, or statement and entry: `1`, `1/3`.
        public let item: String
        public let field: String
        public let ours: String
        public let theirs: String

        public var description: String { [path, item, field, ours, theirs].joined(separator: "\t") }

        public static func < (a: Item, b: Item) -> Bool { a.description < b.description }
    }

    public private(set) var found: Set<Item> = []
    private let excepted: Set<Item>

    /// - Parameters:
    ///   - table: the file of exceptions, with the columns path, item, field, ours, theirs, reason.
    ///   - folder: only exceptions of this folder of the corpus.
    public init(table: URL, folder: String) throws {
        let text = String(decoding: try Data(contentsOf: table), as: UTF8.self)
        excepted = Set(
            Corpus.rows(of: text).compactMap { row in
                guard let path = row["path"], path.hasPrefix(folder + "/") else { return nil }
                guard row["reason", default: ""].count > 10 else { return nil }
                return Item(
                    path: path, item: row["item", default: ""], field: row["field", default: ""],
                    ours: row["ours", default: ""], theirs: row["theirs", default: ""])
            })
    }

    /// Whether the table says that this item is left out by us.
    public func isLeftOut(_ path: String, _ item: String) -> Bool {
        excepted.contains(Item(path: path, item: item, field: "record", ours: "", theirs: "present"))
    }

    /// Compares one field.
    public mutating func compare(
        _ path: String, _ item: String, _ field: String, ours: String, theirs: String
    ) {
        if ours != theirs {
            found.insert(Item(path: path, item: item, field: field, ours: ours, theirs: theirs))
        }
    }

    /// Disagreements that no exception names.
    public var unexplained: [Item] { found.subtracting(excepted).sorted() }

    /// Exceptions that no longer happen, but for records left out.
    public var stale: [Item] { excepted.subtracting(found).filter { $0.field != "record" }.sorted() }
}
