public import Domain
internal import Foundation
internal import Handover

/// One side of the exchange, as `desk.json` has it.
struct DeskParty: Codable, Equatable {
    /// Short code of batch ids and folder names.
    var code: String
    /// `9920` for a Spanish VAT number.
    var scheme: String
    var identifier: String

    var party: BatchParty {
        BatchParty(code: code, identifier: PartyIdentifier(scheme: scheme, value: identifier))
    }
}

/// A row of the fee schedule.
struct DeskFee: Codable, Equatable {
    /// PRE_LEGAL, LEGAL, ENFORCEMENT.
    var phase: String
    /// Days from the oldest due day of the case to its placement, inclusive.
    var fromAgeDays: Int
    /// Per cent of what was collected, `15.00`.
    var ratePct: String
}

/// `desk.json`: with whom, under which agreement and at which price. One desk is one creditor; a person may
/// edit it.
struct DeskSettings: Codable, Equatable {
    static let currentSchema = "recobro.desk/1"

    var schema = Self.currentSchema
    var agency: DeskParty
    var creditor: DeskParty
    /// `T` for tests, `P` for production.
    var environment: String
    var agreement: String
    var processorAgreement: String
    var fees: [DeskFee]
    /// UNTDID 5305.
    var vatCategory: String
    /// `21.00`.
    var vatRatePct: String
    /// What is due but less is carried to the next statement.
    var minimumPayout: Money

    /// The settings in the words of DHX.
    struct Terms {
        let environment: HandoverEnvironment
        let schedule: FeeSchedule
    }

    /// - Throws: `RunError.usage` naming what in the file is not as it must be.
    func terms(file: String) throws -> Terms {
        func wrong(_ what: String) -> RunError { .usage("\(file): \(what)") }
        guard schema == Self.currentSchema else { throw wrong("schema is not \(Self.currentSchema)") }
        guard let environment = HandoverEnvironment(rawValue: environment) else {
            throw wrong("environment is T or P")
        }
        let rows = try fees.map { fee in
            guard let phase = DebtCase.Phase(rawValue: fee.phase) else {
                throw wrong("fees: phase is PRE_LEGAL, LEGAL or ENFORCEMENT")
            }
            guard let rate = AgencyNumber.hundredths(fee.ratePct), fee.fromAgeDays >= 0 else {
                throw wrong("fees: ratePct is a percentage as 15.00, fromAgeDays a number of days")
            }
            return FeeSchedule.Row(phase: phase, fromAgeDays: fee.fromAgeDays, rateBasisPoints: rate)
        }
        guard let vat = AgencyNumber.hundredths(vatRatePct) else {
            throw wrong("vatRatePct is a percentage as 21.00")
        }
        return Terms(
            environment: environment,
            schedule: FeeSchedule(
                rows: rows, vatCategory: vatCategory, vatRateBasisPoints: vat, allowsRetention: true))
    }
}

/// An amount in the files of a desk: `1629.51 EUR`.
extension Money: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count == 2, let currency = Currency(parts[1]),
            let units = AgencyNumber.minorUnits(parts[0], currency)
        else { throw Self.fault(decoder, "'\(text)' is no amount as '12.50 EUR'") }
        self.init(minorUnits: units, currency: currency)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode("\(decimalString) \(currency.code)")
    }

    private static func fault(_ decoder: any Decoder, _ text: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: text))
    }
}
