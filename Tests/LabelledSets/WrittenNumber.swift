/// An invoice number as a payer wrote it.
struct WrittenNumber {
    let text: String
    let invoice: Int
}

/// The ways in which payers disturb numbers.
enum Disturbance: CaseIterable {
    case slashes, spaces, dots, joined, noLetters, lettersAndCounter, counterOfYear, bareCounter, noZeros, gap
    case lookalikes, dropped, swapped

    /// Each as often as in the given sets.
    static let usual = allCases + [.lookalikes]

    /// The number written in this way; the number itself where it has no such part.
    func write(_ number: InvoiceNumber, _ chance: inout Chance) -> String {
        switch self {
        case .slashes: separators(of: number, "/")
        case .spaces: separators(of: number, " ")
        case .dots:
            chance.below(2) == 0 ? separators(of: number, ".") : separators(of: number, ".").lowercased()
        case .joined: separators(of: number, "")
        case .noLetters: noLetters(number)
        case .lettersAndCounter:
            number.letters.isEmpty ? number.counter : number.letters + "-" + number.counter
        case .counterOfYear: counterOfYear(number)
        case .bareCounter: number.bareCounter
        case .noZeros: with(number, counter: number.bareCounter)
        case .gap: gap(number, &chance)
        case .lookalikes: lookalikes(number.text, &chance)
        case .dropped: dropped(number, &chance)
        case .swapped: swapped(number, &chance)
        }
    }

    private func separators(of number: InvoiceNumber, _ separator: String) -> String {
        var text = ""
        for character in number.text {
            if character == "-" || character == "/" { text += separator } else { text.append(character) }
        }
        return text
    }

    private func noLetters(_ number: InvoiceNumber) -> String {
        guard !number.letters.isEmpty else { return number.text }
        return number.year + (number.year.isEmpty ? "" : number.beforeCounter) + number.counter
    }

    private func counterOfYear(_ number: InvoiceNumber) -> String {
        guard !number.year.isEmpty else { return number.bareCounter }
        let letters = number.letters.isEmpty ? "" : number.letters + " "
        return "\(letters)\(number.bareCounter)/\(number.year.suffix(2))"
    }

    private func with(_ number: InvoiceNumber, counter: String) -> String {
        var changed = number
        changed.counter = counter
        return changed.text
    }

    private func gap(_ number: InvoiceNumber, _ chance: inout Chance) -> String {
        guard number.counter.utf8.count > 1 else { return number.text }
        let place = 1 + chance.below(number.counter.utf8.count - 1)
        return with(number, counter: number.counter.prefix(place) + " " + number.counter.dropFirst(place))
    }

    private func lookalikes(_ text: String, _ chance: inout Chance) -> String {
        var changed = ""
        for character in text {
            let twin: Character? =
                switch character {
                case "0": "O"
                case "1": "I"
                case "2": "Z"
                case "5": "S"
                case "6": "G"
                case "8": "B"
                default: nil
                }
            if let twin, chance.below(100) < 35 { changed.append(twin) } else { changed.append(character) }
        }
        return changed
    }

    private func dropped(_ number: InvoiceNumber, _ chance: inout Chance) -> String {
        guard number.counter.utf8.count > 1 else { return number.text }
        let place = chance.below(number.counter.utf8.count)
        return with(
            number, counter: number.counter.prefix(place) + String(number.counter.dropFirst(place + 1)))
    }

    private func swapped(_ number: InvoiceNumber, _ chance: inout Chance) -> String {
        guard number.counter.utf8.count > 1 else { return number.text }
        let place = chance.below(number.counter.utf8.count - 1)
        var digits = Array(number.counter)
        digits.swapAt(place, place + 1)
        return with(number, counter: String(digits))
    }
}
