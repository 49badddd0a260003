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
        /// Whether debts of companies also need a person's release. Natural persons, sole traders and unknown
        /// debtors always do.
        public var releasesCompanies: Bool

        /// A policy; companies need a release unless said otherwise.
        public init(registry: String, releasesCompanies: Bool = true) {
            self.registry = registry
            self.releasesCompanies = releasesCompanies
        }
    }

    private let facts: VerificationFacts
    private let policy: Policy
    private let lawPack: LawPack

    /// A gate for one night and one registry.
    public init(facts: VerificationFacts, policy: Policy, lawPack: LawPack) {
        self.facts = facts
        self.policy = policy
        self.lawPack = lawPack
    }

    /// One check a code, in the order of `RegistryCheck.Code.allCases`.
    ///
    /// - Parameters:
    ///   - holder: what the debtor is; `nil` is treated as a natural person.
    ///   - warned: the registries that the delivered formal claim named.
    public func checks(
        for item: OpenItem, verdict: Verdict, holder: TaxIdentifier.Holder?, warned: [String]
    ) -> [RegistryCheck] {
        RegistryCheck.Code.allCases.map { code in
            switch code {
            case .verifiedDebt: verifiedDebt(item, verdict)
            case .debtorKind: debtorKind(holder)
            case .namedWarning: namedWarning(warned)
            case .released: released(item, holder)
            case .age: age(item)
            case .principal: principal(item)
            }
        }
    }

    private func verifiedDebt(_ item: OpenItem, _ verdict: Verdict) -> RegistryCheck {
        guard verdict.invoice == item.id, verdict.asOf == facts.asOf else {
            return RegistryCheck(.verifiedDebt, passed: false, missing: "the verdict of this invoice and day")
        }
        let open = verdict.results.filter { $0.outcome != .passed }.map(\.condition.rawValue)
        guard verdict.isVerified, !verdict.results.isEmpty else {
            return RegistryCheck(.verifiedDebt, passed: false, missing: open.joined(separator: ", "))
        }
        return RegistryCheck(.verifiedDebt, passed: true, evidence: "verified as of \(verdict.asOf)")
    }

    private func debtorKind(_ holder: TaxIdentifier.Holder?) -> RegistryCheck {
        switch holder {
        case .publicBody:
            RegistryCheck(.debtorKind, passed: false, missing: "public bodies are not listed")
        case .legal: RegistryCheck(.debtorKind, passed: true, evidence: "legal entity")
        case .natural: RegistryCheck(.debtorKind, passed: true, evidence: "natural person, art. 20 in full")
        case nil: RegistryCheck(.debtorKind, passed: true, evidence: "not known, treated as natural person")
        }
    }

    private func namedWarning(_ warned: [String]) -> RegistryCheck {
        guard let row = lawPack.row(.registryWarning, on: facts.asOf) else {
            return RegistryCheck(.namedWarning, passed: false, missing: "the warning rule in the law pack")
        }
        guard !policy.registry.isEmpty, warned.contains(policy.registry) else {
            return RegistryCheck(
                .namedWarning, passed: false,
                missing: "a formal claim that names the registry, \(row.citation)")
        }
        return RegistryCheck(
            .namedWarning, passed: true,
            evidence: "the formal claim names \(policy.registry), \(row.citation)")
    }

    /// A release counts only when nobody objected or stopped the claim on its day or after it: the person did
    /// not know that.
    private func released(_ item: OpenItem, _ holder: TaxIdentifier.Holder?) -> RegistryCheck {
        if holder == .legal, !policy.releasesCompanies {
            return RegistryCheck(.released, passed: true, evidence: "policy: companies need no release")
        }
        guard let release = facts.latest(.released, for: item.id) else {
            return RegistryCheck(.released, passed: false, missing: "a person's release of the invoice")
        }
        let later = [DecisionRecord.Kind.disputed, .hold].compactMap { facts.latest($0, for: item.id) }
            .filter { $0.day >= release.day }
        if let change = later.first {
            return RegistryCheck(
                .released, passed: false, evidence: release.evidence,
                missing: "a new release: \(change.evidence) came after it")
        }
        return RegistryCheck(.released, passed: true, evidence: release.evidence)
    }

    /// The registry's own clock: from the due date, never restarted by a claim or a payment.
    private func age(_ item: OpenItem) -> RegistryCheck {
        guard let due = (item.instalments.map(\.due) + (item.due.map { [$0] } ?? [])).min() else {
            return RegistryCheck(.age, passed: false, missing: "a due date")
        }
        guard let row = lawPack.row(.registryMaximumAge, on: facts.asOf) else {
            return RegistryCheck(.age, passed: false, missing: "the maximum age in the law pack")
        }
        let last = due.adding(years: row.value)
        let evidence = "due \(due), may be listed until \(last), \(row.citation)"
        return RegistryCheck(
            .age, passed: facts.asOf <= last, evidence: evidence,
            missing: facts.asOf <= last ? "" : "it is too old since \(last)")
    }

    private func principal(_ item: OpenItem) -> RegistryCheck {
        guard let row = lawPack.row(.registryMinimumPrincipal, on: facts.asOf) else {
            return RegistryCheck(.principal, passed: false, missing: "the minimum principal in the law pack")
        }
        guard item.currency == .eur else {
            return RegistryCheck(.principal, passed: false, missing: "a principal in euros, \(row.citation)")
        }
        let open = Money(minorUnits: item.outstanding, currency: .eur).decimalString
        let minimum = Money(minorUnits: Int64(row.value), currency: .eur).decimalString
        let passed = item.outstanding >= Int64(row.value)
        return RegistryCheck(
            .principal, passed: passed,
            evidence: "principal \(open) EUR, minimum \(minimum), \(row.citation)",
            missing: passed ? "" : "a principal of \(minimum) EUR or more")
    }
}
