public import Domain

/// One requirement for listing a debt in a debtor registry (fichero de morosos), and its proof.
public struct RegistryCheck: Sendable, Equatable {
    /// The requirements, in the order they are asked.
    public enum Code: String, Sendable, CaseIterable {
        /// All conditions of a verified debt hold.
        case verifiedDebt = "verified-debt"
        /// The debtor may be listed at all: public bodies are not.
        case debtorKind = "debtor-kind"
        /// The demand named the registry (LOPDGDD art. 20.1.c).
        case namedWarning = "named-warning"
        /// A person released it: no wholly automated decision (GDPR art. 22).
        case released
        /// Not older than five years from the due date (LOPDGDD art. 20.1.d).
        case age
        /// The principal is not below 50 euros (LOPDGDD DA 6).
        case principal
    }

    /// The requirement.
    public let code: Code
    /// Whether it holds.
    public let passed: Bool
    /// What proves it; empty when nothing does.
    public let evidence: String
    /// What is missing or wrong; empty when passed.
    public let missing: String

    /// An answer with its proof or what is missing.
    public init(_ code: Code, passed: Bool, evidence: String = "", missing: String = "") {
        self.code = code
        self.passed = passed
        self.evidence = evidence
        self.missing = missing
    }
}

/// Asks whether a debt may go into a debtor registry (LOPDGDD art. 20). Open only when every check passes.
public struct RegistryGate: Sendable {
    /// What the creditor asks beyond the law.
    public struct Policy: Sendable, Equatable {
        /// The registry the creditor takes part in, as the demand must name it.
        public var registry: String
        /// Whether debts of companies also need a person's release. Natural persons, sole traders among them,
        /// always do.
        public var releasesCompanies: Bool
        /// The debtors that the registry takes: some take companies only, others none.
        public var takes: Set<CustomerKind>
        /// Language of evidence and of what is missing, ISO 639-1: `es` or `en`; any other reads English.
        public var language: String

        /// A policy; companies need a release unless said otherwise.
        public init(
            registry: String, releasesCompanies: Bool = true,
            takes: Set<CustomerKind> = Set(CustomerKind.allCases), language: String = "en"
        ) {
            self.registry = registry
            self.releasesCompanies = releasesCompanies
            self.takes = takes
            self.language = language
        }
    }

    private let facts: VerificationFacts
    private let policy: Policy
    private let lawPack: LawPack
    private let words: VerdictWords

    /// A gate for one night and one registry.
    public init(facts: VerificationFacts, policy: Policy, lawPack: LawPack) {
        self.facts = facts
        self.policy = policy
        self.lawPack = lawPack
        words = VerdictWords.of(policy.language)
    }

    /// One check a code, in the order of `RegistryCheck.Code.allCases`.
    ///
    /// - Parameters:
    ///   - debtor: what the debtor is; who is not known counts as a consumer.
    ///   - warned: the registries that the delivered formal claim named.
    public func checks(
        for item: OpenItem, verdict: Verdict, debtor: CustomerKind, warned: [String]
    ) -> [RegistryCheck] {
        RegistryCheck.Code.allCases.map { code in
            switch code {
            case .verifiedDebt: verifiedDebt(item, verdict)
            case .debtorKind: debtorKind(debtor)
            case .namedWarning: namedWarning(warned)
            case .released: released(item, debtor)
            case .age: age(item)
            case .principal: principal(item)
            }
        }
    }

    /// The law of natural persons, for every debtor: it does not bind registries of companies, but a false
    /// entry hurts a company as well (LO 1/1982), so companies get no lower bar.
    private func law(_ rule: LawRule) -> LawRow? {
        lawPack.row(rule, debtor: .consumer, on: facts.asOf)
    }

