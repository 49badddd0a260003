public import Domain

/// Every text of the review of movements. The raw value is the key in the tables of `Resources`.
public enum ReviewLabel: String, CaseIterable, Sendable {
    // The screen of one movement
    case question = "review.question"
    case payer = "review.payer"
    case text = "review.text"
    case account = "review.account"
    case unallocated = "review.unallocated"
    case due = "review.due"
    case noDue = "review.noDue"
    case share = "review.share"
    case restOnAccount = "review.restOnAccount"
    case difference = "review.difference"
    case because = "review.because"
    case against = "review.against"
    case none = "review.none"
    case keys = "review.keys"
    case keysChallenge = "review.keysChallenge"
    case help = "review.help"
    case helpChallenge = "review.helpChallenge"
    // Asked for
    case splitPrompt = "review.splitPrompt"
    case splitUnreadable = "review.splitUnreadable"
    case confirmRest = "review.confirmRest"
    // Said of what was done
    case applied = "review.applied"
    case nobody = "review.nobody"
    case rejected = "review.rejected"
    case deferred = "review.deferred"
    case undone = "review.undone"
    case nothingToUndo = "review.nothingToUndo"
    case kept = "review.kept"
    case reversed = "review.reversed"
    case unknownKey = "review.unknownKey"
    case noSuchRank = "review.noSuchRank"
    case busy = "review.busy"
    case empty = "review.empty"
    case summary = "review.summary"
    case challenged = "review.challenged"
    case challengedReversed = "review.challengedReversed"
    case postedBy = "review.postedBy"
    case program = "review.program"
    // Why a decision is not taken
    case refusedDecided = "review.refusedDecided"
    case refusedNothing = "review.refusedNothing"
    case refusedUnknown = "review.refusedUnknown"
    case refusedAmbiguous = "review.refusedAmbiguous"
    case refusedNotDebt = "review.refusedNotDebt"
    case refusedTwice = "review.refusedTwice"
    case refusedCurrency = "review.refusedCurrency"
    case refusedInvoice = "review.refusedInvoice"
    case refusedMovement = "review.refusedMovement"
    case refusedDifference = "review.refusedDifference"
    case refusedLater = "review.refusedLater"
    // Headings of the table; `Formats` knows them as profiles `decisions-review-*`
    case columnMovement = "review.column.movement"
    case columnDay = "review.column.day"
    case columnAmount = "review.column.amount"
    case columnCurrency = "review.column.currency"
    case columnPayer = "review.column.payer"
    case columnText = "review.column.text"
    case columnSuggestion = "review.column.suggestion"
    case columnWhy = "review.column.why"
    case columnDecision = "review.column.decision"
    case columnAuthor = "review.column.author"
    case columnNote = "review.column.note"
}

/// The words of the review in the reader's language, with amounts and days in its form.
public struct ReviewWords: Sendable {
    private let words: Wording

    /// An unknown language reads Spanish.
    public init(language: String) { words = Wording(language: language) }

    /// A text with `{name}` replaced by values; the key where the table lacks it (a test fails then).
    public func callAsFunction(
        _ label: ReviewLabel, _ values: KeyValuePairs<String, String> = [:]
    ) -> String {
        Wording.filled(words.text(label.rawValue) ?? label.rawValue, values)
    }

    public func money(_ amount: Money) -> String { words.money(amount) }
    public func day(_ day: Day) -> String { words.day(day) }
    public func evidence(_ evidence: Evidence) -> String { EvidenceText.text(evidence, words) }
    public func veto(_ code: String) -> String { words.reason(code) }
    public func challenge(_ reason: String) -> String { words.challenge(reason) }
    public func difference(_ kind: NamedDifference.Kind) -> String {
        words.word("difference", kind.rawValue)
    }

    /// The decimal mark, for amounts that are to be typed or read by a spreadsheet.
    public var decimalMark: String { words[.numberDecimal] }
}

/// Words for what speaks against a posted match.
public enum ChallengeText {
    /// Every code that has words.
    public static let codes = [
        "document-changed", "step-after-money", "agency-told", "case-recalled", "registry-told",
    ]

    /// A reason as the ledger keeps it (a code and its values, tab-separated) as a sentence in plain text.
    /// Any other text stands for itself; an unknown language reads Spanish.
    public static func text(_ reason: String, language: String) -> String {
        Wording(language: language).challenge(reason)
    }
}

extension Wording {
    func challenge(_ reason: String) -> String {
        let parts = reason.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 1, let template = text("challenge.\(parts[0])") else { return reason }
        func part(_ index: Int) -> String { parts.indices.contains(index) ? parts[index] : "" }
        switch parts[0] {
        case "step-after-money":
            let day = Day(iso: part(2)).map { self.day($0) } ?? part(2)
            return Self.filled(
                template, ["step": word("step", part(1)), "day": day, "number": part(3)])
        case "agency-told", "case-recalled":
            return Self.filled(template, ["case": part(1), "number": part(2)])
        case "registry-told": return Self.filled(template, ["registry": part(1), "number": part(2)])
        default: return Self.filled(template, ["number": part(1)])
        }
    }
}
