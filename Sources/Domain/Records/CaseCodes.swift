/// Why a debtor does not pay (motivo de impago).
public enum NonPaymentReason: String, Sendable, CaseIterable {
    /// No puede pagar.
    case cannotPay = "cannot-pay"
    /// Olvido.
    case forgot
    /// No ha recibido la factura.
    case invoiceNotReceived = "invoice-not-received"
    /// No ha recibido la mercancía o el servicio.
    case goodsNotReceived = "goods-not-received"
    /// Defectuoso.
    case defective
    /// Precio o importe equivocado.
    case wrongPrice = "wrong-price"
    /// Falta un abono prometido.
    case creditDue = "credit-due"
    /// Dice que ya pagó.
    case alreadyPaid = "already-paid"
    /// Pagó a otro.
    case paidToThirdParty = "paid-to-third-party"
    /// La deuda no es suya.
    case notMine = "not-mine"
    /// Prescrita, según el deudor.
    case timeBarred = "time-barred"
    /// Espera a que le pague su cliente.
    case waitingForOwnCustomer = "waiting-for-own-customer"
    /// No está conforme.
    case disagrees
    /// No se niega y no dice por qué.
    case unknown
    /// Se niega.
    case refuses
    /// Dice que está en concurso.
    case insolvent
    /// Otro.
    case other

    /// Whether it contests the debt: then it counts as a reasoned objection until it is settled (P6). Not any
    /// objection makes a debt doubtful (STS 245/2019), but that is for a person to say.
    public var isObjection: Bool { disputeGround != nil }

    /// The ground of a dispute in the hand-over format (DHX 5.7); `nil` for what contests nothing.
    public var disputeGround: String? {
        switch self {
        case .goodsNotReceived: "NOT_DELIVERED"
        case .defective: "QUALITY"
        case .wrongPrice: "PRICE"
        case .creditDue: "CREDIT_DUE"
        case .alreadyPaid, .paidToThirdParty: "ALREADY_PAID"
        case .notMine: "NOT_MINE"
        case .timeBarred: "TIME_BARRED"
        case .invoiceNotReceived, .disagrees: "OTHER"
        case .cannotPay, .forgot, .waitingForOwnCustomer, .unknown, .refuses, .insolvent, .other: nil
        }
    }

    /// The code by our own name or in Spanish, folded as headings are: lower case, without accents.
    public init?(word: String) {
        switch word {
        case "no puede pagar", "sin liquidez": self = .cannotPay
        case "olvido", "se olvido": self = .forgot
        case "factura no recibida", "sin factura": self = .invoiceNotReceived
        case "mercancia no recibida", "servicio no recibido", "no entregado", "no recibido":
            self = .goodsNotReceived
        case "defectuoso", "defectuosa", "defecto": self = .defective
        case "precio equivocado", "importe equivocado", "precio": self = .wrongPrice
        case "falta abono", "abono pendiente": self = .creditDue
        case "ya pagado", "ya pagada", "pagada": self = .alreadyPaid
        case "pagado a otro", "pagada a otro", "pagado a tercero": self = .paidToThirdParty
        case "no es suya", "no es mia": self = .notMine
        case "prescrita": self = .timeBarred
        case "espera a su cliente", "esperando a su cliente": self = .waitingForOwnCustomer
        case "disconforme", "no conforme", "no esta conforme": self = .disagrees
        case "desconocido", "no se sabe": self = .unknown
        case "se niega": self = .refuses
        case "concurso", "insolvente": self = .insolvent
        case "otro", "otra", "otros": self = .other
        default: self.init(rawValue: word.replacing(" ", with: "-"))
        }
    }
}

/// Before whom a debt was brought.
public enum DisputeForum: String, Sendable, CaseIterable {
    /// Juzgado.
    case court
    /// Administración, junta de consumo.
    case administration
    /// Arbitraje u otro procedimiento vinculante.
    case bindingBody = "binding-body"

    /// The code by our own name or in Spanish, folded.
    public init?(word: String) {
        switch word {
        case "juzgado", "tribunal": self = .court
        case "administracion": self = .administration
        case "arbitraje", "adr", "binding adr": self = .bindingBody
        default: self.init(rawValue: word.replacing(" ", with: "-"))
        }
    }
}

/// How somebody was spoken to.
public enum ContactChannel: String, Sendable, CaseIterable {
    case phone, email, letter, sms, visit, other

    /// The code by our own name or in Spanish, folded.
    public init?(word: String) {
        switch word {
        case "telefono", "llamada": self = .phone
        case "correo", "correo electronico", "e mail": self = .email
        case "carta": self = .letter
        case "visita": self = .visit
        case "otro": self = .other
        default: self.init(rawValue: word)
        }
    }
}

/// Why the creditor takes a case back from an agency (motivo de la retirada, DHX 5.3.1). That it was paid, is
/// disputed or the debtor insolvent is in the books, and takes it back without anybody's word.
public enum RecallCause: String, Sendable, CaseIterable {
    /// Decisión comercial.
    case commercialDecision = "commercial-decision"
    /// Acuerdo directo con el deudor.
    case settledDirect = "settled-direct"
    /// Se da la razón al deudor.
    case disputeAccepted = "dispute-accepted"
    /// Entregado por error: no fee, and nothing to object to.
    case placedInError = "placed-in-error"
    /// Cambio de agencia.
    case anotherAgency = "another-agency"
    /// Fin del contrato con la agencia.
    case contractEnd = "contract-end"

    /// Days in which an agency may object where the fact names no last day.
    public static let usualObjectionDays = 10

    /// The code by our own name or in Spanish, folded.
    public init?(word: String) {
        switch word {
        case "decision comercial": self = .commercialDecision
        case "acuerdo directo": self = .settledDirect
        case "disputa aceptada", "disputa admitida": self = .disputeAccepted
        case "por error", "entregado por error", "error": self = .placedInError
        case "otra agencia", "cambio de agencia": self = .anotherAgency
        case "fin de contrato", "fin del contrato": self = .contractEnd
        default: self.init(rawValue: word.replacing(" ", with: "-"))
        }
    }
}

/// What the evidence file of an answer to the agency is.
public enum AnswerDocument: String, Sendable, CaseIterable {
    /// Factura.
    case invoice
    /// Rectificativa o abono.
    case creditNote = "credit-note"
    /// Extracto de la cuenta.
    case statement
    /// Contrato.
    case contract
    /// Pedido.
    case order
    /// Albarán.
    case deliveryNote = "delivery-note"
    /// Certificación de obra.
    case workCertificate = "work-certificate"
    /// Acuse del requerimiento.
    case demandProof = "demand-proof"
    /// Reconocimiento de deuda.
    case acknowledgement
    /// Poder.
    case powerOfAttorney = "power-of-attorney"
    /// Escrito del deudor.
    case debtorLetter = "debtor-letter"
    case other

    /// The code by our own name or in Spanish, folded.
    public init?(word: String) {
        switch word {
        case "factura": self = .invoice
        case "abono", "rectificativa": self = .creditNote
        case "extracto": self = .statement
        case "contrato": self = .contract
        case "pedido": self = .order
        case "albaran": self = .deliveryNote
        case "certificacion", "certificacion de obra": self = .workCertificate
        case "acuse", "acuse del requerimiento": self = .demandProof
        case "reconocimiento", "reconocimiento de deuda": self = .acknowledgement
        case "poder": self = .powerOfAttorney
        case "escrito del deudor": self = .debtorLetter
        case "otro", "otros": self = .other
        default: self.init(rawValue: word.replacing(" ", with: "-"))
        }
    }
}
