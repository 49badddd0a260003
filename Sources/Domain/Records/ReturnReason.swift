/// What a returned or rejected direct debit says of the debt, by its ISO 20022 reason
/// (ExternalReturnReason1Code, ExternalStatusReason1Code).
public enum ReturnReason {
    /// What follows for whoever claims the debt.
    public enum Consequence: String, Sendable {
        /// The debtor objects, or may: no mandate, refused, refund asked (MD01, MD06, MS02). A person must
        /// look before anything else is claimed.
        case disputed
        /// The creditor's own file or data was wrong: no default of the debtor (MD02, AM05, FF01, …).
        case ownError
        /// The debtor has died (MD07): the heirs, by a person.
        case deceased
        /// Unpaid, or unknown why (AM04, MS03, AC04, …): the debt is open again, nothing more is known.
        case unpaid
    }

    /// An unknown code, or none, says only that it is unpaid.
    public static func consequence(of code: String) -> Consequence {
        switch code.uppercased() {
        case "MD01", "MD06", "MS02", "SL01", "CUST", "FRAD": .disputed
        case "MD02", "AM05", "BE05", "FF01", "FF05", "RC01", "AC01", "AC13", "AG02", "CNOR", "DNOR", "DUPL",
            "TECH":
            .ownError
        case "MD07": .deceased
        default: .unpaid
        }
    }
}
