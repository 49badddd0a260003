import Foundation
import Simulation
import Testing

/// A creditor and an agency without software of its own, who share nothing but packages on a bad line: what
/// `recobro-bench conversation` does with more of them.
@Suite struct ConversationTests {
    @Test func bothBooksAgreeInTheEnd() throws {
        let scratch = try Scratch()
        let options = SimulationOptions(
            customers: 40, nights: 40, seed: 2, folder: "\(scratch.path)/acme",
            program: Recobro.executable.path)
        let report = try Conversation.run(options)
        #expect(report.differences.isEmpty, "\(report.text)")
        // It must not pass because nothing happened.
        #expect(report.cases > 0 && report.events > 0 && report.payouts > 0, "\(report.text)")
        #expect(report.recalls > 0 && report.charges > 0, "\(report.text)")
        #expect(report.mishaps.count == 4, "\(report.text)")
    }
}
