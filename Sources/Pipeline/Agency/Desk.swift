internal import Domain
internal import Foundation
internal import Handover

/// The folder in which an agency without software of its own keeps what it needs between nights: `desk.json`
/// (with whom and at which price), `state.json` (cases, packages, numbers), `out/` (what it sent), `held/`
/// (batches that wait for an earlier one), and its key files. Plain files, each written whole or not at all.
public struct Desk: Sendable {
    let root: String

    public init(path: String) { root = Workspace(path: path).root }

    var settingsPath: String { root + "/desk.json" }
    private var statePath: String { root + "/state.json" }
    /// Everything that was sent stays here: a question that comes again gets the same bytes.
    var outPath: String { root + "/out" }
    var heldPath: String { root + "/held" }

    /// What a new desk needs to know.
    public struct Founding: Sendable {
        public var agencyCode: String
        public var agencyIdentifier: String
        public var agencyScheme = "9920"
        /// Also its code in batch ids.
        public var creditor: String
        public var creditorScheme = "9920"
        public var environment: String
        public var agreement: String
        public var processorAgreement: String
        /// `15.00` for everything, or `PHASE:DAYS:RATE`, once for each row.
        public var fees: [String] = []
        public var vatCategory = "S"
        public var vatRate = "21.00"
        public var minimumPayout = "0.00"
        public var currency = "EUR"
        public var nextSequence = 1

        public init(
            agencyCode: String, agencyIdentifier: String, creditor: String, environment: String,
            agreement: String, processorAgreement: String
        ) {
            self.agencyCode = agencyCode
            self.agencyIdentifier = agencyIdentifier
            self.creditor = creditor
            self.environment = environment
            self.agreement = agreement
            self.processorAgreement = processorAgreement
        }
    }

    /// Makes the folder. A desk that is there already is not touched.
    public func create(_ founding: Founding) throws {
        guard !FileManager.default.fileExists(atPath: settingsPath) else {
            throw RunError.usage("\(root) is a desk already")
        }
        guard let currency = Currency(founding.currency), founding.nextSequence >= 1 else {
            throw RunError.usage("the currency is one as EUR, the sequence 1 or more")
        }
        let wanted = founding.minimumPayout
        guard let minimum = AgencyNumber.minorUnits(wanted, currency), minimum >= 0 else {
            throw RunError.usage(
                "the minimum payout is '\(wanted)', expected \(AgencyNumber.expected(wanted, currency))")
        }
        let settings = DeskSettings(
            agency: DeskParty(
                code: founding.agencyCode, scheme: founding.agencyScheme,
                identifier: founding.agencyIdentifier),
            creditor: DeskParty(
                code: founding.creditor, scheme: founding.creditorScheme, identifier: founding.creditor),
            environment: founding.environment, agreement: founding.agreement,
            processorAgreement: founding.processorAgreement, fees: try founding.fees.flatMap(Self.fees),
            vatCategory: founding.vatCategory, vatRatePct: founding.vatRate,
            minimumPayout: Money(minorUnits: minimum, currency: currency))
        _ = try settings.terms(file: "desk init")
        for folder in [root, outPath, heldPath] { try DurableFile.makeFolder(folder) }
        try write(DeskState(nextCaseSequence: founding.nextSequence), to: statePath)
        try write(settings, to: settingsPath)
    }

    private static func fees(_ text: String) throws -> [DeskFee] {
        let parts = text.split(separator: ":").map(String.init)
        if parts.count == 1, AgencyNumber.hundredths(text) != nil {
            return DebtCase.Phase.allCases.map {
                DeskFee(phase: $0.rawValue, fromAgeDays: 0, ratePct: text)
            }
        }
        guard parts.count == 3, let days = Int(parts[1]) else {
            throw RunError.usage("a fee is a rate as 15.00, or PHASE:DAYS:RATE as PRE_LEGAL:180:20.00")
        }
        return [DeskFee(phase: parts[0], fromAgeDays: days, ratePct: parts[2])]
    }

    func settings() throws -> DeskSettings {
        guard FileManager.default.fileExists(atPath: settingsPath) else {
            throw RunError.usage(
                "\(root) is no desk: there is no desk.json; make one with 'recobro handover desk init'")
        }
        return try read(settingsPath)
    }

    func state() throws -> DeskState {
        let state: DeskState = try read(statePath)
        guard state.schema == DeskState.currentSchema else {
            throw RunError.usage("\(statePath) is not \(DeskState.currentSchema)")
        }
        return state
    }

    func save(_ state: DeskState) throws {
        try write(state, to: statePath)
        try DurableFile.syncFolder(root)
    }

    private func write(_ value: some Encodable, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try DurableFile.write(Array(try encoder.encode(value)) + [0x0A], to: path)
    }

    private func read<Value: Decodable>(_ path: String) throws -> Value {
        let bytes = try PackageFolder.bytes(of: path)
        do {
            return try JSONDecoder().decode(Value.self, from: Data(bytes))
        } catch {
            throw RunError.usage("\(path) cannot be read: \(Self.words(error))")
        }
    }

    private static func words(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "it is no JSON" }
        let context: DecodingError.Context
        switch error {
        case .typeMismatch(_, let found), .valueNotFound(_, let found), .keyNotFound(_, let found),
            .dataCorrupted(let found):
            context = found
        @unknown default: return "it is not as a desk writes it"
        }
        let place = context.codingPath.map(\.stringValue).joined(separator: ".")
        return (place.isEmpty ? "" : place + ": ") + context.debugDescription
    }
}
