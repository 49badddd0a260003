import Domain
import Foundation

@testable import Formats

extension CSVReading {
    var receipts: [ReceiptRecord] {
        records.compactMap { if case .receipt(let receipt) = $0 { receipt } else { nil } }
    }
    var customers: [CustomerRecord] {
        records.compactMap { if case .customer(let customer) = $0 { customer } else { nil } }
    }
    /// `number kind payable` of each invoice.
    var summary: [String] { invoices.map { "\($0.number) \($0.kind) \($0.payable)" } }
    /// `invoice day amount` of each receipt.
    var receiptSummary: [String] { receipts.map { "\($0.invoiceNumber) \($0.day) \($0.amount)" } }
}

/// Chance that is the same on every machine (SplitMix64).
struct BookDice {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) >> 33) % max(bound, 1)
    }

    /// A few bytes changed, put in or taken out.
    mutating func changed(_ bytes: [UInt8], with special: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0...below(5) where !bytes.isEmpty {
            let index = below(bytes.count)
            switch below(4) {
            case 0: bytes[index] = special[below(special.count)]
            case 1: bytes.insert(special[below(special.count)], at: index)
            case 2: bytes.remove(at: index)
            default: bytes[index] = UInt8(below(256))
            }
        }
        return bytes
    }
}

enum BookTables {
    static let exceptions = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("ExceptionsBooks.tsv")
}
