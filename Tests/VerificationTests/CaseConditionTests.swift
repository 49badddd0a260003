import Domain
import Testing
import Verification

/// Every kind of fact with what it does to a verified debt of 1,210.00 euros as of 2026-04-01.
@Suite("What facts of a case do to a verdict")
struct CaseConditionTests {
    static func fact(
        _ kind: DecisionRecord.Kind, _ text: String = "2026-03-20", owed: Int64 = 121_000,
        received: [(String, Int64)] = [], _ terms: (inout CaseTerms) -> Void = { _ in }
    ) -> DecisionFact {
        var fact = World.decision(kind, text)
        fact.number = 5
        terms(&fact.terms)
        if kind.isAgreement {
            fact.balance = AgreementBalance(
                invoices: [7], owed: owed,
                received: received.map { ReceivedAmount(day: day($0.0), amount: $0.1) })
        }
        return fact
    }

    private func world(_ facts: DecisionFact..., asOf: String = "2026-04-01") -> World {
        World().with {
            $0.decisions += facts
            $0.asOf = day(asOf)
        }
    }

    /// The conditions that do not hold.
    private func failing(_ world: World) throws -> [Condition] {
        try world.verdict().results.filter { $0.outcome != .passed }.map(\.condition)
    }

    private static let closing: [(DecisionFact, Condition)] = [
        (fact(.disputed), .undisputed), (fact(.litigated), .undisputed), (fact(.complaint), .undisputed),
        (fact(.reason) { $0.code = "wrong-price" }, .undisputed), (fact(.hold), .enforceable),
        (fact(.hold) { $0.until = day("2026-04-01") }, .enforceable), (fact(.seized), .enforceable),
        (fact(.deceased), .identity), (fact(.identityError), .identity),
        (fact(.insolvency), .solvent), (fact(.discharged), .solvent),
        (fact(.reason) { $0.code = "insolvent" }, .solvent), (fact(.restricted), .unrestricted),
        (fact(.promised) { $0.until = day("2026-03-29") }, .noAgreement),
        (
            fact(.planAgreed) { $0.instalments = [Instalment(due: day("2026-04-15"), amount: 121_000)] },
            .noAgreement
        ),
        (
            fact(.discountOffered) {
                $0.basisPoints = 1_000; $0.until = day("2026-04-05")
            }, .noAgreement
        ),
        (fact(.returned), .demanded),
    ]

    @Test("closes one condition, says why in both languages, and names its proof", arguments: closing)
    func closes(fact: DecisionFact, condition: Condition) throws {
        let world = world(fact)
        #expect(try World().verdict().isVerified)
        #expect(try failing(world) == [condition])
        for language in ["en", "es"] {
            let result = try world.with { $0.policy = VerificationPolicy(language: language) }.result(
                condition)
            #expect(!result.missing.isEmpty && !result.missing.contains("{"))
            let proof = condition == .demanded ? "SHA-256" : "decisiones.csv"
            #expect(result.evidence.contains(proof), "\(result.evidence)")
        }
    }

    @Test(
        "is ended by a fact of a later day, not of its own",
        arguments: [
            (DecisionRecord.Kind.disputed, DecisionRecord.Kind.disputeResolved),
            (.litigated, .litigationEnded), (.complaint, .complaintAnswered), (.hold, .resumed),
            (.seized, .seizureLifted), (.identityError, .identityConfirmed),
            (.insolvency, .insolvencyEnded), (.restricted, .restrictionLifted),
            (.addressReturned, .addressConfirmed),
        ])
    func ends(blocking: DecisionRecord.Kind, lifting: DecisionRecord.Kind) throws {
        #expect(blocking.endedBy == lifting)
        // The claim's proof of delivery comes after what is tested, so that a returned address leaves it.
        var world = world(Self.fact(blocking, "2026-03-14"))
        #expect(try !world.verdict().isVerified)
        world.decisions.append(Self.fact(lifting, "2026-03-14"))
        #expect(try !world.verdict().isVerified, "of two on one day the block stays")
        world.decisions.append(Self.fact(lifting, "2026-03-15"))
        #expect(try world.verdict().isVerified)
        world.decisions.append(Self.fact(blocking, "2026-03-15"))
        #expect(try !world.verdict().isVerified)
    }

