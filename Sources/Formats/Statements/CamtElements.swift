internal import Scanning

/// The elements of a camt file that are read.
enum CamtElement: UInt8 {
    case namespace = 1, messageTime
    // Statement
    case statement, statementId, statementTime, periodFrom, periodTo
    case accountIBAN, accountNumber, accountCurrency, ownerName
    case balance, balanceType, balanceAmount, balanceSign, balanceDate
    case totalCount, totalSum, creditCount, creditSum, debitCount, debitSum
    // Entry
    case entry, entryAmount, entrySign, status, bookingDate, valueDate, entryReference, servicerReference
    case reversal, domain, family, subFamily, proprietaryCode, entryInformation
    case entryCharge, entryChargeTotal, entryChargeIncluded, batchMessage, batchPayment
    // Transaction
    case transaction, endToEnd, mandate, payment, message, transactionServicerReference, amount, sign
    case transactionAmount, instructedAmount, counterValue, charge, chargeTotal, chargeIncluded
    case transactionDomain, transactionFamily, transactionSubFamily, transactionProprietary
    case debtorName, debtorId, debtorIdScheme, debtorIBAN, debtorNumber, ultimateDebtor
    case creditorName, creditorId, creditorIdScheme, creditorIBAN, creditorNumber, ultimateCreditor
    case unstructured, structuredReference, documentNumber, remittanceInformation, transactionInformation
    case returnReason
    // The currency of the amount that follows, wherever it stands
    case currency
}

/// The tree of a camt file, all versions at once: where two versions differ both forms are named, so that the
/// namespace never matters. The three messages have the same tree below `Rpt`, `Stmt` and `Ntfctn`.
enum CamtTree {
    static let report = XMLGrammar(anchor: "BkToCstmrAcctRpt", rules)
    static let statement = XMLGrammar(anchor: "BkToCstmrStmt", rules)
    static let notification = XMLGrammar(anchor: "BkToCstmrDbtCdtNtfctn", rules)

    static func grammar(_ element: String) -> XMLGrammar { XMLGrammar(anchor: element, rules) }

    private static let rules = head + entry + references + amounts + parties + remittance

    private static let details = "Stmt/Ntry/NtryDtls/TxDtls"

    private static let head: [XMLGrammar.Rule] = [
        .text("@xmlns", CamtElement.namespace),
        .text("GrpHdr/CreDtTm", CamtElement.messageTime),
        .scope("Stmt", CamtElement.statement),
        .same("Rpt", as: "Stmt"),
        .same("Ntfctn", as: "Stmt"),
        .text("Stmt/Id", CamtElement.statementId),
        .text("Stmt/CreDtTm", CamtElement.statementTime),
        .text("Stmt/FrToDt/FrDtTm", CamtElement.periodFrom),
        .text("Stmt/FrToDt/ToDtTm", CamtElement.periodTo),
        .text("Stmt/Acct/Id/IBAN", CamtElement.accountIBAN),
        .text("Stmt/Acct/Id/Othr/Id", CamtElement.accountNumber),
        .text("Stmt/Acct/Id/BBAN", CamtElement.accountNumber),
        .same("Stmt/Acct/Id/PrtryAcct", as: "Stmt/Acct/Id/Othr"),
        .text("Stmt/Acct/Ccy", CamtElement.accountCurrency),
        .text("Stmt/Acct/Ownr/Nm", CamtElement.ownerName),
        .scope("Stmt/Bal", CamtElement.balance),
        .text("Stmt/Bal/Tp/CdOrPrtry/Cd", CamtElement.balanceType),
        .text("Stmt/Bal/Tp/Cd", CamtElement.balanceType),
        .text("Stmt/Bal/Amt/@Ccy", CamtElement.currency),
        .text("Stmt/Bal/Amt", CamtElement.balanceAmount),
        .text("Stmt/Bal/CdtDbtInd", CamtElement.balanceSign),
        .text("Stmt/Bal/Dt/Dt", CamtElement.balanceDate),
        .text("Stmt/Bal/Dt/DtTm", CamtElement.balanceDate),
        .text("Stmt/TxsSummry/TtlNtries/NbOfNtries", CamtElement.totalCount),
        .text("Stmt/TxsSummry/TtlNtries/Sum", CamtElement.totalSum),
        .text("Stmt/TxsSummry/TtlCdtNtries/NbOfNtries", CamtElement.creditCount),
        .text("Stmt/TxsSummry/TtlCdtNtries/Sum", CamtElement.creditSum),
        .text("Stmt/TxsSummry/TtlDbtNtries/NbOfNtries", CamtElement.debitCount),
        .text("Stmt/TxsSummry/TtlDbtNtries/Sum", CamtElement.debitSum),
    ]

