import Foundation
import Support
import Testing

/// A run killed at any moment and run again ends with the bytes of an undisturbed run.
@Suite struct KilledRunTests {
    @Test func outputsAndJournalAreThoseOfAnUndisturbedRun() throws {
        let scratch = try Scratch()
        let reference = try scratch.sampleWorkspace("reference")
        let nights = try SampleNights.all()
        let clock = ContinuousClock()
        var lasting: [Duration] = []
        for night in nights {
            try scratch.deliver(night.folder, to: reference)
            let elapsed = try clock.measure { _ = try Recobro.run("run", reference, "--as-of", night.day) }
            lasting.append(elapsed)
        }
        let expected = try outcome(reference)
        let kills = Int(ProcessInfo.processInfo.environment["RECOBRO_KILLS"] ?? "") ?? 12
        var generator = SeededGenerator(seed: 20_261_121)
        var killed = 0
        for round in 0..<max(1, kills / nights.count) {
            let workspace = try scratch.sampleWorkspace("killed-\(round)")
            for (night, length) in zip(nights, lasting) {
                try scratch.deliver(night.folder, to: workspace)
                let moment = Double.random(in: 0...1, using: &generator) * (length / .seconds(1))
                if try kill(["run", workspace, "--as-of", night.day], after: moment) { killed += 1 }
                let again = try Recobro.run("run", workspace, "--as-of", night.day)
                #expect(again.code <= 1, "\(again.complaint)")
            }
            let actual = try outcome(workspace)
            #expect(actual.keys.sorted() == expected.keys.sorted())
            for (path, bytes) in expected where actual[path] != bytes {
                Issue.record("\(path) differs, round \(round)")
            }
            try FileManager.default.removeItem(atPath: workspace)
        }
        print("killed \(killed) runs before their end")
        // Where every run ended before its kill, nothing was tested.
        #expect(killed > 0)
    }

    /// Everything that must be equal: the outputs, the archive, and the journal's digests.
    private func outcome(_ workspace: String) throws -> [String: Data] {
        var files = try tree("\(workspace)/outbox").mapKeys { "outbox/\($0)" }
        files.merge(try tree("\(workspace)/archive").mapKeys { "archive/\($0)" }) { first, _ in first }
        files["audit"] = Data(try Recobro.run("audit", workspace, "--json").output.utf8)
        files["inbox"] = Data(try tree("\(workspace)/inbox").keys.sorted().joined().utf8)
        return files
    }

    /// Starts a run and kills it; true when it was still running.
    private func kill(_ arguments: [String], after seconds: Double) throws -> Bool {
        let started = try Recobro.start(arguments)
        Thread.sleep(forTimeInterval: seconds)
        let wasRunning = started.process.isRunning
        Foundation.kill(started.process.processIdentifier, SIGKILL)
        started.process.waitUntilExit()
        return wasRunning
    }
}

extension Dictionary where Key == String {
    func mapKeys(_ transform: (String) -> String) -> [String: Value] {
        Dictionary(uniqueKeysWithValues: map { (transform($0.key), $0.value) })
    }
}

/// A small generator whose seed is in the test, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}
