internal import Domain

/// How evidence names what it rests on: files, decisions, communications, law.
extension VerdictWords {
    /// File and place; what is 0 or empty is left out.
    func source(file: String, line: Int, digest: String) -> String {
        let place = line > 0 ? self(.source, ["file": file, "line": String(line)]) : file
        return digest.isEmpty ? place : self(.sourceDigest, ["source": place, "digest": digest])
    }

    /// File and place as the ledger writes them, `decisions.csv, line 3`, with the reader's word for
    /// the line.
    func source(_ text: String) -> String {
        guard let found = text.ranges(of: ", line ").last,
            text[found.upperBound...].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let line = Int(text[found.upperBound...])
        else { return text }
        return source(file: String(text[..<found.lowerBound]), line: line, digest: "")
    }

    /// A credit by what people look it up with. Labels end in the booking day, which is written once, in the
    /// reader's form.
    func label(_ credit: UnexplainedCredit) -> String {
        let end = " of \(credit.booked)"
        guard credit.label.utf8.count >= end.utf8.count,
            credit.label.utf8.suffix(end.utf8.count).elementsEqual(end.utf8)
        else { return credit.label }
        let name = String(credit.label.utf8.dropLast(end.utf8.count)) ?? credit.label
        let reference = name == "movement" ? self(.moneyMovement) : name
        return self(.moneyCredit, ["reference": reference, "day": day(credit.booked)])
    }

    /// A person's decision, who took it and where it was read.
    func proof(_ decision: DecisionFact) -> String {
        let phrase: Phrase = decision.source.isEmpty ? .proofDecision : .proofDecisionSourced
        return self(
            phrase,
            [
                "kind": word("decision", decision.kind.rawValue), "day": day(decision.day),
                "author": decision.author.isEmpty ? self(.proofAuthorUnknown) : decision.author,
                "source": source(decision.source),
            ])
    }

    /// A step taken, with the digest of its document.
    func proof(_ step: StepFact) -> String {
        let phrase: Phrase = step.documentSHA256.isEmpty ? .proofStep : .proofStepDocumented
        return self(
            phrase,
            [
                "kind": word("step", step.kind.rawValue), "day": day(step.day),
                "channel": word("channel", step.channel.rawValue), "digest": step.documentSHA256,
            ])
    }

    /// The article, with the warning where nobody read the rule at a source worth relying on.
    func citation(_ row: LawRow) -> String {
        row.isVerified
            ? row.article
            : self(.lawUnverified, ["article": row.article, "level": row.confidence.rawValue])
    }
}
