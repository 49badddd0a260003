internal import CLibXML2

@testable public import Scanning

/// What libxml2 makes of a document and a grammar, written down as `Log` does: the judge of our own parser.
public final class LibXMLOracle {
    private struct Frame {
        var node: UInt16
        var line: Int32
        var text: [UInt8]?
    }

    private let grammar: XMLGrammar
    private let depthMax = XMLLimits().depthMax
    private var frames: [Frame] = []
    private var current = Frame(node: XMLGrammar.outside, line: 0, text: nil)
    private var skipped = 0
    private var context: xmlParserCtxtPtr?
    private(set) var lines: [String] = []
    private var isRefused = false

    private init(_ grammar: XMLGrammar) { self.grammar = grammar }

    /// The events, or `nil` for a document that libxml2 (or a document type) refuses.
    public static func events(_ bytes: [UInt8], _ grammar: XMLGrammar) -> [String]? {
        xmlInitParser()
        let oracle = LibXMLOracle(grammar)
        var handler = xmlSAXHandler()
        handler.initialized = 0xDEED_BEAF  // XML_SAX2_MAGIC
        handler.startElementNs = { raw, name, _, uri, _, _, count, _, attributes in
            LibXMLOracle.at(raw)?.start(name, uri, Int(count), attributes)
        }
        handler.endElementNs = { raw, _, _, _ in LibXMLOracle.at(raw)?.end() }
        handler.characters = { raw, text, count in LibXMLOracle.at(raw)?.characters(text, Int(count)) }
        handler.ignorableWhitespace = handler.characters
        handler.cdataBlock = handler.characters
        handler.internalSubset = { raw, _, _, _ in LibXMLOracle.at(raw)?.isRefused = true }
        let raw = Unmanaged.passUnretained(oracle).toOpaque()
        guard let context = xmlCreatePushParserCtxt(&handler, raw, nil, 0, nil) else { return nil }
        defer { xmlFreeParserCtxt(context) }
        xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_HUGE.rawValue))
        oracle.context = context
        bytes.withUnsafeBufferPointer { bytes in
            _ = bytes.withMemoryRebound(to: CChar.self) {
                xmlParseChunk(context, $0.baseAddress, Int32($0.count), 0)
            }
            _ = xmlParseChunk(context, nil, 0, 1)
        }
        return context.pointee.wellFormed == 0 || oracle.isRefused ? nil : oracle.lines
    }

    private static func at(_ raw: UnsafeMutableRawPointer?) -> LibXMLOracle? {
        raw.map { Unmanaged<LibXMLOracle>.fromOpaque($0).takeUnretainedValue() }
    }

    private func token(_ name: UnsafePointer<xmlChar>?) -> Int {
        guard let name else { return 0 }
        return grammar.names.dropFirst().firstIndex(of: String(cString: name)) ?? 0
    }

    private func start(
        _ name: UnsafePointer<xmlChar>?, _ uri: UnsafePointer<xmlChar>?, _ count: Int,
        _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) {
        if frames.count + skipped >= depthMax { isRefused = true }
        guard skipped == 0 else {
            skipped += 1
            return
        }
        var next = grammar.transitions[Int(current.node) * grammar.names.count + token(name)]
        if next == XMLGrammar.nowhere {
            guard current.node == XMLGrammar.outside else {
                skipped = 1
                return
            }
            next = XMLGrammar.outside
        }
        current.text = nil
        frames.append(current)
        let node = grammar.nodes[Int(next)]
        let line = context?.pointee.input?.pointee.line ?? 0
        current = Frame(node: next, line: line, text: nil)
        if node.flags & XMLGrammar.Node.isScope != 0 { lines.append("(\(node.field)@\(line)") }
        if node.namespaceField != 0, let uri {
            lines.append("\(node.namespaceField)=\(String(cString: uri))")
        }
        for index in 0..<count where node.attributeField != 0 {
            guard let attributes, token(attributes[5 * index]) == Int(node.attribute),
                let from = attributes[5 * index + 3], let to = attributes[5 * index + 4]
            else { continue }
            let value = UnsafeBufferPointer(start: from, count: to - from)
            // Without its table of entities libxml2 tells `&amp;` in an attribute as `&#38;`.
            let text = String(decoding: value, as: UTF8.self).split(
                separator: "&#38;", omittingEmptySubsequences: false)
            lines.append("\(node.attributeField)=" + text.joined(separator: "&"))
        }
        if node.flags & XMLGrammar.Node.isText != 0 { current.text = [] }
    }

    private func end() {
        guard skipped == 0 else {
            skipped -= 1
            return
        }
        let node = grammar.nodes[Int(current.node)]
        if let text = current.text {
            lines.append("\(node.field)=" + String(decoding: text, as: UTF8.self))
        } else if node.flags & XMLGrammar.Node.isScope != 0 {
            lines.append(")\(node.field)")
        }
        if let outer = frames.popLast() { current = outer }
    }

    private func characters(_ bytes: UnsafePointer<xmlChar>?, _ count: Int) {
        guard skipped == 0, let bytes else { return }
        current.text?.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
    }
}