    @Test("a lawsuit is not settled by settling an objection")
    func formalAndSoft() throws {
        let world = world(
            Self.fact(.litigated), Self.fact(.disputed), Self.fact(.disputeResolved, "2026-03-25"))
        let result = try world.result(.undisputed)
        #expect(result.outcome == .failed && result.missing.contains("litigation-ended"))
        let settled = world.with { $0.decisions.append(Self.fact(.litigationEnded, "2026-03-26")) }
        #expect(try settled.verdict().isVerified)
    }

    @Test("reasons that contest nothing and contacts change nothing")
    func reasons() throws {
        for reason in NonPaymentReason.allCases {
            let world = world(Self.fact(.reason) { $0.code = reason.rawValue })
            #expect(
                try world.verdict().isVerified == (!reason.isObjection && reason != .insolvent), "\(reason)")
        }
        #expect(try world(Self.fact(.contacted) { $0.code = "phone" }).verdict().isVerified)
        let resolved = world(
            Self.fact(.reason) { $0.code = "defective" }, Self.fact(.disputeResolved, "2026-03-21"))
        #expect(try resolved.verdict().isVerified)
    }

    @Test("a hold ends after its last day; an earlier one without an end stays")
    func holdUntil() throws {
        let hold = Self.fact(.hold) { $0.until = day("2026-03-31") }
        #expect(try world(hold).verdict().isVerified)
        #expect(try world(hold, Self.fact(.hold, "2026-03-19")).result(.enforceable).outcome == .failed)
    }

    @Test("what is seized, and what would be left, is named")
    func seizure() throws {
        let result = try world(Self.fact(.seized) { $0.amount = 21_000 }).result(.enforceable)
        #expect(result.missing.contains("210.00 EUR") && result.missing.contains("1,000.00 EUR"))
        let whole = try world(Self.fact(.seized) { $0.amount = 900_000 }).result(.enforceable)
        #expect(whole.missing.contains("1,210.00 EUR are paid") && whole.missing.contains("0.00 EUR would"))
    }

    @Test("a discharge frees of what is older; death and discharge have no end")
    func discharge() throws {
        let world = world(Self.fact(.discharged, "2026-01-11"))
        #expect(try world.verdict().isVerified, "the invoice is of the day after")
        let ended = self.world(
            Self.fact(.discharged, "2026-01-12"), Self.fact(.insolvencyEnded, "2026-02-01"))
        #expect(try failing(ended) == [.solvent])
    }

    @Test("a returned letter takes its proof of delivery away, until a later one")
    func returnedLetters() throws {
        for kind in [DecisionRecord.Kind.returned, .addressReturned] {
            let same = world(Self.fact(kind, "2026-03-16"))
            #expect(try same.result(.demanded).outcome == .unknown)
            let again = same.with { $0.decisions.append(World.decision(.delivered, "2026-03-18")) }
            #expect(try again.result(.demanded).outcome == .passed)
        }
        let earlier = world(Self.fact(.returned, "2026-03-15"))
        #expect(try earlier.result(.demanded).outcome == .passed, "it arrived after that")
        // What came back is a reminder that went out after the claim.
        let other = world(Self.fact(.returned, "2026-03-25")).with {
            $0.steps.append(World.step(.secondReminder, "2026-03-24"))
        }
        #expect(try other.result(.demanded).outcome == .passed)
    }

    @Test("a proof that names its message proves or takes away the proof of that message only")
    func proofsOfAMessage() throws {
        func world(_ facts: [(DecisionRecord.Kind, String, String?)]) -> World {
            World().with { world in
                world.steps.append(World.step(.lastNotice, "2026-03-20"))
                world.decisions = facts.map { kind, day, document in
                    var fact = World.decision(kind, day)
                    fact.document = document
                    return fact
                }
            }
        }
        let claim = World().steps[0].documentSHA256
        #expect(try world([(.delivered, "2026-03-16", claim)]).result(.demanded).outcome == .passed)
        // A text message or reminder that arrived, whenever that was, proves no formal claim.
        for other in ["", "another"] {
            #expect(try world([(.delivered, "2026-03-16", other)]).result(.demanded).outcome == .unknown)
            let reminder = world([(.delivered, "2026-03-16", claim), (.returned, "2026-03-17", other)])
            #expect(try reminder.result(.demanded).outcome == .passed)
        }
        // The claim itself comes back after the last notice has gone out.
        let late = world([(.delivered, "2026-03-16", claim), (.returned, "2026-03-25", claim)])
        #expect(try late.result(.demanded).outcome == .unknown)
    }

    @Test("a promise holds until its day and grace; what is paid keeps it, what is not breaks it")
    func promises() throws {
        func promise(_ received: [(String, Int64)]) -> DecisionFact {
            Self.fact(.promised, received: received) {
                $0.until = day("2026-03-27"); $0.amount = 50_000
            }
        }
        func outcome(_ received: [(String, Int64)], _ asOf: String) throws -> ConditionResult.Outcome {
            try world(promise(received), asOf: asOf).result(.noAgreement).outcome
        }
        #expect(try outcome([], "2026-03-30") == .failed)
        #expect(try outcome([], "2026-03-31") == .passed, "three days of grace are over")
        #expect(try outcome([("2026-03-22", 49_999)], "2026-03-30") == .failed)
        #expect(try outcome([("2026-03-22", 50_000)], "2026-03-23") == .passed, "kept: the rest is due")
        let broken = try world(promise([]), asOf: "2026-03-31").result(.noAgreement)
        #expect(
            broken.evidence.contains("broken on 2026-03-30, 500.00 EUR were missing"), "\(broken.evidence)")
        let kept = try world(promise([("2026-03-22", 50_000)])).result(.noAgreement)
        #expect(kept.evidence.hasPrefix("kept: promise to pay"))
    }

    @Test("a plan that is kept holds everything back; a missed instalment breaks it; cancelling ends it")
    func plans() throws {
        func plan(_ received: [(String, Int64)], breaks: Int? = nil) -> DecisionFact {
            Self.fact(.planAgreed, "2026-01-20", received: received) {
                $0.instalments = ["2026-02-01", "2026-03-01", "2026-05-01"].map {
                    Instalment(due: day($0), amount: 40_000)
                }
                $0.breaksAfter = breaks
            }
        }
        let paid = [("2026-02-01", Int64(40_000)), ("2026-03-04", 40_000)]
        let running = try world(plan(paid)).result(.noAgreement)
        #expect(running.outcome == .failed)
        #expect(running.missing.contains("overdue: 0.00 EUR; next instalment: 400.00 EUR on 2026-05-01"))
        #expect(try world(plan([paid[0]])).verdict().isVerified, "broken: all of it is due again")
        #expect(try world(plan([paid[0], ("2026-03-05", 40_000)])).verdict().isVerified, "too late")
        let one = try world(plan([paid[0]], breaks: 2)).result(.noAgreement)
        #expect(one.outcome == .failed && one.missing.contains("overdue: 400.00 EUR"))
        #expect(try world(plan([], breaks: 2)).verdict().isVerified, "two are unpaid")
        let cancelled = world(plan(paid), Self.fact(.planCancelled, "2026-03-10"))
        #expect(try cancelled.result(.noAgreement).evidence.hasPrefix("without effect since 2026-03-10"))
        #expect(try cancelled.verdict().isVerified)
        let whole = plan([("2026-02-01", 121_000)])
        #expect(try world(whole).result(.noAgreement).outcome == .passed)
    }

    @Test("an offer holds while it stands; once taken its rest is never claimed; else it lapses")
    func offers() throws {
        func offer(_ received: [(String, Int64)]) -> DecisionFact {
            Self.fact(.discountOffered, received: received) {
                $0.basisPoints = 1_000; $0.until = day("2026-03-27")
            }
        }
        #expect(try world(offer([]), asOf: "2026-03-30").result(.noAgreement).outcome == .failed)
        #expect(try world(offer([])).verdict().isVerified)
        #expect(try world(offer([("2026-03-25", 108_899)])).verdict().isVerified)
        let taken = try world(offer([("2026-03-25", 108_900)])).result(.noAgreement)
        #expect(taken.outcome == .failed && taken.missing.contains("may not be claimed"))
    }

    @Test("what came after a release asks for a new one")
    func releases() throws {
        for (fact, _) in Self.closing {
            let world = world(World.decision(.released, "2026-03-19"), fact)
            let gate = RegistryGate(
                facts: world.facts(), policy: .init(registry: "ASNEF"), lawPack: try LawPack.bundled())
            let check = gate.checks(
                for: world.item, verdict: try world.verdict(), debtor: .consumer, warned: ["ASNEF"]
            ).first { $0.code == .released }
            #expect(check?.passed == false && check?.missing.isEmpty == false, "\(fact.kind)")
        }
    }
}
