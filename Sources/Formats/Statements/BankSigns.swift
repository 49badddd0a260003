internal import Domain
internal import Scanning

/// Which column of a bank table says whether an amount comes in or goes out.
///
/// A heading may name it; else it is the column that holds nothing but words of direction. Amounts without
/// any sign beside such a column would all be read as money in.
struct BankSigns {
    /// -1 where the amounts carry their signs themselves.
    private(set) var column = -1
    /// A and C as Spanish banks use them: abono and cargo, not credit.
    private(set) var cIsCargo = false
    /// Whether the column marks debits only, so that a blank one is a credit.
    private(set) var blankIsCredit = true
    private(set) var problem: Problem?

    /// What one column holds in the rows that have a day and an amount.
    private struct Tally {
        let column: Int
        var words = FieldMemo<Word>()
        var credits = 0
        var debits = 0
        var others = 0
        var blanks = 0
        /// Words of direction of more than one letter.
        var long = 0
        var debitsAboveZero = 0
        var aCount = 0
        var cCount = 0

        var known: Int { credits + debits }
    }

    /// What one field says.
    private struct Word {
        let isCredit: Bool?
        let isLong: Bool
        let isA: Bool
        let isC: Bool
    }

    init(_ bytes: Span<UInt8>, _ layout: TableLayout, _ columns: BankColumns, _ conventions: TableConventions)
    {
        column = columns.sign
        guard columns.amount >= 0 else { return }
        let amounts = conventions.numbers[columns.amount]
        let isSigned = (amounts?.minus ?? 0) > 0
        let others = [
            columns.booked, columns.value, columns.amount, columns.balance, columns.currency, columns.fee,
        ]
        let candidates =
            column >= 0 ? [column] : (0..<min(layout.columnCount, 200)).filter { !others.contains($0) }
        let tallies = Self.count(
            bytes, layout, columns, conventions, candidates,
            othersMax: column >= 0 ? .max : isSigned ? 0 : 16
        ).map { Self.resolved($0, heading: Self.heading(layout, $0.column)) }
        if column >= 0 {
            guard let tally = tallies.first else { return }
            if tally.known == 0, isSigned { column = -1 }
            keep(tally)
            return
        }
        choose(tallies, layout, isSigned: isSigned)
    }

    private mutating func keep(_ tally: Tally) {
        cIsCargo = tally.cCount > 0 && tally.debits == tally.cCount
        blankIsCredit = tally.credits == 0
    }

    /// Takes the one column of directions; two that differ, or one with other words, decide nothing.
    private mutating func choose(_ tallies: [Tally], _ layout: TableLayout, isSigned: Bool) {
        var chosen: Tally?
        for tally in tallies where tally.debits > 0 {
            let isNamed = Self.headings.contains(Self.heading(layout, tally.column))
            // One letter for all rows may mean anything: S is also a yes.
            let isClear = tally.credits > 0 || tally.long == tally.debits || isNamed
            if tally.others == 0, tally.blanks == 0, isClear {
                // Signed amounts need no column; a reversal or two under the other word changes nothing.
                if isSigned, tally.debitsAboveZero * 4 <= tally.debits { continue }
                if let chosen, chosen.debits != tally.debits {
                    return refuse("two columns of signs", tally, layout)
                }
                if chosen == nil { chosen = tally }
            } else if !isSigned, tally.long * 2 > tally.others + tally.blanks, tally.long == tally.known {
                return refuse("words of debit and credit beside others, amounts without sign", tally, layout)
            }
        }
        guard let chosen else { return }
        column = chosen.column
        keep(chosen)
    }

    private mutating func refuse(_ found: String, _ tally: Tally, _ layout: TableLayout) {
        problem = Problem(
            .formatAmbiguous, at: Place(line: layout.headingLine, column: tally.column + 1), found: found,
            expected: "signed amounts, or one column of signs")
    }

    // MARK: - Words

    /// Headings, folded, under which one word for all rows is a direction too.
    private static let headings: Set<String> = [
        "tipo", "tipo movimiento", "tipo de movimiento", "tipo movimento", "tipo de movimento", "tipo mov",
        "tipo lancamento", "tipo de lancamento", "tipo operacion", "tipo de operacion", "type", "sens",
        "side",
        "transaction type", "signo", "sinal", "d h", "h d", "c d", "d c", "debe haber", "deb cred", "deb hab",
        "natureza", "naturaleza", "db cr", "dr cr", "cr dr", "segno",
    ]
    private static let cargoHeadings: Set<String> = [
        "c a", "a c", "cargo abono", "abono cargo", "cargo o abono",
    ]

    private static func heading(_ layout: TableLayout, _ column: Int) -> String {
        layout.headings.indices.contains(column) ? layout.headings[column] : ""
    }

