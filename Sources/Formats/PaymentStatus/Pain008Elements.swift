internal import Scanning

/// The elements of a direct-debit initiation that are read.
enum Pain008Element: UInt8 {
    case message = 1, groupCount, groupSum
    case payment, paymentId, paymentCount, paymentSum, collected
    case transaction, endToEndId, amount, currency, mandate
    case debtor, debtorId, debtorIBAN, debtorAccount
    case text, documentNumber, creditorReference
}

/// The tree of `pain.008.001.01` to `.11`. Names that a version changed stand side by side.
enum Pain008Tree {
    static let grammar = XMLGrammar(anchor: "CstmrDrctDbtInitn", rules)
    /// The first version names its message after itself.
    static let firstVersion = "pain.008.001.01"
    static let firstGrammar = XMLGrammar(anchor: firstVersion, rules)

    private static let rules = heads + transaction

    private static let heads: [XMLGrammar.Rule] = [
        .text("GrpHdr/MsgId", Pain008Element.message),
        .text("GrpHdr/NbOfTxs", Pain008Element.groupCount),
        .text("GrpHdr/CtrlSum", Pain008Element.groupSum),
        .scope("PmtInf", Pain008Element.payment),
        .text("PmtInf/PmtInfId", Pain008Element.paymentId),
        .text("PmtInf/NbOfTxs", Pain008Element.paymentCount),
        .text("PmtInf/CtrlSum", Pain008Element.paymentSum),
        .text("PmtInf/ReqdColltnDt", Pain008Element.collected),
        .text("PmtInf/ReqdColltnDt/Dt", Pain008Element.collected),
    ]

    private static let path = "PmtInf/DrctDbtTxInf"

    private static let transaction: [XMLGrammar.Rule] = [
        .scope(path, Pain008Element.transaction),
        .text(path + "/PmtId/EndToEndId", Pain008Element.endToEndId),
        .text(path + "/InstdAmt", Pain008Element.amount),
        .text(path + "/InstdAmt/@Ccy", Pain008Element.currency),
        .text(path + "/DrctDbtTx/MndtRltdInf/MndtId", Pain008Element.mandate),
        .text(path + "/DrctDbtTx/MndtRltdInf/DrctDbtMndt/MndtId", Pain008Element.mandate),
        .text(path + "/Dbtr/Nm", Pain008Element.debtor),
        .text(path + "/Dbtr/Id/OrgId/Othr/Id", Pain008Element.debtorId),
        .text(path + "/Dbtr/Id/PrvtId/Othr/Id", Pain008Element.debtorId),
        .text(path + "/Dbtr/Id/OrgId/TaxIdNb", Pain008Element.debtorId),
        .text(path + "/Dbtr/Id/PrvtId/TaxIdNb", Pain008Element.debtorId),
        .text(path + "/DbtrAcct/Id/IBAN", Pain008Element.debtorIBAN),
        .text(path + "/DbtrAcct/Id/Othr/Id", Pain008Element.debtorAccount),
        .text(path + "/RmtInf/Ustrd", Pain008Element.text),
        .text(path + "/RmtInf/Strd/RfrdDocInf/Nb", Pain008Element.documentNumber),
        .text(path + "/RmtInf/Strd/RfrdDocInf/RfrdDocNb", Pain008Element.documentNumber),
        .text(path + "/RmtInf/Strd/CdtrRefInf/Ref", Pain008Element.creditorReference),
        .text(path + "/RmtInf/Strd/CdtrRefInf/CdtrRef", Pain008Element.creditorReference),
    ]
}
