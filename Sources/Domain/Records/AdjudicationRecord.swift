/// One row of a review table (cola de revisión) as a person filled it in: what one movement is.
public struct AdjudicationRecord: Sendable, Equatable {
    /// What stands in the column of the decision.
    public enum Answer: Sendable, Equatable {
        /// Nothing yet: the row waits.
        case open
        /// The suggestion of this rank, from 1, as the row itself shows it.
        case accepted(rank: Int)
        /// These invoices.
        case applied([NamedAllocation])
        /// Nobody's invoice.
        case nobody
        /// What was shown first is wrong.
        case rejected
        /// What is posted stays, whatever was said against it.
        case kept
        /// What was decided of the movement is taken back: it was wrong.
        case reversed
        /// It is taken back although it was right when it was posted: the payer wants it applied elsewhere.
        case redirected
    }

    /// The ledger's number of the movement.
    public var movement: Int64
    /// Booking day and signed minor units as the table showed them: where the ledger says something else, the
    /// table was about another movement.
    public var booked: Day
    public var amount: Int64
    public var currency: Currency
    /// The suggestions that the row shows, the first one first.
    public var shown: [[NamedAllocation]]
    public var answer: Answer
    public var author: String
    public var note = ""
    public var place = Place.wholeFile

    public init(
        movement: Int64, booked: Day, amount: Int64, currency: Currency, shown: [[NamedAllocation]] = [],
        answer: Answer, author: String
    ) {
        self.movement = movement
        self.booked = booked
        self.amount = amount
        self.currency = currency
        self.shown = shown
        self.answer = answer
        self.author = author
    }
}

/// A part of a payment for an invoice as people write it: `F2025-1=100,00 difference=discount`.
public struct NamedAllocation: Sendable, Equatable {
    /// The difference that closes the invoice with less money than it asks for.
    public struct Difference: Sendable, Equatable {
        public var kind: NamedDifference.Kind
        /// Minor units; `nil` for all that the payment leaves open.
        public var amount: Int64?

        public init(kind: NamedDifference.Kind, amount: Int64? = nil) {
            self.kind = kind
            self.amount = amount
        }
    }

    /// The invoice's number.
    public var number: String
    /// Signed minor units of the payment's currency.
    public var amount: Int64
    public var difference: Difference?

    public init(number: String, amount: Int64, difference: Difference? = nil) {
        self.number = number
        self.amount = amount
        self.difference = difference
    }
}

/// The one way in which allocations are written for people and read back: on a terminal, in a table.
public enum AllocationText {
    /// `F2025-1=100.00+F2025-2=48.00 difference=discount:2.00`.
    public static func text(_ allocations: [NamedAllocation], currency: Currency) -> String {
        func money(_ amount: Int64) -> String { Money.decimalString(amount, exponent: currency.exponent) }
        return allocations.map { one in
            var text = "\(one.number)=\(money(one.amount))"
            if let difference = one.difference {
                text += " difference=\(difference.kind.rawValue)"
                if let amount = difference.amount { text += ":\(money(amount))" }
            }
            return text
        }.joined(separator: "+")
    }

    /// Reads what a person typed; `nil` where any of it cannot be understood.
    ///
    /// Amounts have a comma or a point before their decimals, all of them or none; parts are separated by
    /// blanks, `+`, `;` or a comma and a blank. A number may hold blanks.
    public static func read(_ text: String, currency: Currency) -> [NamedAllocation]? {
        var allocations: [NamedAllocation] = []
        var rest = text[...]
        while let sign = rest.firstIndex(of: "=") {
            let name = trimmed(rest[..<sign])
            guard !name.isEmpty else { return nil }
            rest = rest[rest.index(after: sign)...].drop { $0 == " " }
            if isDifference(name) {
                guard !allocations.isEmpty, allocations[allocations.count - 1].difference == nil,
                    let difference = difference(&rest, currency)
                else { return nil }
                allocations[allocations.count - 1].difference = difference
            } else {
                guard let amount = amount(takeAmount(&rest), currency) else { return nil }
                allocations.append(NamedAllocation(number: name, amount: amount))
            }
            guard rest.first.map(isSeparator) ?? true else { return nil }
        }
        return trimmed(rest).isEmpty && !allocations.isEmpty ? allocations : nil
    }

    private static func isSeparator(_ character: Character) -> Bool {
        character.isWhitespace || "+;,".contains(character)
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop(while: isSeparator)
        while let last = text.last, isSeparator(last) { text.removeLast() }
        return String(text)
    }

    private static func isDifference(_ name: String) -> Bool {
        ["difference", "diferencia", "dif"].contains(name.lowercased())
    }

    private static func difference(
        _ rest: inout Substring, _ currency: Currency
    ) -> NamedAllocation.Difference? {
        let word = rest.prefix { $0.isLetter }
        rest = rest.dropFirst(word.count)
        guard let kind = kind(word.lowercased()) else { return nil }
        guard rest.first == ":" else { return NamedAllocation.Difference(kind: kind) }
        rest = rest.dropFirst()
        guard let amount = amount(takeAmount(&rest), currency) else { return nil }
        return NamedAllocation.Difference(kind: kind, amount: amount)
    }

    /// A difference by our own name or in Spanish.
    private static func kind(_ word: String) -> NamedDifference.Kind? {
        switch word {
        case "descuento", "pp": .discount
        case "comision", "comisión", "gastos": .fee
        case "irpf": .withholding
        case "garantia", "garantía": .retention
        case "centimos", "céntimos", "redondeo": .cents
        default: NamedDifference.Kind(rawValue: word)
        }
    }

    private static func takeAmount(_ rest: inout Substring) -> Substring {
        var end = rest.startIndex
        while end < rest.endIndex, rest[end].isASCII, rest[end].isNumber || "-.,".contains(rest[end]) {
            end = rest.index(after: end)
        }
        // The comma of a list belongs to the list.
        while end > rest.startIndex, rest[rest.index(before: end)] == "," { end = rest.index(before: end) }
        defer { rest = rest[end...] }
        return rest[..<end]
    }

    /// Minor units. The last mark separates decimals, and there must be exactly as many as the currency has:
    /// `1.234` of a person may be a thousand, so it is nothing.
    public static func amount(_ text: Substring, _ currency: Currency) -> Int64? {
        let isNegative = text.first == "-"
        let text = isNegative ? text.dropFirst() : text
        guard !text.contains("-") else { return nil }
        let mark = text.lastIndex { $0 == "." || $0 == "," }
        let whole = mark.map { text[..<$0] } ?? text
        let decimals = mark.map { text[text.index(after: $0)...] } ?? ""
        guard mark == nil || decimals.count == currency.exponent else { return nil }
        let groups = whole.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        guard groups.dropFirst().allSatisfy({ $0.count == 3 }), let first = groups.first, !first.isEmpty,
            groups.count == 1 || first.count <= 3, !whole.contains(where: { $0 == mark.map { text[$0] } })
        else { return nil }
        guard let digits = Int64(groups.joined() + decimals),
            let amount = Int64.minorUnits(
                digits: digits, scale: decimals.count, exponent: currency.exponent)
        else { return nil }
        return isNegative ? -amount : amount
    }
}
