/// An invoice that a place in a text can mean, and how clearly.
struct Reference: Equatable {
    enum Grade: Int, Comparable {
        /// A few digits that are a counter of the creditor's.
        case counter
        /// One typing error away from the number of an open invoice of the payer.
        case typo
        /// A shortened or misspelt form of the number.
        case form
        /// The number as the creditor writes it, blanks and marks apart.
        case full
        /// Structured reference or end-to-end id of its own.
        case structured
        static func < (a: Grade, b: Grade) -> Bool { a.rawValue < b.rawValue }
    }

    let item: Int
    let grade: Grade
}

/// A place in the text where a number stands, with everything it can mean.
struct Mention {
    /// Letters and digits as read, look-alikes as they stand.
    let seen: [UInt8]
    var references: [Reference]
    /// The words of the text where it stands; empty where it stands in a field of its own.
    var words = 0..<0
    /// Whether a word such as FRA stands before it, or it goes on a list.
    var isCued = false
    /// Lies inside a range: it counts only where it is the customer's.
    var isOptional = false
}
