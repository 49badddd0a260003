import Domain
import Foundation
import Testing

@testable import Handover

/// Programs that others wrote, as second judges of what we write.
enum Judge {
    /// What a program said, and how it ended.
    struct Verdict {
        let status: Int32
        let output: String
    }

    static func run(_ arguments: [String]) -> Verdict {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        (process.standardOutput, process.standardError) = (pipe, pipe)
        do { try process.run() } catch { return Verdict(status: 127, output: "\(error)") }
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Verdict(status: process.terminationStatus, output: String(decoding: data, as: UTF8.self))
    }

    /// Skips where the program is missing; in CI the test runs, and fails.
    static func isThere(_ arguments: String..., missing: Comment) -> ConditionTrait {
        .enabled(missing) {
            run(arguments).status == 0 || ProcessInfo.processInfo.environment["CI"] != nil
        }
    }

    static let xmllint = isThere("xmllint", "--version", missing: "xmllint is missing: apt libxml2-utils")
    static let python = isThere(
        "python3", "-c", "import jsonschema, bagit",
        missing: "python3 with jsonschema and bagit is missing: pip install jsonschema bagit")

    /// Runs `body` with a new folder that holds the files, and takes the folder away.
    static func withFolder(_ files: [OutputFile], _ body: (String) throws -> Void) throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent(
            "recobro-dhx-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        for file in files {
            let url = root.appendingPathComponent(file.path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.bytes).write(to: url)
        }
        try body(root.path)
    }
}

@Suite("The schemas")
struct SchemaTests {
    /// Packages of both flows, with every operation and every kind of record.
    private func packages() throws -> [(HandoverSchema, [OutputFile])] {
        var cases = Sample.batch(Package.everyOperation)
        cases.signingKey = SigningKey(seed: Array(0..<32))
        let records = [Registry.change, Registry.addition, Registry.removal]
        return [
            (.cases, CaseBatch.files(cases).files),
            (.registry, RegistryBatch.files(try Registry.content(records)).files),
        ]
    }

    private func schemaFiles(_ schema: HandoverSchema) -> [OutputFile] {
        [
            OutputFile(path: "schema.json", bytes: schema.jsonSchema),
            OutputFile(path: "schema.xsd", bytes: schema.xmlSchema),
        ]
    }

    @Test("XSD says what the JSON Schema says", arguments: HandoverSchema.allCases)
    func generated(_ schema: HandoverSchema) throws {
        let tree = try JSONReader.value(of: schema.jsonSchema)
        let made = XMLSchemaText.bytes(jsonSchema: tree, flow: schema.flow)
        if ProcessInfo.processInfo.environment["SNAP_UPDATE"] != nil {
            let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent()
            try Data(made).write(
                to: root.appendingPathComponent(
                    "Sources/Handover/Resources/schemas/\(schema.rawValue).xsd"))
        }
        let isSame = made == schema.xmlSchema
        #expect(isSame, "run with SNAP_UPDATE=1 to write it anew")
        #expect(!HandoverSchema.specification.isEmpty)
    }

    @Test("XML of every operation is valid for xmllint", Judge.xmllint)
    func xml() throws {
        for (schema, files) in try packages() {
            try Judge.withFolder(files + schemaFiles(schema)) { root in
                let batch = try #require(files.first { $0.path.hasSuffix("data/batch.xml") })
                let arguments = ["xmllint", "--noout", "--nonet", "--schema", "\(root)/schema.xsd"]
                let verdict = Judge.run(arguments + ["\(root)/\(batch.path)"])
                #expect(verdict.status == 0, "\(verdict.output)")
                let broken = String(decoding: batch.bytes, as: UTF8.self)
                    .replacingOccurrences(of: "<environment>T", with: "<environment>X")
                try Data(broken.utf8).write(to: URL(fileURLWithPath: "\(root)/broken.xml"))
                #expect(Judge.run(arguments + ["\(root)/broken.xml"]).status != 0)
            }
        }
    }

