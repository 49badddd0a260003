internal import CLibXML2

/// libxml2's SAX2 parser, told what to keep by a grammar.
///
/// It pulls the bytes a few kilobytes at a time, which costs a fifth less than pushing them, and delivers the
/// events found so far each time it asks for more. The callback table holds our callbacks and nothing else:
/// without the ones that declare and look up entities no entity can be expanded, a document type ends the
/// reading, and nothing is printed. Do not add `XML_PARSE_NOENT` or `XML_PARSE_HUGE`.
@usableFromInline
enum XMLParser {
    /// Takes events; `false` ends the reading.
    @usableFromInline
    typealias Delivery = (XMLEvents) -> Bool

    /// Once in a process, before any thread parses.
    private static let libraryIsReady: Bool = {
        xmlInitParser()
        return true
    }()

    /// Parses a whole document. `nil` when all of it was well-formed and delivered, or when the delivery
    /// ended the reading.
    @usableFromInline
    static func parse(
        _ bytes: Span<UInt8>, grammar: XMLGrammar, limits: XMLLimits, deliver: Delivery
    ) -> XMLFailure? {
        _ = libraryIsReady
        let prologue = prologue(of: bytes)
        return withoutActuallyEscaping(deliver) { deliver in
            bytes.extracting(prologue.length..<bytes.count).withUnsafeBufferPointer { bytes in
                let state = UnsafeMutablePointer<XMLParserState>.allocate(capacity: 1)
                state.initialize(
                    to: XMLParserState(
                        grammar: grammar, limits: limits, input: bytes, linesBefore: prologue.lines,
                        deliver: deliver))
                defer {
                    state.pointee.deallocate()
                    state.deinitialize(count: 1)
                    state.deallocate()
                }
                return run(state, names: grammar.names, linesBefore: prologue.lines)
            }
        }
    }

    private static func run(
        _ state: UnsafeMutablePointer<XMLParserState>, names: [String], linesBefore: Int
    ) -> XMLFailure? {
        var callbacks = callbacks()
        let read: xmlInputReadCallback = { raw, buffer, count in
            XMLParserState.at(raw)?.pointee.read(into: buffer, Int(count)) ?? -1
        }
        guard
            let context = xmlCreateIOParserCtxt(&callbacks, state, read, nil, state, XML_CHAR_ENCODING_NONE)
        else { return XMLFailure(kind: .limit, line: 0) }
        defer { xmlFreeParserCtxt(context) }
        xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue))
        state.pointee.attach(context, names: names)
        xmlParseDocument(context)
        if let failure = state.pointee.failure {
            return XMLFailure(kind: failure.kind, line: failure.line)
        }
        // Namespace errors leave the document well-formed: an undeclared prefix is accepted.
        guard context.pointee.wellFormed == 0 else {
            guard state.pointee.hasReadAll else {
                return XMLFailure(kind: .malformed, line: state.pointee.lineNumber)
            }
            _ = state.pointee.deliverEvents()
            return nil
        }
        if state.pointee.isStopped { return nil }
        let error = context.pointee.lastError
        return XMLFailure(
            kind: kind(ofError: xmlParserErrors(UInt32(bitPattern: error.code))),
            line: Int(error.line) + linesBefore, code: Int(error.code))
    }

    private static func callbacks() -> xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = 0xDEED_BEAF  // XML_SAX2_MAGIC
        handler.startElementNs = { raw, name, _, uri, _, _, count, _, attributes in
            XMLParserState.at(raw)?.pointee.startElement(name, uri, Int(count), attributes)
        }
        handler.endElementNs = { raw, _, _, _ in XMLParserState.at(raw)?.pointee.endElement() }
        handler.characters = { raw, bytes, count in
            XMLParserState.at(raw)?.pointee.characters(bytes, Int(count))
        }
        // The same callback, so that libxml2 does not examine blanks.
        handler.ignorableWhitespace = handler.characters
        handler.internalSubset = { raw, _, _, _ in XMLParserState.at(raw)?.pointee.fail(.forbidden) }
        return handler
    }

    /// What stands before the document: a UTF-8 byte-order mark and blanks, which XML forbids before its
    /// declaration but exports have.
    private static func prologue(of bytes: Span<UInt8>) -> (length: Int, lines: Int) {
        var index = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0
        var lines = 0
        while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) {
            if bytes[index] == 0x0A { lines += 1 }
            index += 1
        }
        return (index, lines)
    }

    private static func kind(ofError code: xmlParserErrors) -> XMLFailure.Kind {
        switch code {
        case XML_ERR_UNDECLARED_ENTITY, XML_WAR_UNDECLARED_ENTITY, XML_ERR_ENTITY_LOOP,
            XML_ERR_ENTITY_IS_EXTERNAL, XML_ERR_UNPARSED_ENTITY, XML_ERR_ENTITY_IS_PARAMETER:
            .forbidden
        case XML_ERR_INVALID_ENCODING, XML_ERR_UNKNOWN_ENCODING, XML_ERR_UNSUPPORTED_ENCODING,
            XML_I18N_CONV_FAILED:
            .encoding
        case XML_ERR_NAME_TOO_LONG, XML_ERR_NO_MEMORY: .limit
        default: .malformed
        }
    }
}
