internal import Scanning

/// The elements of pain.002 that are read.
enum Pain002Element: UInt8 {
    case namespace = 1, header
    // The message that is reported on
    case message, messageId, messageCount, messageStatus, messageReason
    // One batch of it
    case payment, paymentId, paymentCount, paymentStatus, paymentReason
    // One transaction
    case transaction, transactionMessage, transactionPayment, endToEnd, transactionStatus, transactionReason
    case currency, instructedAmount, settlementAmount, collectionDay, mandate
    case debtorName, debtorIBAN, debtorNumber, remittance
}

/// The tree of pain.002, all versions at once: where two versions differ both forms are named, so that the
/// namespace never matters.
enum Pain002Tree {
    /// The name of the message from version 3 on.
    static let element = "CstmrPmtStsRpt"

    static let grammar = XMLGrammar(anchor: element, rules)

    /// The same under another name: version 2 calls the message `pain.002.001.02`.
    static func grammar(_ element: String) -> XMLGrammar { XMLGrammar(anchor: element, rules) }

    private static let rules = levels + transaction + reference

    private static let payment = "OrgnlPmtInfAndSts"
    private static let details = "OrgnlPmtInfAndSts/TxInfAndSts"
    private static let original = details + "/OrgnlTxRef"

    private static let levels: [XMLGrammar.Rule] =
        [
            .text("@xmlns", Pain002Element.namespace),
            .scope("GrpHdr", Pain002Element.header),
            .scope("OrgnlGrpInfAndSts", Pain002Element.message),
            .text("OrgnlGrpInfAndSts/OrgnlMsgId", Pain002Element.messageId),
            .text("OrgnlGrpInfAndSts/OrgnlNbOfTxs", Pain002Element.messageCount),
            .text("OrgnlGrpInfAndSts/GrpSts", Pain002Element.messageStatus),
            .scope(payment, Pain002Element.payment),
            .text(payment + "/OrgnlPmtInfId", Pain002Element.paymentId),
            .text(payment + "/OrgnlNbOfTxs", Pain002Element.paymentCount),
            .text(payment + "/PmtInfSts", Pain002Element.paymentStatus),
        ] + reason("OrgnlGrpInfAndSts", .messageReason) + reason(payment, .paymentReason)

    private static let transaction: [XMLGrammar.Rule] =
        [
            .scope(details, Pain002Element.transaction),
            // Version 2 has no batches.
            .same("TxInfAndSts", as: details),
            .text(details + "/OrgnlGrpInf/OrgnlMsgId", Pain002Element.transactionMessage),
            .text(details + "/OrgnlPmtInfId", Pain002Element.transactionPayment),
            .text(details + "/OrgnlEndToEndId", Pain002Element.endToEnd),
            .text(details + "/TxSts", Pain002Element.transactionStatus),
        ] + reason(details, .transactionReason)

    private static let reference: [XMLGrammar.Rule] = [
        .text(original + "/IntrBkSttlmAmt/@Ccy", Pain002Element.currency),
        .text(original + "/IntrBkSttlmAmt", Pain002Element.settlementAmount),
        .text(original + "/Amt/InstdAmt/@Ccy", Pain002Element.currency),
        .text(original + "/Amt/InstdAmt", Pain002Element.instructedAmount),
        .text(original + "/Amt/EqvtAmt/Amt/@Ccy", Pain002Element.currency),
        .text(original + "/Amt/EqvtAmt/Amt", Pain002Element.instructedAmount),
        .text(original + "/ReqdColltnDt", Pain002Element.collectionDay),
        .text(original + "/MndtRltdInf/MndtId", Pain002Element.mandate),
        // From version 11 on one of several kinds of mandate.
        .same(original + "/MndtRltdInf/DrctDbtMndt", as: original + "/MndtRltdInf"),
        .text(original + "/Dbtr/Nm", Pain002Element.debtorName),
        .same(original + "/Dbtr/Pty", as: original + "/Dbtr"),
        .text(original + "/Dbtr/Agt/FinInstnId/Nm", Pain002Element.debtorName),
        .text(original + "/DbtrAcct/Id/IBAN", Pain002Element.debtorIBAN),
        .text(original + "/DbtrAcct/Id/Othr/Id", Pain002Element.debtorNumber),
        .text(original + "/DbtrAcct/Id/BBAN", Pain002Element.debtorNumber),
        .text(original + "/RmtInf/Ustrd", Pain002Element.remittance),
        .text(original + "/RmtInf/Strd/CdtrRefInf/Ref", Pain002Element.remittance),
        .text(original + "/RmtInf/Strd/CdtrRefInf/CdtrRef", Pain002Element.remittance),
        .text(original + "/RmtInf/Strd/RfrdDocInf/Nb", Pain002Element.remittance),
        .text(original + "/RmtInf/Strd/AddtlRmtInf", Pain002Element.remittance),
    ]

    private static func reason(_ path: String, _ field: Pain002Element) -> [XMLGrammar.Rule] {
        [
            .text(path + "/StsRsnInf/Rsn/Cd", field),
            .text(path + "/StsRsnInf/Rsn/Prtry", field),
            .same(path + "/StsRsnInf/StsRsn", as: path + "/StsRsnInf/Rsn"),
        ]
    }
}
