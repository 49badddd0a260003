internal import Domain

// What stands in a field of a return file, in our own form.
extension LayoutField {
    /// Decimals of an amount in a return file, whose records name no currency: two unless stated.
    var returned: Int { decimals ?? 2 }

    /// Days as ISO, amounts with a point; `nil` where the text has another form.
    func value(of text: String) -> String? {
        switch kind {
        case .text, .code, .filler: return text
        case .digits: return text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? text : nil
        case .date: return LayoutDate(pattern: pattern)?.day(of: text)?.description
        case .amount:
            if text.hasPrefix("-"), sign == .none { return nil }
            if isImplied {
                guard !text.contains("."), let units = LayoutAmount(text)?.digits else { return nil }
                return Money.decimalString(units, exponent: returned)
            }
            guard let ungrouped = ungrouped(text) else { return nil }
            if decimalMark != ".", ungrouped.contains(".") { return nil }
            let parts = ungrouped.split(separator: decimalMark, omittingEmptySubsequences: false)
            return LayoutAmount(parts.joined(separator: "."))?.units(decimals: returned).map {
                Money.decimalString($0, exponent: returned)
            }
        }
    }

    /// An amount without its group marks; `nil` where they stand otherwise than before every third digit.
    /// `0.500` is refused: where points group, it is half a unit that was written with the wrong mark.
    private func ungrouped(_ text: String) -> String? {
        guard let groupMark, text.unicodeScalars.contains(groupMark) else { return text }
        let unsigned = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let whole = unsigned.firstRange(of: decimalMark).map { unsigned[..<$0.lowerBound] } ?? unsigned
        let rest = unsigned[whole.endIndex...]
        let groups = whole.unicodeScalars.split(separator: groupMark, omittingEmptySubsequences: false)
        guard let first = groups.first, (1...3).contains(first.count), first.first != "0",
            groups.dropFirst().allSatisfy({ $0.count == 3 }),
            groups.joined().allSatisfy({ $0 >= "0" && $0 <= "9" }), !rest.unicodeScalars.contains(groupMark)
        else { return nil }
        return (text.hasPrefix("-") ? "-" : "") + groups.map { String($0) }.joined() + rest
    }

    /// The code of a problem where the text has another form.
    var codeOfUnreadable: Problem.Code {
        switch kind {
        case .date: .dateUnreadable
        case .amount: .amountUnreadable
        case .text, .digits, .code, .filler: .recordMalformed
        }
    }

    /// The form, for people.
    var expectedForm: String {
        switch kind {
        case .date: "a day \(pattern)"
        case .amount: "an amount with \(returned) decimals"
        case .digits: "digits"
        case .text, .code, .filler: "a text"
        }
    }
}