    private func verifiedDebt(_ item: OpenItem, _ verdict: Verdict) -> RegistryCheck {
        guard verdict.invoice == item.id, verdict.asOf == facts.asOf, !verdict.results.isEmpty else {
            return .failed(.verifiedDebt, words(.registryVerdict))
        }
        guard verdict.isVerified else {
            let open = verdict.results.filter { $0.outcome != .passed }
                .map { words.word("condition", $0.condition.rawValue) }
            return .failed(
                .verifiedDebt,
                words(.registryUnverified, ["conditions": open.joined(separator: ", ")]))
        }
        return .passed(.verifiedDebt, words(.registryVerified, ["day": words.day(verdict.asOf)]))
    }

    private func debtorKind(_ debtor: CustomerKind) -> RegistryCheck {
        if debtor != .publicBody, !policy.takes.contains(debtor) {
            return .failed(.debtorKind, words(.registryTakes, ["registry": policy.registry]))
        }
        return switch debtor {
        case .publicBody: .failed(.debtorKind, words(.registryPublicBody))
        case .company: .passed(.debtorKind, words(.registryLegal))
        case .soleTrader: .passed(.debtorKind, words(.registryTrader))
        case .consumer: .passed(.debtorKind, words(.registryNatural))
        }
    }

    private func namedWarning(_ warned: [String]) -> RegistryCheck {
        guard let row = law(.registryWarning) else {
            return .failed(.namedWarning, words(.registryWarningLaw))
        }
        let law = words.citation(row)
        guard !policy.registry.isEmpty, warned.contains(policy.registry) else {
            return .failed(.namedWarning, words(.registryWarning, ["law": law]))
        }
        return .passed(
            .namedWarning, words(.registryWarned, ["registry": policy.registry, "law": law]))
    }

    /// A release counts only when nobody objected or stopped the claim on its day or after it: the person did
    /// not know that.
    private func released(_ item: OpenItem, _ debtor: CustomerKind) -> RegistryCheck {
        if debtor == .company, !policy.releasesCompanies {
            return .passed(.released, words(.registryReleasePolicy))
        }
        guard let release = facts.latest(.released, for: item.id) else {
            return .failed(.released, words(.registryRelease))
        }
        if let change = facts.objection(to: item.id, notBefore: release.day) {
            return .failed(
                .released, words(.registryReleaseAgain, ["change": words.proof(change)]),
                evidence: words.proof(release))
        }
        return .passed(.released, words.proof(release))
    }

    /// The registry's own clock: from the due date, never restarted by a claim or a payment.
    private func age(_ item: OpenItem) -> RegistryCheck {
        guard let due = (item.instalments.map(\.due) + (item.due.map { [$0] } ?? [])).min() else {
            return .failed(.age, words(.registryDue))
        }
        guard let row = law(.registryMaximumAge) else {
            return .failed(.age, words(.registryAgeLaw))
        }
        let last = due.adding(years: row.value)
        let evidence = words(
            .registryAge,
            ["due": words.day(due), "last": words.day(last), "law": words.citation(row)])
        guard facts.asOf <= last else {
            return .failed(
                .age, words(.registryTooOld, ["last": words.day(last)]), evidence: evidence)
        }
        return .passed(.age, evidence)
    }

    private func principal(_ item: OpenItem) -> RegistryCheck {
        guard let row = law(.registryMinimumPrincipal) else {
            return .failed(.principal, words(.registryPrincipalLaw))
        }
        let law = words.citation(row)
        guard item.currency == .eur else {
            return .failed(.principal, words(.registryEuros, ["law": law]))
        }
        let minimum = words.money(Int64(row.value), .eur)
        let evidence = words(
            .registryPrincipal,
            ["open": words.money(item.outstanding, .eur), "minimum": minimum, "law": law])
        guard item.outstanding >= Int64(row.value) else {
            return .failed(
                .principal, words(.registryBelow, ["minimum": minimum]), evidence: evidence)
        }
        return .passed(.principal, evidence)
    }
}

extension RegistryCheck {
    fileprivate static func passed(_ code: Code, _ evidence: String) -> RegistryCheck {
        RegistryCheck(code, passed: true, evidence: evidence)
    }

    fileprivate static func failed(
        _ code: Code, _ missing: String, evidence: String = ""
    ) -> RegistryCheck {
        RegistryCheck(code, passed: false, evidence: evidence, missing: missing)
    }
}