    private static let entry: [XMLGrammar.Rule] = [
        .scope("Stmt/Ntry", CamtElement.entry),
        .text("Stmt/Ntry/Amt/@Ccy", CamtElement.currency),
        .text("Stmt/Ntry/Amt", CamtElement.entryAmount),
        .text("Stmt/Ntry/CdtDbtInd", CamtElement.entrySign),
        .text("Stmt/Ntry/Sts", CamtElement.status),
        .text("Stmt/Ntry/Sts/Cd", CamtElement.status),
        .text("Stmt/Ntry/Sts/Prtry", CamtElement.status),
        .text("Stmt/Ntry/BookgDt/Dt", CamtElement.bookingDate),
        .text("Stmt/Ntry/BookgDt/DtTm", CamtElement.bookingDate),
        .text("Stmt/Ntry/ValDt/Dt", CamtElement.valueDate),
        .text("Stmt/Ntry/ValDt/DtTm", CamtElement.valueDate),
        .text("Stmt/Ntry/NtryRef", CamtElement.entryReference),
        .text("Stmt/Ntry/AcctSvcrRef", CamtElement.servicerReference),
        .text("Stmt/Ntry/RvslInd", CamtElement.reversal),
        .text("Stmt/Ntry/BkTxCd/Domn/Cd", CamtElement.domain),
        .text("Stmt/Ntry/BkTxCd/Domn/Fmly/Cd", CamtElement.family),
        .text("Stmt/Ntry/BkTxCd/Domn/Fmly/SubFmlyCd", CamtElement.subFamily),
        .text("Stmt/Ntry/BkTxCd/Prtry/Cd", CamtElement.proprietaryCode),
        .text("Stmt/Ntry/AddtlNtryInf", CamtElement.entryInformation),
        .text("Stmt/Ntry/Chrgs/Amt/@Ccy", CamtElement.currency),
        .text("Stmt/Ntry/Chrgs/Amt", CamtElement.entryCharge),
        .text("Stmt/Ntry/Chrgs/TtlChrgsAndTaxAmt/@Ccy", CamtElement.currency),
        .text("Stmt/Ntry/Chrgs/TtlChrgsAndTaxAmt", CamtElement.entryChargeTotal),
        .text("Stmt/Ntry/Chrgs/ChrgInclInd", CamtElement.entryChargeIncluded),
        .same("Stmt/Ntry/Chrgs/Rcrd", as: "Stmt/Ntry/Chrgs"),
        .text("Stmt/Ntry/NtryDtls/Btch/MsgId", CamtElement.batchMessage),
        .text("Stmt/Ntry/NtryDtls/Btch/PmtInfId", CamtElement.batchPayment),
        // Version 1 has no NtryDtls.
        .same("Stmt/Ntry/Btch", as: "Stmt/Ntry/NtryDtls/Btch"),
    ]

    private static let references: [XMLGrammar.Rule] = [
        .scope(details, CamtElement.transaction),
        .same("Stmt/Ntry/TxDtls", as: details),
        .text(details + "/Refs/EndToEndId", CamtElement.endToEnd),
        .text(details + "/Refs/MndtId", CamtElement.mandate),
        .text(details + "/Refs/PmtInfId", CamtElement.payment),
        .text(details + "/Refs/MsgId", CamtElement.message),
        .text(details + "/Refs/AcctSvcrRef", CamtElement.transactionServicerReference),
        .text(details + "/BkTxCd/Domn/Cd", CamtElement.transactionDomain),
        .text(details + "/BkTxCd/Domn/Fmly/Cd", CamtElement.transactionFamily),
        .text(details + "/BkTxCd/Domn/Fmly/SubFmlyCd", CamtElement.transactionSubFamily),
        .text(details + "/BkTxCd/Prtry/Cd", CamtElement.transactionProprietary),
        .text(details + "/RtrInf/Rsn/Cd", CamtElement.returnReason),
        .text(details + "/RtrInf/Rsn/Prtry", CamtElement.returnReason),
        .same(details + "/RtrInf/RtrRsn", as: details + "/RtrInf/Rsn"),
    ]

