extension PackageSource {
    /// The batch as canonical JSON: `data/batch.json` as it stands, or without it what `data/batch.xml` says.
    ///
    /// - Throws: where there is neither, or the XML cannot be read.
    public func batchJSON() throws(HandoverFault) -> [UInt8] {
        if let json = bytes(PackageChecker.batchFile) { return json }
        guard let xml = bytes(PackageChecker.xmlFile) else {
            throw HandoverFault(
                .syntax, file: PackageChecker.batchFile, path: "$", found: "no such file",
                expected: "the batch, as \(PackageChecker.batchFile) or \(PackageChecker.xmlFile)")
        }
        return try BatchForm.json(of: xml, file: PackageChecker.xmlFile)
    }
}

/// A batch without its package, in either form that can be read.
public enum BatchForm {
    /// The canonical JSON of XML, by the flow whose namespace it is in; JSON as it stands.
    ///
    /// - Parameter file: the name that faults carry.
    public static func json(of bytes: [UInt8], file: String) throws(HandoverFault) -> [UInt8] {
        guard BatchXML.isXML(bytes) else { return bytes }
        // Of no flow, it is refused as the flow that everybody knows.
        return try BatchXML.json(bytes, flow: BatchXML.flow(of: bytes) ?? .cases, file: file)
    }

    /// A fault of the JSON of XML with the line of the XML; any other as it is.
    public static func located(_ fault: HandoverFault, in bytes: [UInt8]) -> HandoverFault {
        guard BatchXML.isXML(bytes), !fault.found.hasPrefix("line "),
            let flow = BatchXML.flow(of: bytes),
            let line = BatchXMLLines.lines(of: [fault.path], in: bytes, flow: flow).first
        else { return fault }
        return HandoverFault(
            fault.code, file: fault.file, path: fault.path, found: "line \(line): \(fault.found)",
            expected: fault.expected)
    }
}