    /// A and C side by side are abono and cargo; A beside debits is abono; else it says nothing.
    private static func resolved(_ tally: Tally, heading: String) -> Tally {
        var tally = tally
        let onlyC = tally.debits == 0 && tally.credits == tally.cCount && tally.others == 0
        if onlyC, tally.cCount > 0, tally.aCount > 0 || cargoHeadings.contains(heading) {
            (tally.debits, tally.credits) = (tally.cCount, tally.aCount)
            tally.debitsAboveZero = tally.debits
        } else if tally.cCount == 0, tally.debits > 0 {
            tally.credits += tally.aCount
            tally.cCount = 0
        } else {
            tally.others += tally.aCount
            tally.cCount = 0
        }
        return tally
    }

    private static func word(
        _ record: DelimitedRecord, _ column: Int, _ layout: TableLayout, _ bytes: Span<UInt8>
    ) -> Word {
        let range = record.range(column, in: bytes)
        let folded = layout.folded(record, column, bytes)
        var isCredit = BankWords.isCredit(folded)
        if range.count == 1, isCredit == nil {
            switch bytes[range.lowerBound] {
            case UInt8(ascii: "+"): isCredit = true
            case UInt8(ascii: "-"): isCredit = false
            default: break
            }
        }
        return Word(
            isCredit: isCredit, isLong: folded.utf8.count > 1, isA: folded == "a", isC: folded == "c")
    }

    /// Gives a column up that holds more other words than `othersMax` and than words of direction; a field
    /// left blank is another word where none is allowed.
    private static func count(
        _ bytes: Span<UInt8>, _ layout: TableLayout, _ columns: BankColumns, _ conventions: TableConventions,
        _ candidates: [Int], othersMax: Int
    ) -> [Tally] {
        var tallies = candidates.map { Tally(column: $0) }
        var cursor = layout.rows
        var record = DelimitedRecord()
        var memo = DayMemo()
        while !tallies.isEmpty, cursor.next(bytes, into: &record) == .record {
            guard case .value = conventions.day(record, columns.booked, in: bytes, &memo),
                case .value(let amount) = conventions.number(record, columns.amount, in: bytes)
            else { continue }
            for index in tallies.indices {
                add(record, layout, bytes, isAboveZero: amount.number.digits > 0, to: &tallies[index])
            }
            if othersMax == 0 {
                tallies.removeAll { $0.others + $0.blanks > 0 }
            } else if othersMax < .max {
                tallies.removeAll { $0.others > othersMax + 2 * ($0.known + $0.aCount) }
            }
        }
        return tallies
    }

    private static func add(
        _ record: DelimitedRecord, _ layout: TableLayout, _ bytes: Span<UInt8>, isAboveZero: Bool,
        to tally: inout Tally
    ) {
        if record.isBlank(tally.column, in: bytes) {
            tally.blanks += 1
            return
        }
        let column = tally.column
        let word =
            tally.words.known(record, column, in: bytes)
            ?? tally.words.keep(
                Self.word(record, column, layout, bytes), of: record, column, in: bytes)
        if word.isA { tally.aCount += 1 }
        switch word.isCredit {
        case true?:
            tally.credits += 1
            if word.isC { tally.cCount += 1 }
        case false?:
            tally.debits += 1
            if isAboveZero { tally.debitsAboveZero += 1 }
        case nil: if !word.isA { tally.others += 1 }
        }
        if word.isLong, word.isCredit != nil { tally.long += 1 }
    }
}

// MARK: - Balances

extension BankSigns {
    /// Amounts that all read as money in while the balance falls by one of them: the signs are missing.
    ///
    /// Only what the balances say of every order counts: `plans` are in the best one.
    static func contradiction(_ plans: [BankPlan], _ rows: [BankRow], _ columns: BankColumns) -> Problem? {
        guard columns.amount >= 0, columns.sign < 0, columns.balance >= 0,
            rows.allSatisfy({ $0.amount >= 0 })
        else { return nil }
        for plan in plans {
            guard let index = fall(plan.order.rows, rows) else { continue }
            return Problem(
                .formatAmbiguous, at: Place(line: rows[index].line, column: columns.amount + 1),
                found: "amounts without sign, though the balance falls by one of them",
                expected: "signed amounts, or a column that says debit or credit")
        }
        return nil
    }

    /// The first row under whose amount the balance falls, or that balances and days put in opposite orders.
    private static func fall(_ order: [UInt32], _ rows: [BankRow]) -> Int? {
        var before: BankRow?
        var (rises, falls) = (0, 0)
        var last: Int?
        for place in order {
            let index = Int(place)
            let row = rows[index]
            defer { before = row }
            guard let before else { continue }
            if row.booked > before.booked { rises += 1 }
            if row.booked < before.booked {
                falls += 1
                last = index
            }
            guard let from = before.balance, let to = row.balance, row.amount > 0 else { continue }
            if from &- row.amount == to { return index }
        }
        return rises == 0 && falls > 0 ? last : nil
    }
}