    @Test("XML of the examples is valid for xmllint", Shared.isThere, Judge.xmllint)
    func exampleXML() throws {
        for (name, schema) in [
            ("01-case-new", HandoverSchema.cases), ("02-case-updates", .cases), ("06-registry", .registry),
        ] {
            let bytes = try #require(Shared.file("spec/dhx-examples/\(name).json"))
            let xml =
                schema == .cases ? try CaseBatchFile(json: bytes).xml : try RegistryBatchFile(json: bytes).xml
            let files = schemaFiles(schema) + [OutputFile(path: "batch.xml", bytes: xml)]
            try Judge.withFolder(files) { root in
                let verdict = Judge.run([
                    "xmllint", "--noout", "--nonet", "--schema", "\(root)/schema.xsd", "\(root)/batch.xml",
                ])
                #expect(verdict.status == 0, "\(verdict.output)")
            }
        }
    }

    @Test("JSON and the bag are valid for Python, and all forms say the same", Judge.python)
    func python() throws {
        for (schema, files) in try packages() {
            let folder = try #require(files.first?.path.split(separator: "/").first)
            let key = try #require(SigningKey(seed: Array(0..<32))?.verifyingKey)
            let script = [
                OutputFile(path: "judge.py", text: Self.script), OutputFile(path: "key.pub", text: key.text),
            ]
            try Judge.withFolder(files + schemaFiles(schema) + script) { root in
                let verdict = Judge.run(["python3", "\(root)/judge.py", root, "\(root)/\(folder)"])
                #expect(verdict.status == 0, "\(verdict.output)")
                #expect(verdict.output.contains("equal"), "\(verdict.output)")
            }
        }
    }

    /// Validates the bag and the JSON, compares the XML and one table with the JSON, leaf by leaf, and verifies
    /// the signature where Python has a library for it.
    private static let script = """
        import base64, csv, json, logging, os, sys
        import xml.etree.ElementTree as tree
        import bagit, jsonschema
        root, folder = sys.argv[1:]
        logging.disable(logging.CRITICAL)
        bagit.Bag(folder).validate()
        schema = json.load(open(root + '/schema.json', encoding='utf-8'))
        jsonschema.Draft202012Validator.check_schema(schema)
        batch = json.load(open(folder + '/data/batch.json', encoding='utf-8'))
        jsonschema.Draft202012Validator(schema).validate(batch)
        def plain(value):
            if isinstance(value, dict): return {k: plain(v) for k, v in value.items() if v != []}
            if isinstance(value, list): return [plain(v) for v in value]
            return str(value).lower() if isinstance(value, bool) else str(value)
        def shaped(node, like):
            if not isinstance(like, dict): return node.text or ''
            out = {}
            for child in node:
                name = child.tag.split('}')[1]
                inner = like.get(name)
                if isinstance(inner, list):
                    seen = out.setdefault(name, [])
                    seen.append(shaped(child, inner[len(seen)]))
                else:
                    out[name] = shaped(child, inner)
            return out
        assert schema['$id'] == tree.parse(folder + '/data/batch.xml').getroot().tag[1:].split('}')[0]
        assert shaped(tree.parse(folder + '/data/batch.xml').getroot(), batch) == plain(batch)
        if 'ops' in batch:
            rows = list(csv.DictReader(open(folder + '/data/csv/lines.csv', encoding='utf-8', newline='')))
            lines = [(o['opId'], l['lineRef'], l['docNumber'], l['gross'])
                     for o in batch['ops'] if 'case' in o for l in o['case']['lines']]
            assert [(r['opId'], r['lineRef'], r['docNumber'], r['gross']) for r in rows] == lines
        try: from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        except ImportError: Ed25519PublicKey = None
        if Ed25519PublicKey and os.path.exists(folder + '/manifest.json.jws'):
            key = base64.b64decode(open(root + '/key.pub').read().splitlines()[1])
            head, empty, signature = open(folder + '/manifest.json.jws').read().split('.')
            signed = head.encode() + b'.' + open(folder + '/manifest.json', 'rb').read()
            signature = base64.urlsafe_b64decode(signature + '==')
            Ed25519PublicKey.from_public_bytes(key).verify(signature, signed)
            print('signature verified')
        print('equal')
        """
}
