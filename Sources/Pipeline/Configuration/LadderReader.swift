internal import Domain
internal import Recovery

/// Reads the ladders and what letters say.
extension ConfigurationReader {
    func recovery(_ section: YAMLSection, into result: inout Configuration) {
        var settings = RecoverySettings()
        settings.minimumToWrite =
            section.amount("minimumToWrite", currency: result.currency) ?? settings.minimumToWrite
        settings.consumerContacts =
            section.integer("consumerContacts", in: 1...100) ?? settings.consumerContacts
        settings.consumerContactDays =
            section.integer("consumerContactDays", in: 1...365) ?? settings.consumerContactDays
        let steps = steps(of: section)
        if !steps.isEmpty { settings.steps = steps }
        settings.segments = section.sections("segments").map { segment($0, currency: result.currency) }
        section.finish()
        result.recovery = settings
    }

    private func steps(of section: YAMLSection) -> [LadderStep] {
        let steps = section.sections("steps").compactMap(step)
        if zip(steps, steps.dropFirst()).contains(where: { $0.kind >= $1.kind }) {
            mistakes.add(
                "'\(section.path).steps' must climb the ladder, each step once", line: section.lineOf("steps")
            )
        }
        return steps
    }

    private func step(_ entry: YAMLSection) -> LadderStep? {
        defer { entry.finish() }
        // A court claim is a person's: nothing of it is done by night.
        let kinds = StepKind.allCases.filter { $0 != .court }
        let kind = entry.choice("step", required: true, kinds.map { ($0.rawValue, $0) })
        let range = kind == .beforeDue ? -90 ... -1 : 0...3650
        let after = entry.integer("afterDueDays", in: range)
        let wait = entry.integer("minimumDaysSincePrevious", in: 0...3650) ?? 0
        let named = entry.choice("channel", Channel.allCases.map { ($0.rawValue, $0) }) ?? .letter
        guard let kind, let after else {
            if after == nil { mistakes.add("'\(entry.path).afterDueDays' is missing", line: entry.line) }
            return nil
        }
        // Agency and registry take files, debtors do not.
        let isFile = kind == .agency || kind == .registry
        let channel = isFile ? .file : named == .file ? .letter : named
        return LadderStep(
            kind: kind, afterDueDays: after, minimumDaysSincePrevious: wait, channel: channel)
    }

    private func segment(_ section: YAMLSection, currency: Currency) -> LadderSegment {
        var segment = LadderSegment(
            name: section.text("name", required: true) ?? "", steps: steps(of: section))
        segment.kinds = Set(chosen("debtor", in: section, CustomerKind.allCases))
        segment.classes = Set(chosen("history", in: section, PayerClass.allCases))
        segment.languages = Set(section.texts("language"))
        let least = section.amount("minimumAmount", currency: currency) ?? 0
        let most = section.amount("maximumAmount", currency: currency) ?? Int64.max
        if least > most {
            mistakes.add(
                "'\(section.path).minimumAmount' is more than maximumAmount",
                line: section.lineOf("minimumAmount"))
        } else {
            segment.amount = least...most
        }
        segment.minimumAgeDays = section.integer("minimumAgeDays", in: 0...3650) ?? 0
        section.finish()
        return segment
    }

    /// The words of a list, each one of the closed ones.
    func chosen<Word: RawRepresentable<String>>(
        _ key: String, in section: YAMLSection, _ words: [Word]
    ) -> [Word] {
        section.texts(key).compactMap { text in
            if let word = words.first(where: { $0.rawValue == text }) { return word }
            let known = words.map(\.rawValue)
            let near = YAMLSection.nearest(to: text, in: known).map { "; did you mean '\($0)'?" } ?? ""
            mistakes.add(
                "'\(section.path).\(key)' holds '\(text)'; it must be of \(known.joined(separator: ", "))\(near)",
                line: section.lineOf(key))
            return nil
        }
    }

    func letters(_ section: YAMLSection, into result: inout Configuration) {
        var letters = LetterSettings()
        letters.reminderTermDays =
            section.integer("reminderTermDays", in: 1...90) ?? letters.reminderTermDays
        letters.claimTermDays = section.integer("claimTermDays", in: 1...90) ?? letters.claimTermDays
        letters.answerTermDays = section.integer("answerTermDays", in: 15...90) ?? letters.answerTermDays
        letters.claimsInterest = section.flag("claimsInterest") ?? letters.claimsInterest
        letters.invoiceFolder = section.text("invoiceFolder") ?? ""
        let command = section.texts("pdfCommand")
        letters.pdfCommand = command.isEmpty ? nil : command
        section.finish()
        result.letters = letters
    }
}
