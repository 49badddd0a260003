/// What became of a message, as whoever carried it states it.
public enum DeliveryStatus: String, Sendable, CaseIterable, Codable {
    /// Entregado: handed over at the address, or accepted by the debtor's mail server.
    case delivered
    /// Leído: opened by the debtor.
    case read
    /// Rehusado: the debtor would not take it.
    case refused
    /// Devuelto: unknown, absent or not collected.
    case returned
    /// No enviado: never left, or could not be carried.
    case failed

    /// Whether it reached the debtor. Whether a refusal counts as receipt is for a court to say, so it
    /// does not.
    public var isReceived: Bool { self == .delivered || self == .read }

    /// The status that a provider's file writes, in Spanish, Catalan, French, Portuguese or English, or
    /// by its code; case and blanks around it do not matter. `nil` for any other word: it is never
    /// guessed.
    public init?(written text: some StringProtocol) {
        let word = text.lowercased().filter { !$0.isWhitespace && $0 != "-" && $0 != "_" && $0 != "." }
        guard let found = Self.words.first(where: { $0.words.contains(word) }) else { return nil }
        self = found.status
    }

    private static let words: [(status: DeliveryStatus, words: [String])] = [
        (
            .delivered,
            [
                "delivered", "entregado", "entregada", "lliurat", "lliurada", "entregue", "distribué",
                "distribuée", "remis", "remise", "livré", "livrée",
            ]
        ),
        (
            .read,
            [
                "read", "opened", "leído", "leída", "leido", "leida", "abierto", "abierta", "llegit",
                "llegida",
                "obert", "lido", "lida", "aberto", "lu", "lue", "ouvert", "ouverte",
            ]
        ),
        (
            .refused,
            [
                "refused", "rehusado", "rehusada", "rechazado", "rechazada", "rebutjat", "rebutjada",
                "recusado", "recusada", "refusé", "refusée",
            ]
        ),
        (
            .returned,
            [
                "returned", "devuelto", "devuelta", "retornat", "retornada", "devolvido", "devolvida",
                "retourné", "retournée", "desconocido", "desconocida", "ausente", "nonréclamé",
                "direccióndesconocida", "direcciondesconocida", "direcciónincorrecta",
                "direccionincorrecta", "noretirado", "noretirada", "unknownaddress", "addressunknown",
                "unclaimed",
            ]
        ),
        (
            .failed,
            [
                "failed", "bounced", "undelivered", "noenviado", "noentregado", "fallido", "rebotado",
                "nolliurat", "fallit", "nãoentregue", "falhado", "échec", "nonremis", "nonlivré",
            ]
        ),
    ]
}

/// One line of a provider's proof-of-delivery file (constancia de entrega). Empty texts are absent.
public struct DeliveryRecord: Sendable, Equatable {
    /// The reference that the mailing register gave the message.
    public var reference: String
    /// What became of it.
    public var status: DeliveryStatus
    /// The day on which that happened.
    public var day: Day
    /// The provider's certificate or return receipt (justificante, acuse); empty where the line names none.
    public var evidence = EvidenceReference()
    /// Where the line stands in the provider's file.
    public var place = Place.wholeFile

    /// A line without evidence.
    public init(reference: String, status: DeliveryStatus, day: Day) {
        self.reference = reference
        self.status = status
        self.day = day
    }
}
