internal import Domain

extension NightSummary {
    /// 0 done; 1 done, but a person must look.
    public var exitCode: Int32 { needsPerson ? 1 : 0 }

    /// For a terminal, every line after `prefix`.
    public func text(prefix: String) -> String {
        var lines = ["Run \(run), as of \(asOf)"]
        lines.append(
            "  files       \(files) read (\(filesKnown) known already, \(refused) refused), "
                + "\(setAside) records set aside")
        lines.append("  movements   \(entries) new, \(entriesKnown) known already")
        lines.append("  invoices    \(invoices) new, \(invoicesKnown) known already")
        lines.append(
            "  payments    \(posted) posted, \(suggested) to decide, \(unexplained) credits unexplained")
        for pair in outstanding {
            let money = Money(minorUnits: pair.amount, currency: pair.currency)
            lines.append("  outstanding \(money.decimalString) \(pair.currency)")
        }
        lines.append("  debts       \(overdue) overdue, \(verified) verified")
        lines.append("  steps       \(steps) taken, \(held) held back, \(withdrawals) withdrawn")
        if questions > 0 { lines.append("  questions   \(questions) findings that a person must settle") }
        if challenges > 0 {
            lines.append("  challenges  \(challenges) posted matches in doubt: see 'recobro review'")
        }
        if auditQuestions > 0 {
            lines.append(
                "  sample      \(auditQuestions) postings to look at, when you like: see 'recobro review'")
        }
        if unprinted > 0 {
            lines.append("  letters     \(unprinted) have no PDF: letters.pdfCommand did not make it")
        }
        if unsent > 0 {
            lines.append("  messages    \(unsent) did not go out, or nobody knows: see 'recobro send'")
        }
        if releases > 0 { lines.append("  releases    \(releases) steps wait only for your release") }
        if ruledOut > 0 { lines.append("  rules       \(ruledOut) movements are nobody's invoice by rule") }
        for one in suspended {
            lines.append(
                "  suspended   \(one.pattern) since \(one.since): posts nothing alone until \(one.missing) more "
                    + "decisions agree with it")
        }
        if breaks > 0 { lines.append("  WARNING     \(breaks) breaks in the chain of statements") }
        if !outputFolder.isEmpty { lines.append("  outputs     \(outputs) files in \(outputFolder)") }
        if needsPerson { lines.append("  A person must look: see the report.") }
        return lines.map { prefix + $0 }.joined(separator: "\n")
    }
}
