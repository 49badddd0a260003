internal import Domain
internal import Scanning

/// What is told of an OFX file, in file order, whether or not its elements are closed.
protocol OFXHandler {
    /// A statement begins; `isCard` for a credit card's.
    mutating func statementOpened(isCard: Bool, line: Int, in bytes: Span<UInt8>) throws
    mutating func statementClosed(in bytes: Span<UInt8>) throws
    mutating func transactionOpened(line: Int) throws
    mutating func transactionClosed(in bytes: Span<UInt8>) throws
    /// A movement that the bank has not booked.
    mutating func pendingTransaction(line: Int)
    /// A value of the file's head, of a statement or, with `isInTransaction`, of a movement.
    mutating func value(_ field: OFXField, _ token: OFXToken, in bytes: Span<UInt8>, isInTransaction: Bool)
}

/// What a value is, by its tag and where it stands.
enum OFXField {
    case serverDay, language, statementCurrency, bank, branch, number, key, kind, from, to
    case balance, balanceDay
    case code, posted, available, valueDay, amount, reference, check, otherReference
    case name, extendedName, memo, symbol, otherBank, otherBranch, otherNumber, otherKey
}

/// Follows the nesting of OFX by what begins: in real files anything may be left unclosed.
struct OFXWalk {
    /// Inside of a statement when the bytes ended: they were cut off.
    private(set) var isCut = false
    /// `</OFX>` was there.
    private(set) var hasEnd = false
    private(set) var statements = 0
    private(set) var failure: Problem?

    private enum Part { case plain, account, otherAccount, currency, originalCurrency, ledger, otherBalance }
    private var part = Part.plain
    private var isInStatement = false
    private var isInTransaction = false

    /// Tells `handler` everything, and returns how it ended.
    static func walk<Handler: OFXHandler>(
        _ bytes: Span<UInt8>, into handler: inout Handler
    ) throws -> OFXWalk {
        var walk = OFXWalk()
        var scanner = OFXScanner()
        while let token = scanner.next(in: bytes) {
            if token.isClosing {
                try walk.close(token, bytes, &handler)
            } else {
                try walk.open(token, bytes, &handler)
            }
        }
        walk.failure = scanner.failure
        walk.isCut = walk.isInStatement
        try walk.endStatement(bytes, &handler)
        return walk
    }

    private mutating func endTransaction<Handler: OFXHandler>(_ bytes: Span<UInt8>, _ handler: inout Handler)
        throws
    {
        part = .plain
        guard isInTransaction else { return }
        isInTransaction = false
        try handler.transactionClosed(in: bytes)
    }

    private mutating func endStatement<Handler: OFXHandler>(_ bytes: Span<UInt8>, _ handler: inout Handler)
        throws
    {
        try endTransaction(bytes, &handler)
        guard isInStatement else { return }
        isInStatement = false
        try handler.statementClosed(in: bytes)
    }

    private mutating func close<Handler: OFXHandler>(
        _ token: OFXToken, _ bytes: Span<UInt8>, _ handler: inout Handler
    ) throws {
        switch token.tag {
        case .ofx:
            hasEnd = true
            try endStatement(bytes, &handler)
        case .response, .statement, .cardStatement: try endStatement(bytes, &handler)
        case .list, .transaction: try endTransaction(bytes, &handler)
        case .account, .otherAccount, .payee, .currency, .originalCurrency, .ledgerBalance, .otherBalance:
            part = .plain
        default: break
        }
    }

    private mutating func open<Handler: OFXHandler>(
        _ token: OFXToken, _ bytes: Span<UInt8>, _ handler: inout Handler
    ) throws {
        switch token.tag {
        case .other, .ofx: break
        case .response: try endStatement(bytes, &handler)
        case .statement, .cardStatement:
            try endStatement(bytes, &handler)
            try beginStatement(token, bytes, &handler)
        case .list:
            try endTransaction(bytes, &handler)
            // A list of movements is a statement, even one that says nothing else of itself.
            if !isInStatement { try beginStatement(token, bytes, &handler) }
        case .transaction:
            try endTransaction(bytes, &handler)
            guard isInStatement else { break }
            isInTransaction = true
            try handler.transactionOpened(line: token.line)
        case .pendingTransaction:
            try endTransaction(bytes, &handler)
            if isInStatement { handler.pendingTransaction(line: token.line) }
            // What it holds is none of the account's own.
            part = .otherBalance
        case .account: try begin(.account, bytes, &handler)
        case .ledgerBalance: try begin(.ledger, bytes, &handler)
        case .otherBalance: try begin(.otherBalance, bytes, &handler)
        case .otherAccount: part = isInTransaction ? .otherAccount : .otherBalance
        case .currency where token.value.isEmpty: part = .currency
        case .originalCurrency: part = .originalCurrency
        case .payee: part = .plain
        default:
            guard !token.value.isEmpty, let field = field(token.tag) else { break }
            handler.value(field, token, in: bytes, isInTransaction: isInTransaction)
        }
    }

    private mutating func beginStatement<Handler: OFXHandler>(
        _ token: OFXToken, _ bytes: Span<UInt8>, _ handler: inout Handler
    ) throws {
        isInStatement = true
        hasEnd = false
        statements += 1
        try handler.statementOpened(isCard: token.tag == .cardStatement, line: token.line, in: bytes)
    }

    private mutating func begin<Handler: OFXHandler>(
        _ part: Part, _ bytes: Span<UInt8>, _ handler: inout Handler
    ) throws {
        try endTransaction(bytes, &handler)
        self.part = part
    }

    /// In `BANKACCTFROM`, or in the head of a statement that leaves that out.
    private var isOfAccount: Bool {
        part == .account || (part == .plain && isInStatement && !isInTransaction)
    }

    /// What a value is; `nil` for one of a place that does not count.
    private func field(_ tag: OFXTag) -> OFXField? {
        switch tag {
        case .serverDay: .serverDay
        case .language: .language
        case .bank: isOfAccount ? .bank : part == .otherAccount ? .otherBank : nil
        case .branch: isOfAccount ? .branch : part == .otherAccount ? .otherBranch : nil
        case .number: isOfAccount ? .number : part == .otherAccount ? .otherNumber : nil
        case .key: isOfAccount ? .key : part == .otherAccount ? .otherKey : nil
        case .kind: isOfAccount ? .kind : nil
        case .balance: part == .ledger ? .balance : nil
        case .balanceDay: part == .ledger ? .balanceDay : nil
        case .statementCurrency: isInStatement ? .statementCurrency : nil
        case .from: isInStatement ? .from : nil
        case .to: isInStatement ? .to : nil
        default: isInTransaction ? transactionField(tag) : nil
        }
    }

    private func transactionField(_ tag: OFXTag) -> OFXField? {
        switch tag {
        case .code: .code
        case .posted: .posted
        case .available: .available
        case .valueDay: .valueDay
        case .amount: .amount
        case .reference: .reference
        case .check: .check
        case .otherReference: .otherReference
        case .name: .name
        case .extendedName: .extendedName
        case .memo: .memo
        // The original currency is only information: the amount is in the statement's.
        case .symbol: part == .originalCurrency ? nil : .symbol
        default: nil
        }
    }
}
