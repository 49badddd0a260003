public import ArgumentParser
import Domain
import Foundation
public import Pipeline

extension ReviewOptions.Order: ExpressibleByArgument {}

struct Review: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Decide what waits for a person: accept, reject, split, defer; keep or reverse what is in doubt.",
        discussion: """
            One screen a question, one key an answer; '?' explains the keys. Every decision is stored at once, \
            signed, and the next run learns from it. Without a terminal each line of the input is one answer.

            With --csv the queue goes to a file for a spreadsheet. Fill in the column of the decision (1, 2 or 3 \
            for a suggestion; nobody; reject; NUMBER=AMOUNT for each invoice, with 'difference=discount', fee, \
            withholding, retention or cents where less was paid; keep; reverse; redirect) and of the author, and \
            drop the file into the inbox: the next run applies it, row by row.

            Some of what the program posted alone is asked too, as if it were not posted (recobro.yaml, \
            matching.auditPerThousand): agreeing confirms it, any other answer takes it back. It may wait for ever. \
            'u' undoes such an answer too: the posting stands again and is asked about again.

            'reverse' takes back what was wrong. Where the program had posted it alone, its pattern of evidence is \
            suspended: it posts nothing alone until 12 decisions have agreed with what it shows, none against. \
            'redirect' takes back what was right when it was posted (the payer wants it applied elsewhere): no \
            pattern is blamed. 'recobro export memory' lists what is suspended, and what is missing to lift it.

            Examples:
              recobro review acme
              recobro review acme --author "Lucía Marcén" --order customer --limit 20
              recobro review acme --csv por-decidir.csv
            """)

    @OptionGroup var options: WorkspaceOptions

    @Option(help: "Who decides; it stands in the journal. Default: the name you are logged in with.")
    var author: String?

    @Option(help: "Which movements first: amount, day or customer.")
    var order = ReviewOptions.Order.amount

    @Option(help: "Ask this many questions at most.")
    var limit: Int?

    @Option(help: "Write the queue to this file instead of asking.", completion: .file())
    var csv: String?

    func validate() throws {
        guard limit.map({ $0 > 0 }) ?? true else { throw ValidationError("--limit must be above 0") }
        guard author.map({ !$0.isEmpty }) ?? true else { throw ValidationError("--author is empty") }
    }

    func run() throws {
        try exiting {
            var review = ReviewOptions(author: author ?? NSUserName(), day: options.day)
            review.order = order
            review.limit = limit
            if let csv {
                let count = try ReviewTableExport.write(options.workspace, options: review, to: csv)
                Terminal.print("Wrote \(count) questions to \(csv)")
            } else {
                guard !review.author.isEmpty else { throw RunError.usage("--author is missing") }
                try hold(ReviewSession(options.workspace, options: review))
            }
            return 0
        }
    }

    private func hold(_ session: ReviewSession) throws {
        let keyboard = Keyboard()
        var shown = ""
        while !session.isOver {
            let screen = try session.screen()
            if screen != shown, session.awaits == .key { Terminal.print("\n" + screen) }
            shown = screen
            guard let input = keyboard.read(session.awaits) else { break }
            let answer = try session.take(input)
            if !answer.isEmpty { Terminal.print(answer) }
        }
        Terminal.print(try session.closing())
    }
}
