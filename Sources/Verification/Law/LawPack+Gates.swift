public import Domain

extension LawPack {
    /// The word that a gate's row has in the place of conditions where the gate is never open.
    static let closedGate = "closed"

    /// Which conditions each step asks for on a day, by kind of debtor. Where the pack has no row for a gate
    /// and debtor, it is closed: nobody is claimed from by a law that is not there.
    ///
    /// - Parameter language: of why a gate is closed, ISO 639-1.
    public func gates(on day: Day, language: String) -> GateTable {
        var table = GateTable()
        for gate in Gate.allCases {
            for debtor in CustomerKind.allCases {
                guard let row = row(.gate, of: gate.rawValue, debtor: debtor, on: day) else {
                    let gap = LawGap(
                        rule: .gate, subject: gate.rawValue, debtor: debtor, governingLaw: "", day: day,
                        near: [])
                    table[gate, debtor] = .closed(gap.description)
                    continue
                }
                table[gate, debtor] =
                    row.list == [Self.closedGate]
                    ? .closed("\(row.text(language)) (\(VerdictWords.of(language).citation(row)))")
                    : .asks(Condition.allCases.filter { row.list.contains($0.rawValue) })
            }
        }
        return table
    }
}
