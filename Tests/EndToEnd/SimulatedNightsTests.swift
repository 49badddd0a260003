internal import Foundation
internal import Simulation
import Testing

/// A small invented company, fifty nights: what `recobro-bench year` does with a big one.
@Suite struct SimulatedNightsTests {
    @Test func noNightSaysWhatTheTruthForbids() throws {
        let scratch = try Scratch()
        var options = SimulationOptions(
            customers: 40, nights: 50, seed: 7, folder: "\(scratch.path)/acme",
            program: Recobro.executable.path)
        options.isLadderSteep = true
        let report = try Simulation.run(options)
        #expect(report.violations.isEmpty, "\(report.violations.prefix(10)) \(report.text)")
        // It must not pass because nothing happened.
        #expect(report.nights == 50 && report.verified > 0 && report.withdrawals > 0, "\(report.text)")
        #expect(report.steps["reminder"] ?? 0 > 0 && report.steps["agency"] ?? 0 > 0, "\(report.text)")
        #expect(report.accountantAnswers > 0, "\(report.text)")
        let registry = report.registry
        #expect(registry.listed > 0 && registry.removed > 0 && registry.repeated > 0, "\(report.text)")
        // Had the removals not been written, it would have been noticed.
        #expect(registry.noticedWithoutRemovals > 0, "\(report.text)")
    }

    /// A rule that calls customers' money nobody's: the simulation must notice, or it proves nothing.
    @Test func moneyThatIsHiddenIsNoticed() throws {
        let scratch = try Scratch()
        var options = SimulationOptions(
            customers: 60, nights: 45, seed: 7, folder: "\(scratch.path)/acme",
            program: Recobro.executable.path)
        options.rules = "[{ name: wrong, when: { textContains: transferencia }, then: unrelated }]"
        let report = try Simulation.run(options)
        #expect(report.violations.contains { $0.kind == "step-paid" }, "\(report.text)")
    }
}
