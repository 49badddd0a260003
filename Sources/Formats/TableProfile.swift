/// How the columns of a table (CSV) are called and written: a bank, or an invoicing program, as data.
///
/// Built-in profiles are files in `Profiles/`; a workspace adds its own in `recobro.yaml`. A new bank needs a
/// profile, not code.
public struct TableProfile: Sendable, Equatable {
    /// What the table holds.
    public enum Role: String, Sendable, CaseIterable {
        case bank, invoices, decisions, customers, deliveries
        case directDebits = "direct-debits"
    }

    /// How days are written.
    public enum DateOrder: String, Sendable, CaseIterable {
        case dayMonthYear = "dmy"
        case monthDayYear = "mdy"
        case yearMonthDay = "ymd"
    }

    public var name: String
    public var role: Role
    /// Field of ours (`booked`, `amount`, `number`, …) to the headings that mean it, any spelling: headings
    /// are compared without case, accents and punctuation.
    public var columns: [String: [String]]
    /// `nil` to decide from the file.
    public var dateOrder: DateOrder?
    /// `,` or `.`; `nil` to decide from the file.
    public var decimalMark: Character?
    /// `;`, `,`, tab or `|`; `nil` to decide from the file.
    public var delimiter: Character?
    /// ISO 4217 code of the amounts where the file names none.
    public var currency: String?
    /// Field of ours to column number, from 1: for tables without a heading row.
    public var positions: [String: Int] = [:]
    /// How many columns a table without a heading has.
    public var columnCount: Int?
    /// True for the words of a language: some of the columns are enough. Else all must be there.
    public var isGeneric = false
    /// Date order to assume, with a finding, where neither the file nor `dateOrder` decides it.
    public var usualDateOrder: DateOrder?
    /// Decimal mark to assume where the file leaves it open (`1.234`).
    public var usualDecimalMark: Character?
    /// Why a table with these columns is known and not read: what to export instead.
    public var refusal: String?

    /// The fields of ours that a table of the role can have.
    public static func fields(of role: Role) -> [String] { ProfileFit.fields(role) }

    public init(
        name: String, role: Role, columns: [String: [String]], dateOrder: DateOrder? = nil,
        decimalMark: Character? = nil, delimiter: Character? = nil
    ) {
        self.name = name
        self.role = role
        self.columns = columns
        self.dateOrder = dateOrder
        self.decimalMark = decimalMark
        self.delimiter = delimiter
    }
}