    private static let amounts: [XMLGrammar.Rule] = [
        .text(details + "/Amt/@Ccy", CamtElement.currency),
        .text(details + "/Amt", CamtElement.amount),
        .text(details + "/CdtDbtInd", CamtElement.sign),
        .text(details + "/AmtDtls/TxAmt/Amt/@Ccy", CamtElement.currency),
        .text(details + "/AmtDtls/TxAmt/Amt", CamtElement.transactionAmount),
        .text(details + "/AmtDtls/InstdAmt/Amt/@Ccy", CamtElement.currency),
        .text(details + "/AmtDtls/InstdAmt/Amt", CamtElement.instructedAmount),
        .text(details + "/AmtDtls/CntrValAmt/Amt/@Ccy", CamtElement.currency),
        .text(details + "/AmtDtls/CntrValAmt/Amt", CamtElement.counterValue),
        .text(details + "/Chrgs/Amt/@Ccy", CamtElement.currency),
        .text(details + "/Chrgs/Amt", CamtElement.charge),
        .text(details + "/Chrgs/TtlChrgsAndTaxAmt/@Ccy", CamtElement.currency),
        .text(details + "/Chrgs/TtlChrgsAndTaxAmt", CamtElement.chargeTotal),
        .text(details + "/Chrgs/ChrgInclInd", CamtElement.chargeIncluded),
        .same(details + "/Chrgs/Rcrd", as: details + "/Chrgs"),
    ]

    private static let parties: [XMLGrammar.Rule] =
        party("Dbtr", .debtorName, .debtorId, .debtorIdScheme)
        + party("Cdtr", .creditorName, .creditorId, .creditorIdScheme)
        + [
            .text(details + "/RltdPties/UltmtDbtr/Nm", CamtElement.ultimateDebtor),
            .same(details + "/RltdPties/UltmtDbtr/Pty", as: details + "/RltdPties/UltmtDbtr"),
            .text(details + "/RltdPties/UltmtCdtr/Nm", CamtElement.ultimateCreditor),
            .same(details + "/RltdPties/UltmtCdtr/Pty", as: details + "/RltdPties/UltmtCdtr"),
            .text(details + "/RltdPties/DbtrAcct/Id/IBAN", CamtElement.debtorIBAN),
            .text(details + "/RltdPties/DbtrAcct/Id/Othr/Id", CamtElement.debtorNumber),
            .text(details + "/RltdPties/DbtrAcct/Id/BBAN", CamtElement.debtorNumber),
            .text(details + "/RltdPties/CdtrAcct/Id/IBAN", CamtElement.creditorIBAN),
            .text(details + "/RltdPties/CdtrAcct/Id/Othr/Id", CamtElement.creditorNumber),
            .text(details + "/RltdPties/CdtrAcct/Id/BBAN", CamtElement.creditorNumber),
        ]

    /// Up to version 6 a party's name stands in the role itself, from version 7 under `Pty` or `Agt`.
    private static func party(
        _ role: String, _ name: CamtElement, _ id: CamtElement, _ scheme: CamtElement
    ) -> [XMLGrammar.Rule] {
        let path = details + "/RltdPties/" + role
        return [
            .text(path + "/Nm", name),
            .text(path + "/Agt/FinInstnId/Nm", name),
            .text(path + "/Id/OrgId/Othr/Id", id),
            .text(path + "/Id/OrgId/Othr/SchmeNm/Cd", scheme),
            .same(path + "/Id/PrvtId", as: path + "/Id/OrgId"),
            .same(path + "/Pty", as: path),
        ]
    }

    private static let remittance: [XMLGrammar.Rule] = [
        .text(details + "/RmtInf/Ustrd", CamtElement.unstructured),
        .text(details + "/RmtInf/Strd/CdtrRefInf/Ref", CamtElement.structuredReference),
        .text(details + "/RmtInf/Strd/CdtrRefInf/CdtrRef", CamtElement.structuredReference),
        .text(details + "/RmtInf/Strd/RfrdDocInf/Nb", CamtElement.documentNumber),
        .text(details + "/RmtInf/Strd/RfrdDocInf/RfrdDocNb", CamtElement.documentNumber),
        .text(details + "/RmtInf/Strd/AddtlRmtInf", CamtElement.remittanceInformation),
        .text(details + "/AddtlTxInf", CamtElement.transactionInformation),
    ]
}
