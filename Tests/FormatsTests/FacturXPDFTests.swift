import Domain
import Testing

@testable import Formats

private func invoice(_ number: String = "A/17") -> [UInt8] {
    Array(
        """
        <rsm:CrossIndustryInvoice xmlns:rsm="urn:cii" xmlns:ram="urn:ram"><rsm:ExchangedDocumentContext>
        <ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:factur-x.eu:1p0:minimum</ram:ID>
        </ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext><rsm:ExchangedDocument>
        <ram:ID>\(number)</ram:ID><ram:IssueDateTime><ram:DateTimeString>20250301</ram:DateTimeString>
        </ram:IssueDateTime></rsm:ExchangedDocument><rsm:SupplyChainTradeTransaction>
        <ram:ApplicableHeaderTradeAgreement><ram:SellerTradeParty><ram:Name>Ebro</ram:Name>
        <ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">ESB45222296</ram:ID></ram:SpecifiedTaxRegistration>
        </ram:SellerTradeParty></ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeSettlement>
        <ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
        <ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:DuePayableAmount>60.00</ram:DuePayableAmount>
        </ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement>
        </rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>
        """.utf8)
}

/// The bytes in the zlib format, not made smaller.
private func stored(_ bytes: [UInt8]) -> [UInt8] {
    var (low, high): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
        low = (low + UInt32(byte)) % 65521
        high = (high + low) % 65521
    }
    let count = UInt16(bytes.count)
    let header = [
        0x78, 0x01, 0x01, UInt8(count & 0xFF), UInt8(count >> 8), UInt8(~count & 0xFF), UInt8(~count >> 8),
    ]
    return header + bytes + [high >> 8, high & 0xFF, low >> 8, low & 0xFF].map { UInt8($0) }
}

/// `repeats` × 258 bytes in 13 bits each: fixed Huffman codes, one literal and then copies of it.
private func bomb(repeats: Int) -> [UInt8] {
    var bytes: [UInt8] = [0x78, 0x01]
    var (bits, count): (UInt32, UInt32) = (0, 0)
    func put(_ code: UInt32, _ length: UInt32) {
        for index in (0..<length).reversed() {
            bits |= (code >> index & 1) << count
            count += 1
            if count == 8 {
                bytes.append(UInt8(bits))
                (bits, count) = (0, 0)
            }
        }
    }
    put(0b110, 3)
    put(0x91, 8)
    for _ in 0..<repeats { put(0xC5 << 5, 13) }
    put(0, 7)
    return bytes + [UInt8(bits), 0, 0, 0, 0]
}

private func object(_ number: Int, _ text: String) -> [UInt8] {
    Array("\(number) 0 obj\n\(text)\nendobj\n".utf8)
}

private func stream(_ number: Int, _ entries: String, _ bytes: [UInt8], length: String? = nil) -> [UInt8] {
    Array("\(number) 0 obj\n<<\(entries)/Length \(length ?? "\(bytes.count)")>>\nstream\r\n".utf8) + bytes
        + Array("\nendstream\nendobj\n".utf8)
}

private func file(_ number: Int, _ name: String, _ stream: Int) -> [UInt8] {
    object(number, "<</Type/Filespec/F(\(name))/EF<</F \(stream) 0 R>>>>")
}

private func pdf(_ objects: [UInt8]..., trailer: String = "/Root 1 0 R") -> [UInt8] {
    Array("%PDF-1.7\n%\u{E2}\u{E3}\n".utf8) + objects.flatMap { $0 }
        + Array("trailer\n<<\(trailer)>>\n%%EOF\n".utf8)
}

private func catalog(_ names: String) -> [UInt8] {
    object(1, "<</Type/Catalog/Names<</EmbeddedFiles<</Names[\(names)]>>>>>>")
}

private func read(_ bytes: [UInt8]) throws -> Reading { try Reading(bytes, with: FormatReader.read) }

