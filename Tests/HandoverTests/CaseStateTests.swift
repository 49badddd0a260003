import Testing

@testable import Handover

/// Every state with every turn: what is not in the table changes nothing.
@Suite struct CaseStateTests {
    private struct Move {
        let from: Set<CaseState>
        let turn: CaseTurn
        let to: CaseState
    }

    private static let open: Set<CaseState> = [
        .sent, .pendingInformation, .accepted, .working, .held, .recallPending,
    ]
    private static let taken: Set<CaseState> = [.pendingInformation, .accepted, .working, .held]

    private static let moves: [Move] = [
        Move(from: open, turn: .told(.finalRecall), to: .recallPending),
        Move(from: open, turn: .told(.announcedRecall), to: .recallPending),
        Move(from: open.subtracting([.recallPending]), turn: .told(.hold), to: .held),
        Move(from: [.held, .recallPending], turn: .told(.resume), to: .working),
        Move(from: [.pendingInformation], turn: .answered(.answer, .accepted, []), to: .working),
        Move(from: [.pendingInformation], turn: .answered(.answer, .acceptedWithChange, []), to: .working),
        Move(from: [.sent, .pendingInformation], turn: .answered(.new, .accepted, []), to: .accepted),
        Move(
            from: [.sent, .pendingInformation], turn: .answered(.new, .acceptedWithChange, []), to: .accepted),
        Move(from: [.sent], turn: .answered(.new, .pending, []), to: .pendingInformation),
        Move(from: open, turn: .answered(.new, .rejected, [.territory]), to: .rejected),
        Move(from: [.recallPending], turn: .answered(.finalRecall, .accepted, []), to: .recalled),
        Move(from: [.recallPending], turn: .answered(.finalRecall, .acceptedWithChange, []), to: .recalled),
        Move(from: [.recallPending], turn: .answered(.finalRecall, .duplicate, []), to: .recalled),
        Move(from: [.recallPending], turn: .answered(.finalRecall, .rejected, [.unknownCase]), to: .recalled),
        Move(from: [.recallPending], turn: .answered(.finalRecall, .rejected, [.caseClosed]), to: .recalled),
        Move(from: open, turn: .reported(.closed, .uneconomic), to: .closed),
        Move(from: open, turn: .reported(.closed, .recalled), to: .closed),
        Move(from: [.recallPending], turn: .reported(.closed, .recalled), to: .recalled),
        Move(from: taken, turn: .reported(.informationRequested, nil), to: .pendingInformation),
        Move(from: taken, turn: .reported(.onHold, nil), to: .held),
        Move(from: taken, turn: .reported(.disputed, nil), to: .held),
        Move(from: taken, turn: .reported(.open, nil), to: .working),
        Move(from: taken, turn: .reported(.disputeResolved, nil), to: .working),
    ]

    /// Statuses that show that the agency has begun, and nothing more.
    private static let activities: [EventStatus] = [
        .contact, .noContact, .tracing, .promise, .plan, .promiseBroken, .planBroken, .partPaid, .paid,
        .settled, .refused, .legalRecommended, .legalFiled, .judgment, .enforcing,
    ]

    private static var turns: [CaseTurn] {
        CaseOperation.Code.allCases.map(CaseTurn.told)
            + CaseOperation.Code.allCases.flatMap { code in
                AnswerStatus.allCases.map { CaseTurn.answered(code, $0, []) }
            }
            + EventStatus.allCases.filter { $0 != .closed }.map { CaseTurn.reported($0, nil) }
            + moves.map(\.turn)
    }

    @Test func everyTransitionIsInTheTable() {
        let moves =
            Self.moves
            + Self.activities.map { Move(from: [.accepted], turn: .reported($0, nil), to: .working) }
            + [Move(from: Self.open, turn: .answered(.new, .rejected, []), to: .rejected)]
        var seen = 0
        for state in CaseState.allCases {
            for turn in Self.turns {
                // A later row is the more particular one.
                let move = moves.last { $0.turn == turn && $0.from.contains(state) }
                #expect(state.after(turn) == move?.to ?? state, "\(state) \(turn)")
                seen += 1
            }
        }
        #expect(seen > 700)
    }

    @Test func aCaseThatIsOverStaysSo() {
        for state in CaseState.allCases where state.isOver {
            #expect(Self.turns.allSatisfy { state.after($0) == state })
        }
    }
}
