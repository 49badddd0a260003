public import Domain

/// Packages of the flows that an agency sends: ACK, STAT, REMT, INVT. The batch travels as JSON, the
/// canonical form, and as the CSV tables of the same tree.
public enum FeedbackPackage {
    /// The package of an answer.
    public static func files(
        _ answer: Acknowledgement, producer: Producer, signingKey: SigningKey? = nil
    ) -> HandoverPackage {
        let forms = Forms(header: answer.header, tree: answer.tree, totals: "counts", csv: answer.csvFiles)
        let currencies = currencies(answer.answers.map { ($0.caseRef, $0.currency) })
        let reading = Acknowledgement.read(forms.json, file: forms.name, currencies: currencies)
        return forms.package(producer, signingKey, reading.faults)
    }

    /// The package of events.
    public static func files(
        _ batch: StatusBatch, producer: Producer, signingKey: SigningKey? = nil
    ) -> HandoverPackage {
        let forms = Forms(header: batch.header, tree: batch.tree, totals: "totals", csv: batch.csvFiles)
        let currencies = currencies(batch.events.map { ($0.caseRef, $0.currency) })
        let reading = StatusBatch.read(forms.json, file: forms.name, currencies: currencies)
        return forms.package(producer, signingKey, reading.faults)
    }

    /// The package of a remittance statement.
    ///
    /// - Parameter documents: the fee invoice's, by name; they go below `data/evidence/`.
    public static func files(
        _ statement: RemittanceStatement, producer: Producer, signingKey: SigningKey? = nil,
        documents: [OutputFile] = []
    ) -> HandoverPackage {
        var forms = Forms(
            header: statement.header, tree: statement.tree, totals: "totals", csv: statement.csvFiles)
        forms.documents = documents
        let faults =
            RemittanceStatement.read(forms.json, file: forms.name).faults
            + RemittanceRules.breaks(of: statement).map { $0.fault(file: forms.name) }
        return forms.package(producer, signingKey, faults)
    }

    /// The package of an inventory.
    public static func files(
        _ inventory: Inventory, producer: Producer, signingKey: SigningKey? = nil
    ) -> HandoverPackage {
        let forms = Forms(
            header: inventory.header, tree: inventory.tree, totals: "totals", csv: inventory.csvFiles)
        let currencies = currencies(inventory.entries.map { ($0.caseRef, $0.currency) })
        let reading = Inventory.read(forms.json, file: forms.name, currencies: currencies)
        return forms.package(producer, signingKey, reading.faults)
    }

    /// The currencies that the content is in. Of a case in two, the last is taken and the other's amounts
    /// are refused where they have other decimals.
    private static func currencies(_ pairs: [(caseRef: String, currency: Currency)]) -> CaseCurrencies {
        CaseCurrencies(Dictionary(pairs.map { ($0.caseRef, $0.currency) }) { _, last in last })
    }

    /// A batch in the forms in which it travels.
    private struct Forms {
        let header: BatchHeader
        let tree: JSONValue
        /// The member of the tree that the manifest repeats.
        let totals: String
        let csv: [OutputFile]
        let json: [UInt8]
        var documents: [OutputFile] = []
        let name = "batch.json"

        init(header: BatchHeader, tree: JSONValue, totals: String, csv: [OutputFile]) {
            (self.header, self.tree, self.totals, self.csv) = (header, tree, totals, csv)
            json = JSONText.bytes(of: tree)
        }

        /// What the receiver's reader would refuse is not written at all.
        func package(
            _ producer: Producer, _ signingKey: SigningKey?, _ faults: [HandoverFault]
        ) -> HandoverPackage {
            var package = HandoverPackage()
            let reasons = header.faults + faults.map(\.description)
            guard reasons.isEmpty else {
                package.setAside = reasons.map { RuleBreak(.form, batch: header.batchId, $0) }
                return package
            }
            let payload =
                [OutputFile(path: "data/batch.json", bytes: json)]
                + csv.map { OutputFile(path: "data/csv/" + $0.path, bytes: $0.bytes) }
                + documents.map { OutputFile(path: "data/evidence/" + $0.path, bytes: $0.bytes) }
            let bag = BagItPackage(
                folder: header.folderName, identifier: header.batchId, baggingDate: header.businessDate,
                payload: payload)
            let manifest = BusinessManifest(
                header: header, totals: tree[totals] ?? .object([]), producer: producer)
            package.files = bag.files(
                businessManifest: manifest.file(payloadManifest: bag.payloadManifest),
                signingKey: signingKey)
            package.payloadManifestSHA256 = SHA256Text.digest(of: bag.payloadManifest)
            return package
        }
    }
}