@Suite struct FacturXPDFTests {
    @Test func theEmbeddedInvoiceIsRead() throws {
        let reading = try read(
            pdf(
                catalog("(factur-x.xml) 2 0 R"), file(2, "factur-x.xml", 3),
                stream(3, "/Type/EmbeddedFile/Filter/FlateDecode", stored(invoice()))))
        #expect(reading.codes == [])
        #expect(
            reading.outcome.identification
                == Identification(format: .facturxPDF, version: "MINIMUM", encoding: "UTF-8"))
        #expect(reading.invoices.map(\.number) == ["A/17"] && reading.invoices.map(\.payable) == [60_00])
        #expect(reading.invoices.first?.place.line == 1, "of the XML")
    }

    @Test func streamsInEverySpelling() throws {
        let plain = invoice()
        let length = object(4, "\(plain.count)")
        let variants = [
            stream(3, "", plain), stream(3, "", plain, length: "4 0 R"), stream(3, "", plain, length: "7"),
            stream(3, "/Filter[/FlateDecode]/DecodeParms[null]", stored(plain)),
            stream(3, "/Filter[]", plain),
        ]
        for variant in variants {
            let reading = try read(
                pdf(catalog("(a) 2 0 R"), file(2, "C:\\\\x/ZUGFeRD-invoice.xml", 3), variant, length))
            #expect(reading.codes == [] && reading.invoices.count == 1)
        }
    }

    @Test func objectsInsideObjectStreams() throws {
        let catalog = "<</AF[2 0 R]>>"
        let specification =
            "<</UF<FEFF0066006100630074007500720\("02D0078002E0078006D006C")>/EF<</UF 3 0 R>>>>"
        let packed = Array("1 0 2 \(catalog.utf8.count + 1) \(catalog) \(specification)".utf8)
        let first = "1 0 2 \(catalog.utf8.count + 1) ".utf8.count
        let reading = try read(
            pdf(
                stream(7, "/Type/ObjStm/N 2/First \(first)/Filter/FlateDecode", stored(packed)),
                stream(3, "", invoice()), stream(8, "/Type/XRef/Root 1 0 R", [0, 1, 2]), trailer: ""))
        #expect(reading.codes == [] && reading.invoices.count == 1)
    }

    @Test func theLastDefinitionCounts() throws {
        let updated = pdf(
            catalog("(factur-x.xml) 2 0 R"), file(2, "factur-x.xml", 3), stream(3, "", invoice("old")),
            stream(3, "", invoice("new")))
        #expect(try read(updated).invoices.map(\.number) == ["new"])
    }

    @Test func theNameDecides() throws {
        func numbers(_ first: String, _ second: String) throws -> [String] {
            try read(
                pdf(
                    catalog("(a) 2 0 R (b) 4 0 R"), file(2, first, 3), stream(3, "", invoice("1")),
                    file(4, second, 5), stream(5, "", invoice("2")))
            ).invoices.map(\.number)
        }
        #expect(try numbers("zugferd-invoice.xml", "factur-x.xml") == ["2"])
        #expect(try numbers("xrechnung.xml", "other.xml") == ["1"])
        #expect(try numbers("order-x.txt", "FACTUR-X.XML") == ["2"])
        #expect(try numbers("factur-x.xml", "factur-x.xml") == [], "which one?")
        #expect(try numbers("one.xml", "two.xml") == [], "which one?")
    }

    @Test func theOnlyInvoiceOfAnotherNameIsReadWithAWarning() throws {
        let reading = try read(
            pdf(
                catalog("(a) 2 0 R (b) 4 0 R"), file(2, "RE-1.xml", 3), stream(3, "", invoice()),
                file(4, "more.xml", 5), stream(5, "", Array("<more/>".utf8))))
        #expect(reading.codes == [.formatUnknown] && !reading.isRefused && reading.invoices.count == 1)
    }

    /// Signed Facturae files are named so.
    @Test func aSignedFileIsLookedInto() throws {
        let reading = try read(
            pdf(catalog("(a) 2 0 R"), file(2, "factura.XSIG", 3), stream(3, "", invoice())))
        #expect(reading.codes == [.formatUnknown] && reading.invoices.count == 1)
    }

    @Test func attachmentsOfAPageAreFoundToo() throws {
        let reading = try read(
            pdf(object(1, "<</Type/Catalog>>"), file(2, "factur-x.xml", 3), stream(3, "", invoice())))
        #expect(reading.codes == [] && reading.invoices.count == 1)
    }

    @Test func aPDFWithoutAnInvoiceSaysSo() throws {
        for objects in [object(1, "<</Type/Catalog>>"), [], file(2, "notes.txt", 3)] {
            let reading = try read(pdf(objects))
            #expect(reading.codes == [.formatUnknown] && reading.isRefused)
            #expect(reading.outcome.problems.first?.found == "a PDF without an embedded invoice")
            #expect(reading.outcome.identification.format == .unknown)
        }
    }

    @Test func encryptedFilesAreRefused() throws {
        let reading = try read(
            pdf(
                catalog("(a) 2 0 R"), file(2, "factur-x.xml", 3), stream(3, "", invoice()),
                trailer: "/Root 1 0 R/Encrypt 9 0 R"))
        #expect(reading.codes == [.fileUnreadable] && reading.isRefused && reading.invoices.isEmpty)
        #expect(reading.outcome.problems.first?.found == "an encrypted PDF")
    }

    @Test func decompressionBombsAreRefused() throws {
        let bytes = bomb(repeats: 265_000)
        #expect(bytes.count < 1 << 19)
        let reading = try read(
            pdf(catalog("(a) 2 0 R"), file(2, "factur-x.xml", 3), stream(3, "/Filter/FlateDecode", bytes)))
        #expect(reading.codes == [.limitExceeded] && reading.isRefused)
        let packed = try read(pdf(stream(3, "/Type/ObjStm/N 1/First 4/Filter/FlateDecode", bytes)))
        #expect(packed.codes == [.limitExceeded])
    }

    @Test func damagedAndUnknownStreamsAreRefused() throws {
        func codes(_ stream: [UInt8]) throws -> [Problem.Code] {
            try read(pdf(catalog("(a) 2 0 R"), file(2, "factur-x.xml", 3), stream)).codes
        }
        #expect(
            try codes(stream(3, "/Filter/FlateDecode", Array(stored(invoice()).dropLast(9)))) == [
                .fileUnreadable
            ])
        #expect(try codes(stream(3, "/Filter/LZWDecode", invoice())) == [.fileUnreadable])
        #expect(try codes(object(4, "null")) == [.fileUnreadable])
        #expect(try codes(stream(3, "", Array("<order/>".utf8))) == [.formatUnknown])
        #expect(try codes(stream(3, "", Array(invoice().dropLast(9)))) == [.xmlMalformed])
    }

    @Test func treesAndReferencesMayNotLoop() throws {
        let loop = object(1, "<</Names<</EmbeddedFiles 2 0 R>>/AF 4 0 R>>")
        let reading = try read(
            pdf(loop, object(2, "<</Kids[2 0 R 2 0 R 2 0 R]/Names[(a) 2 0 R]>>"), object(4, "4 0 R")))
        #expect(reading.isRefused)
    }

    @Test func otherFilesAreNoPDF() {
        #expect(FacturXPDF.identify(Array("\u{FEFF}\n %PDF-1.4".utf8).span)?.format == .facturxPDF)
        #expect(FacturXPDF.identify(Array("<a>%PDF-1.4</a>".utf8).span) == nil)
        #expect(FacturXPDF.identify([UInt8]().span) == nil)
    }

    @Test func damageDoesNoHarm() throws {
        let whole = pdf(
            catalog("(factur-x.xml) 2 0 R"), file(2, "factur-x.xml", 3),
            stream(3, "/Type/EmbeddedFile/Filter/FlateDecode", stored(invoice())))
        try InvoiceHostility.truncated(whole, with: FacturXPDF.read) { reading, count in
            // What stands whole in the file may be read although its end is missing.
            #expect(reading.isRefused || reading.invoices.map(\.payable) == [60_00], "cut at \(count)")
        }
        try InvoiceHostility.mutated(whole, rounds: 2000, with: FacturXPDF.read)
    }
}
