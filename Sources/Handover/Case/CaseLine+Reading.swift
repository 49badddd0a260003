internal import Domain

// The money and the evidence of a case, members in the order of the writer.
extension CaseLine {
    static func read(_ fields: inout FieldReader, _ currency: Currency) throws(HandoverFault) -> CaseLine {
        let ref = try fields.id("lineRef")
        let (type, number) = (try fields.id("docType"), try fields.requiredText("docNumber"))
        let (issued, due) = (try fields.day("issueDate"), try fields.day("dueDate"))
        let gross = try fields.amount("gross", currency)
        let vat = try fields.optionalAmount("vat", currency)
        let credited = try fields.amount("credited", currency)
        let paid = try fields.amount("paid", currency)
        var line = CaseLine(
            lineRef: ref, docType: type, docNumber: number, issueDate: issued, dueDate: due, gross: gross,
            credited: credited, paid: paid, outstanding: try fields.amount("outstanding", currency))
        line.vat = vat
        line.dispute = try fields.code("dispute", Dispute.self)
        line.limitationDate = try fields.optionalDay("limitationDate")
        line.lifecycle = try fields.optionalPart("lifecycle") { (status) throws(HandoverFault) in
            Lifecycle(
                scheme: try status.requiredText("scheme"), code: try status.requiredText("code"),
                date: try status.day("date"))
        }
        return line
    }
}

extension CaseCharge {
    static func read(_ fields: inout FieldReader, _ currency: Currency) throws(HandoverFault) -> CaseCharge {
        let ref = try fields.id("chargeRef")
        let kind = try fields.code("type", Kind.self)
        // Rules say what is wrong with a charge without its line or its terms.
        let line = try fields.optionalId("relatesTo")
        let amount = try fields.amount("amount", currency)
        let terms = try readTerms(&fields, of: kind, currency)
        return CaseCharge(
            chargeRef: ref, kind: kind, relatesTo: line, amount: amount, terms: terms,
            legalBasis: try fields.freeText("legalBasis"))
    }

    /// `nil` where there are none, or where interest cannot be computed again by those that are there.
    private static func readTerms(
        _ fields: inout FieldReader, of kind: Kind, _ currency: Currency
    ) throws(HandoverFault) -> InterestTerms? {
        let names = ["base", "ratePct", "from", "to", "dayCount"]
        guard names.contains(where: fields.has) else { return nil }
        if kind == .interest, !names.allSatisfy(fields.has) {
            for name in names { _ = try fields.take(name) }
            return nil
        }
        let terms = InterestTerms(
            base: try fields.amount("base", currency),
            ratePercentHundredths: try fields.percent("ratePct"), from: try fields.day("from"),
            to: try fields.day("to"))
        let dayCount = try fields.requiredText("dayCount")
        guard dayCount != "ACT_365" else { return terms }
        guard kind == .interest else {
            throw fields.fault(
                .wrongForm, "dayCount", found: FieldReader.quoted(dayCount), expected: "ACT_365")
        }
        return nil
    }
}

extension CasePayment {
    static func read(_ fields: inout FieldReader, _ currency: Currency) throws(HandoverFault) -> CasePayment {
        let ref = try fields.id("paymentRef")
        let date = try fields.day("date")
        let amount = try fields.amount("amount", currency)
        let kind = try fields.code("kind", Kind.self)
        let feeable = try fields.optionalBool("feeable")
        let bankRef = try fields.freeText("bankRef")
        return CasePayment(
            paymentRef: ref, date: date, amount: amount, kind: kind, feeable: feeable, bankRef: bankRef,
            shares: try fields.shares(currency))
    }
}

extension CaseAdjustment {
    static func read(
        _ fields: inout FieldReader, _ currency: Currency
    ) throws(HandoverFault) -> CaseAdjustment {
        let ref = try fields.id("adjustmentRef")
        let date = try fields.day("date")
        let amount = try fields.amount("amount", currency)
        let kind = try fields.code("kind", Kind.self)
        return CaseAdjustment(
            adjustmentRef: ref, date: date, amount: amount, kind: kind, shares: try fields.shares(currency))
    }
}

extension FieldReader {
    fileprivate mutating func shares(_ currency: Currency) throws(HandoverFault) -> [CasePayment.Share] {
        try requiredParts("alloc") { (share) throws(HandoverFault) in
            CasePayment.Share(ref: try share.id("ref"), amount: try share.amount("amount", currency))
        }
    }
}

extension CaseDemand {
    static func read(_ fields: inout FieldReader, _ currency: Currency) throws(HandoverFault) -> CaseDemand {
        let seq = try fields.integer("seq", in: 1...9999)
        let level = try fields.code("level", Level.self)
        let channel = try fields.code("channel", Channel.self)
        let sentAt = try fields.day("sentAt")
        let delivery = try fields.code("delivery", Delivery.self)
        let deliveredAt = try fields.optionalDay("deliveredAt")
        let demanded = try fields.optionalAmount("amountDemanded", currency)
        let isWarning = try fields.bool("registryWarning")
        let registries = try fields.freeTexts("registriesNamed")
        guard isWarning != registries.isEmpty else {
            throw fields.fault(
                .inconsistent, "registryWarning", found: String(isWarning),
                expected: "true where registriesNamed has a registry, else false")
        }
        let document = try fields.optionalId("docRef")
        return CaseDemand(
            seq: seq, level: level, channel: channel, sentAt: sentAt, delivery: delivery,
            deliveredAt: deliveredAt, amountDemanded: demanded, registriesNamed: registries, docRef: document,
            proofDocRef: try fields.optionalId("proofDocRef"))
    }
}

extension CaseDocument {
    /// A document as the batch states it; its bytes lie elsewhere in the package.
    static func read(_ fields: inout FieldReader) throws(HandoverFault) -> CaseDocument {
        let ref = try fields.id("docRef")
        let kind = try fields.code("type", Kind.self)
        let expected = "a path below evidence/ without . or .. in it"
        let path = try fields.require(
            try fields.form("path", expected, isEvidencePath), "path", expected)
        let sha256 = try fields.digest("sha256")
        let size = try fields.integer("bytes", in: 0...Int64.max)
        let mediaType = try fields.requiredText("mediaType")
        let original = try fields.bool("original")
        var document = CaseDocument(
            docRef: ref, kind: kind, title: "", content: .empty, mediaType: mediaType, original: original,
            lineRefs: try fields.freeTexts("lineRefs"))
        document.filed = Place(path: path, sha256: sha256, size: size)
        return document
    }

    /// Relative, below `evidence/`, and nowhere leading out of it.
    static func isEvidencePath(_ path: String) -> Bool {
        guard path.hasPrefix("evidence/") else { return false }
        // Byte by byte: a batch has hundreds of thousands of paths.
        var (length, dots) = (0, 0)
        for byte in path.utf8 {
            if byte < 0x20 || byte == 0x5C { return false }
            if byte == 0x2F {
                if length == 0 || (length == dots && dots <= 2) { return false }
                (length, dots) = (0, 0)
            } else {
                length += 1
                if byte == 0x2E { dots += 1 }
            }
        }
        return length > 0 && !(length == dots && dots <= 2)
    }
}
