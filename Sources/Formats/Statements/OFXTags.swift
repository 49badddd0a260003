/// The elements of OFX that are read; names as in the OFX specification 1.0.2 to 2.3.
enum OFXTag: UInt8 {
    case other
    // What holds other elements
    case ofx, response, statement, cardStatement, list, transaction, pendingTransaction
    case account, otherAccount, payee, currency, originalCurrency, ledgerBalance, otherBalance
    // What holds a value
    case serverDay, language, statementCurrency, bank, branch, number, key, kind, from, to
    case balance, balanceDay, code, posted, available, valueDay, amount, reference, check, otherReference
    case name, extendedName, memo, symbol

    /// The tag of a name, in any letter case and without a namespace prefix.
    init(_ bytes: Span<UInt8>, _ name: Range<Int>) {
        var key = OFXName()
        for index in name {
            let byte = bytes[index]
            if byte == UInt8(ascii: ":") { key = OFXName() } else { key.append(byte) }
        }
        self = Self.known.first { $0.name == key }?.tag ?? .other
    }

    /// The most frequent ones first.
    private static let written: [(String, OFXTag)] = [
        ("STMTTRN", .transaction), ("TRNTYPE", .code), ("DTPOSTED", .posted), ("TRNAMT", .amount),
        ("FITID", .reference), ("NAME", .name), ("MEMO", .memo), ("CHECKNUM", .check), ("CHKNUM", .check),
        ("REFNUM", .otherReference), ("DTAVAIL", .available), ("VALUEDATE", .valueDay),
        ("EXTDNAME", .extendedName), ("PAYEE", .payee), ("CURRENCY", .currency),
        ("ORIGCURRENCY", .originalCurrency), ("CURSYM", .symbol), ("BANKACCTTO", .otherAccount),
        ("CCACCTTO", .otherAccount), ("OFX", .ofx), ("STMTTRNRS", .response), ("CCSTMTTRNRS", .response),
        ("STMTRS", .statement), ("CCSTMTRS", .cardStatement), ("BANKTRANLIST", .list),
        ("BANKTRANLISTP", .list), ("STMTTRNP", .pendingTransaction), ("BANKACCTFROM", .account),
        ("CCACCTFROM", .account), ("LEDGERBAL", .ledgerBalance), ("AVAILBAL", .otherBalance),
        ("BALLIST", .otherBalance), ("BAL", .otherBalance), ("DTSERVER", .serverDay),
        ("LANGUAGE", .language), ("CURDEF", .statementCurrency), ("BANKID", .bank), ("BRANCHID", .branch),
        ("ACCTID", .number), ("ACCTKEY", .key), ("ACCTTYPE", .kind), ("DTSTART", .from), ("DTEND", .to),
        ("BALAMT", .balance), ("DTASOF", .balanceDay),
    ]

    private static let known: [(name: OFXName, tag: OFXTag)] = written.map { (OFXName($0.0), $0.1) }
}

/// A name of up to sixteen bytes in two numbers: comparing costs nothing and makes no text.
struct OFXName: Equatable {
    private var high: UInt64 = 0
    private var low: UInt64 = 0
    private var count = 0

    init() {}

    init(_ text: String) { for byte in text.utf8 { append(byte) } }

    mutating func append(_ byte: UInt8) {
        high = high << 8 | low >> 56
        low = low << 8 | UInt64(byte >= 0x61 && byte <= 0x7A ? byte - 0x20 : byte)
        count += 1
    }
}
