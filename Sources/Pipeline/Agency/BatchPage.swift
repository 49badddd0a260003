internal import Domain
internal import Foundation
internal import Handover

/// `recobro handover open`: a case batch as one page that any browser shows, with links to its evidence.
public enum BatchPage {
    /// Writes the page and gives its path; refuses what is no case batch.
    ///
    /// - Parameters:
    ///   - package: its folder or archive. The links of an archive's page lead to the evidence once the
    ///     archive was unpacked beside it, and the page says so.
    ///   - out: where; beside the package, under its name, where `nil`. Never in the package: a file outside
    ///     its manifests would make it a damaged one.
    ///   - language: `es` or `en`.
    public static func write(package: String, out: String?, language: String) throws -> AgencyOutcome {
        let words = try PageWords(language)
        let source: PackageSource
        do {
            source = try PackageFolder.source(package)
        } catch let fault as HandoverFault {
            return .refused([AgencyFinding(fault)])
        }
        let file = URL(fileURLWithPath: package).standardizedFileURL
        let isArchive = PackageFile.kind(package) != nil
        let root = isArchive ? file.deletingPathExtension() : file
        let target = URL(fileURLWithPath: out ?? root.path + ".html").standardizedFileURL
        guard !target.path.hasPrefix(root.path + "/") else {
            throw RunError.usage("the page cannot stand in the package: its manifests list every file")
        }
        let batch: CaseBatchFile
        do {
            batch = try CaseBatchFile(json: source.batchJSON(), file: "data/batch.json")
        } catch {
            return .refused([AgencyFinding(error)])
        }
        let page = BatchPageText(
            batch: batch, report: PackageCheck.check(source), words: words,
            archive: isArchive ? file.lastPathComponent : "",
            prefix: relative(root, from: target.deletingLastPathComponent()))
        try DurableFile.write(Array(page.text.utf8), to: target.path)
        return AgencyOutcome(lines: [target.path])
    }

    /// The way from one folder to another, with `/`.
    private static func relative(_ target: URL, from folder: URL) -> String {
        let (to, from) = (target.pathComponents, folder.pathComponents)
        let shared = zip(to, from).prefix { $0 == $1 }.count
        let up = Array(repeating: "..", count: from.count - shared)
        return (up + to[shared...]).joined(separator: "/")
    }
}

/// The words of the page in one language, from a resource file: `key=text`, one a line.
struct PageWords {
    private let words: [String: String]

    init(_ language: String) throws {
        guard ["es", "en"].contains(language) else { throw RunError.usage("the language is es or en") }
        let url = Bundle.module.bundleURL.appendingPathComponent("Resources/batch-page.\(language).txt")
        guard let text = try? String(contentsOf: url, encoding: .utf8) else {
            throw RunError.internalFault("the words of the page are missing from the installation")
        }
        var words = ["language": language]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
            if parts.count == 2 { words[parts[0]] = parts[1] }
        }
        self.words = words
    }

    /// The word; where the language has none, the key itself.
    subscript(key: String) -> String { words[key] ?? key }
}

/// HTML that is safe by construction: text comes in only escaped.
struct PageMarkup {
    private(set) var html = ""

    /// A piece of our own.
    init(_ html: StaticString = "") { self.html = html.description }

    init(text: String) { html = HTMLPageText.escaped(text) }

    mutating func add(_ name: StaticString, _ text: String, id: String = "") {
        html +=
            "<\(name)\(id.isEmpty ? "" : " id=\"\(HTMLPageText.escaped(id))\"")>\(HTMLPageText.escaped(text))</\(name)>\n"
    }

    mutating func add(_ name: StaticString, _ content: PageMarkup) {
        html += "<\(name)>\(content.html)</\(name)>\n"
    }

    static func link(_ path: String, _ text: String) -> PageMarkup {
        let allowed = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: ":;?#&'\""))
        let target = path.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
        var link = PageMarkup()
        link.html = "<a href=\"\(HTMLPageText.escaped(target))\">\(HTMLPageText.escaped(text))</a>"
        return link
    }

    /// A link to a place of the page itself.
    static func jump(_ id: String, _ text: String) -> PageMarkup {
        var link = PageMarkup()
        link.html = "<a href=\"#\(HTMLPageText.escaped(id))\">\(HTMLPageText.escaped(text))</a>"
        return link
    }

    /// A table of text; the columns named by `numbers` stand right.
    mutating func table(_ heading: [String], numbers: Set<Int> = [], _ rows: [[PageMarkup]]) {
        guard !rows.isEmpty else { return }
        html += "<table><tr>" + heading.map { "<th>\(HTMLPageText.escaped($0))</th>" }.joined() + "</tr>\n"
        for row in rows {
            let cells = row.enumerated().map { position, cell in
                "<td\(numbers.contains(position) ? " class=\"n\"" : "")>\(cell.html)</td>"
            }
            html += "<tr>\(cells.joined())</tr>\n"
        }
        html += "</table>\n"
    }
}
