public import Domain
internal import Scanning

/// PDF invoices with embedded XML: Factur-X, ZUGFeRD 1 and 2, XRechnung.
///
/// The page is not read; the embedded XML is the invoice (Factur-X 1.0, 4.1: both say the same). Places are
/// those of the XML.
public enum FacturXPDF {
    /// What the file is; `nil` when it is no PDF. Whether an invoice is inside is for the reader to find out.
    public static func identify(_ bytes: Span<UInt8>) -> Identification? {
        PDFAttachments.isPDF(bytes) ? Identification(format: .facturxPDF) : nil
    }

    /// Reads the embedded invoice. Throws only what `emit` throws.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        let attachments = PDFAttachments(bytes)
        switch attachments.obstacle {
        case .encrypted:
            return refused(.fileUnreadable, found: "an encrypted PDF", expected: "a PDF without encryption")
        case .limit: return refused(.limitExceeded)
        case nil: break
        }
        var warnings: [Problem] = []
        switch embeddedInvoice(attachments, bytes, &warnings) {
        case .failure(let refusal): return refusal.outcome
        case .success(let xml): return try read(xml: xml, options: options, warnings: warnings, emit: emit)
        }
    }

    private struct Refusal: Error { let outcome: ReadOutcome }

    /// Names that the standards prescribe, the newer first: Factur-X and ZUGFeRD 2.1 and later, XRechnung in
    /// ZUGFeRD, ZUGFeRD 1 and 2.0. Orders (`order-x.xml`) are not invoices.
    private static let names = ["factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml"]
    private static let xmlBytesMax = 1 << 26

    private static func embeddedInvoice(
        _ attachments: PDFAttachments, _ bytes: Span<UInt8>, _ warnings: inout [Problem]
    ) -> Result<[UInt8], Refusal> {
        for name in names {
            let named = attachments.items.filter { $0.name.lowercased() == name }
            guard let item = named.first else { continue }
            guard named.count == 1 else {
                return .failure(
                    Refusal(outcome: refused(.formatAmbiguous, found: "\(named.count) attachments \(name)")))
            }
            return content(attachments.content(of: item, bytes, limit: xmlBytesMax))
        }
        return otherwiseNamed(attachments, bytes, &warnings)
    }

    /// The only attachment that is an invoice by its content, where none has a prescribed name.
    private static func otherwiseNamed(
        _ attachments: PDFAttachments, _ bytes: Span<UInt8>, _ warnings: inout [Problem]
    ) -> Result<[UInt8], Refusal> {
        var found: [[UInt8]] = []
        let candidates = attachments.items.filter { item in
            [".xml", ".xsig"].contains { item.name.lowercased().hasSuffix($0) }
        }
        for item in candidates.prefix(16) {
            guard case .complete(let xml) = attachments.content(of: item, bytes, limit: xmlBytesMax),
                let format = XMLIdentification.identify(xml.span)?.format,
                [.cii, .ubl, .facturae].contains(format)
            else { continue }
            found.append(xml)
        }
        guard let xml = found.first else {
            return .failure(
                Refusal(
                    outcome: refused(
                        .formatUnknown, found: "a PDF without an embedded invoice",
                        expected: "an attachment \(names[0])")))
        }
        guard found.count == 1 else {
            return .failure(
                Refusal(outcome: refused(.formatAmbiguous, found: "\(found.count) embedded invoices")))
        }
        warnings.append(
            Problem(
                .formatUnknown, severity: .warn, found: "an invoice in an attachment of another name",
                expected: "the name \(names[0])"))
        return .success(xml)
    }

    private static func content(_ content: PDFAttachments.Content) -> Result<[UInt8], Refusal> {
        switch content {
        case .complete(let xml): .success(xml)
        case .damaged:
            .failure(Refusal(outcome: refused(.fileUnreadable, found: "a damaged attachment")))
        case .overLimit: .failure(Refusal(outcome: refused(.limitExceeded)))
        case .unknownFilter:
            .failure(
                Refusal(
                    outcome: refused(
                        .fileUnreadable, found: "an attachment behind an unknown filter",
                        expected: "FlateDecode or none")))
        }
    }

    private static func read(
        xml: [UInt8], options: ReadOptions, warnings: [Problem], emit: RecordSink
    ) throws -> ReadOutcome {
        var outcome: ReadOutcome
        switch XMLIdentification.identify(xml.span)?.format {
        case .cii: outcome = try CII.read(xml.span, options: options, emit: emit)
        case .ubl: outcome = try UBL.read(xml.span, options: options, emit: emit)
        case .facturae: outcome = try Facturae.read(xml.span, options: options, emit: emit)
        default: return refused(.formatUnknown, found: "an attachment that is no invoice")
        }
        outcome.identification.format = .facturxPDF
        outcome.problems = warnings + outcome.problems
        return outcome
    }

    private static func refused(
        _ code: Problem.Code, found: String = "", expected: String = ""
    ) -> ReadOutcome {
        // A PDF without an invoice is nothing that is known here; every other refusal is of an invoice.
        let format: FileFormat = code == .formatUnknown ? .unknown : .facturxPDF
        return ReadOutcome(
            identification: Identification(format: format),
            problems: [Problem(code, found: found, expected: expected)])
    }
}
