internal import Scanning

/// What an XML file is, by its first elements.
public enum XMLIdentification {
    /// `nil` when the bytes are not XML, or XML of no known kind.
    ///
    /// Looks at the first 64 KB and never judges: a file with a document type is identified here and then
    /// refused by its reader.
    public static func identify(_ bytes: Span<UInt8>) -> Identification? {
        let tags = XMLPeek.startTags(bytes) {
            $0.name == "SchemaVersion" || roots[$0.name] != nil || body($0.name) != nil
                || UBLDocument.isRoot($0)
        }
        guard !tags.isEmpty else { return nil }
        let encoding = XMLPeek.encoding(bytes)
        var documentNamespace = ""
        for (index, tag) in tags.enumerated() {
            if tag.name == "Facturae" {
                return Identification(
                    format: .facturae, version: facturaeVersion(tag, tags[index...]), encoding: encoding)
            }
            // Reminders, orders and so on too: their reader says that they are no invoices.
            if UBLDocument.isRoot(tag) { return Identification(format: .ubl, encoding: encoding) }
            if let format = roots[tag.name] { return Identification(format: format, encoding: encoding) }
            if tag.name == "Document" { documentNamespace = tag.namespace }
            guard let format = body(tag.name) else { continue }
            let namespace = tag.namespace.isEmpty ? documentNamespace : tag.namespace
            return Identification(
                format: format, version: camtVersion(ofNamespace: namespace), encoding: encoding)
        }
        return camtDocument(namespace: documentNamespace, encoding: encoding)
    }

    /// Name and format of the element that holds an ISO 20022 message; `nil` where the first 64 KB have none.
    static func message(_ bytes: Span<UInt8>) -> (element: String, format: FileFormat)? {
        for tag in XMLPeek.startTags(bytes) {
            if let format = body(tag.name) { return (tag.name, format) }
        }
        return nil
    }

    /// The version in an ISO 20022 namespace: `001.08` of `urn:iso:std:iso:20022:tech:xsd:camt.053.001.08`
    /// and `001.03` of `http://www.six-interbank-clearing.com/de/pain.002.001.03.ch.02.xsd`; empty where
    /// there is none.
    static func camtVersion(ofNamespace namespace: String) -> String {
        let parts = messageName(namespace)
        guard parts.count >= 4, ["camt", "pain"].contains(parts[0]) else { return "" }
        return "\(parts[2]).\(parts[3])"
    }

    /// The parts of the message's name at the end of a namespace: `camt`, `053`, `001`, `08`.
    private static func messageName(_ namespace: String) -> [Substring] {
        namespace.split { $0 == ":" || $0 == "/" }.last?.split(separator: ".") ?? []
    }

    private static let camtBodies: [String: FileFormat] = [
        "BkToCstmrAcctRpt": .camt052, "BkToCstmrStmt": .camt053, "BkToCstmrDbtCdtNtfctn": .camt054,
        "CstmrPmtStsRpt": .pain002, "CstmrDrctDbtInitn": .pain008,
    ]

    /// The format of a message element. First editions had their version in its name: `BkToCstmrStmtV01`,
    /// `pain.002.001.02`.
    private static func body(_ name: String) -> FileFormat? {
        if let format = camtBodies[name] { return format }
        if name.hasSuffix("V01") { return camtBodies[String(name.dropLast(3))] }
        let parts = name.split(separator: ".")
        return parts.count == 4 && parts[0] == "pain" ? FileFormat(rawValue: "pain.\(parts[1])") : nil
    }

    private static let roots: [String: FileFormat] = [
        "Invoice": .ubl, "CreditNote": .ubl, "SelfBilledInvoice": .ubl, "SelfBilledCreditNote": .ubl,
        "CrossIndustryInvoice": .cii, "CrossIndustryDocument": .cii,
        "AuditFile": .saftPT,
    ]

    /// A document without a body is still what its namespace says.
    private static func camtDocument(namespace: String, encoding: String) -> Identification? {
        let parts = messageName(namespace)
        guard parts.count >= 4, let format = FileFormat(rawValue: parts.prefix(2).joined(separator: "."))
        else { return nil }
        return Identification(
            format: format, version: camtVersion(ofNamespace: namespace), encoding: encoding)
    }

    /// `SchemaVersion`, else the version in the namespace.
    private static func facturaeVersion(_ root: XMLStartTag, _ tags: ArraySlice<XMLStartTag>) -> String {
        if let written = tags.first(where: { $0.name == "SchemaVersion" })?.text, !written.isEmpty {
            return written
        }
        let namespace = root.namespace
        for version in ["3.2.2", "3.2.1", "3.2", "3.1", "3.0"] {
            let underscored = version.split(separator: ".").joined(separator: "_")
            if namespace.contains("v\(version)") || namespace.contains("v\(underscored)") { return version }
        }
        return ""
    }
}
