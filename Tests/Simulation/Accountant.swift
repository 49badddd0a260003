internal import Domain
internal import Foundation
internal import Support

/// A person who fills in the table of what waits, by the truth; of some movements never.
struct Accountant {
    /// Movements by booking day and amount, as the table shows them.
    private let byLook: [String: [SimulatedMovement]]
    private let world: SimulatedWorld
    private let seed: UInt64

    init(_ world: SimulatedWorld) {
        self.world = world
        seed = world.options.seed
        byLook = Dictionary(grouping: world.movements) { "\(world.day($0.booked)) \($0.amount)" }
    }

    /// The rows of the queue that are answered tonight, with their answers; empty where none is.
    func answers(_ queue: String, on night: Int) -> (table: String, count: Int) {
        var answered: [String] = []
        let lines = queue.split(whereSeparator: \.isNewline).map(String.init)
        for line in lines.dropFirst() where line.hasSuffix(";;;") {
            let fields = line.split(separator: ";", omittingEmptySubsequences: false)
            guard fields.count > 5, let movement = movement(fields), isAnswered(movement, on: night) else {
                continue
            }
            answered.append(line.dropLast(3) + ";\(answer(movement));Lucía;")
        }
        guard let heading = lines.first, !answered.isEmpty else { return ("", 0) }
        return (([heading] + answered).joined(separator: "\r\n") + "\r\n", answered.count)
    }

    private func movement(_ fields: [Substring]) -> SimulatedMovement? {
        let amount = fields[2].filter { $0 != "," && $0 != "'" }
        let found = byLook["\(fields[1]) \(amount)"] ?? []
        return found.count == 1 ? found[0] : found.first { fields[4].contains($0.payer) }
    }

    /// Three of ten movements are never decided, the others within twelve nights.
    private func isAnswered(_ movement: SimulatedMovement, on night: Int) -> Bool {
        var chance = SplitMix64(seed: seed &+ UInt64(movement.index))
        return chance.below(10) < 7 && night >= movement.booked + 2 + chance.below(10)
    }

    private func answer(_ movement: SimulatedMovement) -> String {
        guard !movement.parts.isEmpty else { return "nadie" }
        return movement.parts.map { "\(world.invoices[$0.invoice].number)=\(tableAmount($0.amount))" }
            .joined(separator: " ")
    }
}
