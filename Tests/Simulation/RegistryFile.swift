internal import Domain
internal import Foundation

/// What the registry is told in one night.
struct RegistryFile {
    /// A record of the file, with what tells which invoice it is of.
    struct Record {
        let isRemoval: Bool
        /// Of what is listed already.
        let isChange: Bool
        let operationReference: String
        let taxId: String
        let contractDate: String
        let due: String
        /// Cents; zero in a removal.
        let original: Int64
        let unpaid: Int64
    }

    private(set) var records: [Record] = []

    /// Reads the packages for the registry that a night left in its folder of the outbox.
    init(night folder: String) throws {
        guard FileManager.default.fileExists(atPath: folder) else { return }
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        where name.hasPrefix("DHX1_") && name.contains("_REGY_") {
            let path = "\(folder)/\(name)/data/batch.json"
            let batch = try JSONDecoder().decode(
                Batch.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
            records += try batch.records.map { try $0.record }
        }
    }

    private struct Batch: Decodable { let records: [Entry] }

    private struct Entry: Decodable {
        struct Party: Decodable { let ids: [Identifier] }
        struct Identifier: Decodable { let value: String }

        let op: String
        let operationRef: String
        let debtor: Party
        let contractDate: String?
        let lastUnpaidDue: String?
        let original: String?
        let unpaid: String?

        var record: Record {
            get throws {
                guard ["A", "M", "B"].contains(op) else {
                    throw Program.Failure(description: "registry record \(operationRef): operation \(op)")
                }
                // Of companies the identifier begins with the country.
                let taxId = debtor.ids.first?.value ?? ""
                return Record(
                    isRemoval: op == "B", isChange: op == "M", operationReference: operationRef,
                    taxId: taxId.hasPrefix("ES") ? String(taxId.dropFirst(2)) : taxId,
                    contractDate: contractDate ?? "", due: lastUnpaidDue ?? "",
                    original: Self.cents(original), unpaid: Self.cents(unpaid))
            }
        }

        private static func cents(_ amount: String?) -> Int64 {
            Int64((amount ?? "").filter { $0 != "." }) ?? 0
        }
    }
}
