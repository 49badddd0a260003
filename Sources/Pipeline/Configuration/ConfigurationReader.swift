internal import Domain
internal import Formats
internal import Foundation
internal import Matching
internal import Recovery
internal import Yams

extension Configuration {
    /// Reads and checks a configuration. Throws `ConfigurationError` with every mistake and its line.
    static func read(yaml text: String, file: String, digest: String) throws(ConfigurationError)
        -> Configuration
    {
        let mistakes = MistakeList()
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw ConfigurationError(file: file, mistakes: [ConfigurationReader.mistake(of: error)])
        }
        let folder = (file as NSString).deletingLastPathComponent
        var configuration = ConfigurationReader(mistakes: mistakes, folder: folder).read(root)
        configuration.digest = digest
        configuration.law.folder = absolute(configuration.law.folder, in: folder)
        for index in configuration.agencies.indices {
            configuration.agencies[index].drop = absolute(configuration.agencies[index].drop, in: folder)
        }
        configuration.letters.invoiceFolder = absolute(configuration.letters.invoiceFolder, in: folder)
        configuration.text = text
        guard mistakes.mistakes.isEmpty else {
            throw ConfigurationError(file: file, mistakes: mistakes.sorted)
        }
        return configuration
    }

    /// A path of the file's, from where the file lies.
    static func absolute(_ path: String, in folder: String) -> String {
        path.isEmpty || path.hasPrefix("/") ? path : "\(folder)/\(path)"
    }
}

/// From YAML to settings, one function a section.
struct ConfigurationReader {
    let mistakes: MistakeList
    /// Where the file lies: key files are read from there at once.
    let folder: String

    static func mistake(of error: any Error) -> ConfigurationMistake {
        if let yaml = error as? YamlError {
            switch yaml {
            case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
                .composer(_, let problem, let mark, _):
                return ConfigurationMistake(line: mark.line, text: "not readable as YAML: \(problem)")
            case .duplicatedKeysInMapping(let duplicates, _):
                let keys = duplicates.map { String(describing: $0) }.sorted().joined(separator: ", ")
                return ConfigurationMistake(line: 0, text: "a key is given twice: \(keys)")
            default: break
            }
        }
        return ConfigurationMistake(line: 0, text: "not readable as YAML: \(error)")
    }

    func read(_ node: Node?) -> Configuration {
        let root = YAMLSection(node, path: "", mistakes: mistakes)
        _ = root.integer("version", in: 1...1)
        var result = Configuration(creditor: creditor(root.section("creditor")))
        result.language = root.choice("language", [("es", "es"), ("en", "en")]) ?? "es"
        if let code = root.text("currency") {
            if let currency = Currency(code) {
                result.currency = currency
            } else {
                mistakes.add(
                    "'currency' must be an ISO 4217 code such as EUR, not '\(code)'",
                    line: root.lineOf("currency"))
            }
        }
        formats(root.section("formats"), into: &result)
        severities(root.section("problems"), into: &result)
        matching(root.section("matching"), into: &result)
        verification(root.section("verification"), into: &result)
        recovery(root.section("recovery"), into: &result)
        letters(root.section("letters"), into: &result)
        send(root.section("send"), into: &result)
        routes(root.sections("routes"), into: &result)
        law(root.section("law"), into: &result)
        retention(root.section("retention"), into: &result)
        agencies(root, into: &result)
        if result.agency != nil { creditorAddress(result.creditor, root.section("creditor")) }
        registry(root.section("registry"), into: &result)
        root.finish()
        return result
    }

    private func creditor(_ section: YAMLSection) -> Creditor {
        let country = section.text("country") ?? "ES"
        let taxId = section.text("taxId", required: true) ?? ""
        if country == "ES", !taxId.isEmpty, TaxIdentifier(spanish: taxId) == nil {
            mistakes.add(
                "'creditor.taxId' has a wrong check character: '\(taxId)'", line: section.lineOf("taxId"))
        }
        let ibans = section.texts("ibans")
        for iban in ibans where IBAN(iban) == nil {
            mistakes.add("'creditor.ibans' holds a wrong IBAN: '\(iban)'", line: section.lineOf("ibans"))
        }
        var creditor = Creditor(
            name: section.text("name", required: true) ?? "", taxId: TaxIdentifier.key(taxId),
            country: country,
            ibans: ibans.map { IdentifierText.compact($0) })
        creditor.street = section.text("street") ?? ""
        creditor.postCode = section.text("postCode") ?? ""
        creditor.town = section.text("town") ?? ""
        creditor.email = section.text("email") ?? ""
        creditor.phone = section.text("phone") ?? ""
        section.finish()
        return creditor
    }

    /// An agency is told who claims, with the address; a case without it comes back (DHX 1.0 §5.3.2).
    private func creditorAddress(_ creditor: Creditor, _ section: YAMLSection) {
        for (key, value) in [
            ("street", creditor.street), ("postCode", creditor.postCode), ("town", creditor.town),
        ] where value.allSatisfy(\.isWhitespace) {
            mistakes.add(
                "'creditor.\(key)' is missing: the agency must be told the creditor's address",
                line: section.lineOf(key))
        }
    }

    private func formats(_ section: YAMLSection, into result: inout Configuration) {
        for entry in section.sections("accounts") {
            let pattern = entry.text("files", required: true) ?? ""
            let iban = IdentifierText.compact(entry.text("iban", required: true) ?? "")
            if !iban.isEmpty, !result.creditor.ibans.contains(iban) {
                mistakes.add(
                    "'\(entry.path).iban' is not one of creditor.ibans: '\(iban)'", line: entry.lineOf("iban")
                )
            }
            result.accountFiles.append((pattern, iban))
            entry.finish()
        }
        for entry in section.sections("profiles") {
            if let profile = profile(entry) { result.profiles.append(profile) }
            entry.finish()
        }
        section.finish()
    }

    private func profile(_ entry: YAMLSection) -> TableProfile? {
        let name = entry.text("name", required: true)
        let role = entry.choice("role", required: true, TableProfile.Role.allCases.map { ($0.rawValue, $0) })
        let columnSection = entry.section("columns")
        var columns: [String: [String]] = [:]
        for (field, line) in columnSection.entries() {
            columns[field] = columnSection.texts(field)
            checkField(field, of: role, "\(entry.path).columns", line: line)
        }
        let positionSection = entry.section("positions")
        var positions: [String: Int] = [:]
        for (field, line) in positionSection.entries() {
            positions[field] = positionSection.integer(field, in: 1...200)
            checkField(field, of: role, "\(entry.path).positions", line: line)
        }
        let columnCount = entry.integer("columnCount", in: 1...200)
        if columns.isEmpty, positions.isEmpty {
            mistakes.add("'\(entry.path).columns' or '.positions' is missing", line: entry.line)
        }
        if columnCount == nil, !positions.isEmpty {
            mistakes.add("'\(entry.path).columnCount' is missing", line: entry.line)
        }
        let order = entry.choice("dateOrder", TableProfile.DateOrder.allCases.map { ($0.rawValue, $0) })
        let mark = entry.choice("decimalMark", [(",", Character(",")), (".", ".")])
        let delimiter = entry.choice(
            "delimiter", [(";", Character(";")), (",", ","), ("tab", "\t"), ("|", "|")])
        let currency = entry.text("currency")
        if let currency, Currency(currency) == nil {
            mistakes.add("'\(entry.path).currency' is not an ISO 4217 code", line: entry.lineOf("currency"))
        }
        guard let name, let role else { return nil }
        var profile = TableProfile(
            name: name, role: role, columns: columns, dateOrder: order, decimalMark: mark,
            delimiter: delimiter)
        profile.positions = positions
        profile.columnCount = columnCount
        profile.currency = currency
        return profile
    }

    private func checkField(_ field: String, of role: TableProfile.Role?, _ path: String, line: Int) {
        let known = role.map { TableProfile.fields(of: $0) } ?? [field]
        guard !known.contains(field) else { return }
        let near = YAMLSection.nearest(to: field, in: known).map { "; did you mean '\($0)'?" } ?? ""
        mistakes.add(
            "unknown field '\(path).\(field)'\(near); known are \(known.joined(separator: ", "))",
            line: line)
    }

    private func severities(_ section: YAMLSection, into result: inout Configuration) {
        let known = Problem.Code.allCases.map(\.rawValue)
        for (key, line) in section.entries() {
            guard let code = Problem.Code(rawValue: key) else {
                let near = YAMLSection.nearest(to: key, in: known).map { "; did you mean '\($0)'?" } ?? ""
                mistakes.add("unknown problem code 'problems.\(key)'\(near)", line: line)
                continue
            }
            if let severity = section.choice(key, Problem.Severity.allCases.map { ($0.rawValue, $0) }) {
                if severity < code.severity {
                    mistakes.add(
                        "'problems.\(key)' can be raised above \(code.severity.rawValue), not lowered",
                        line: line)
                }
                result.severities[code] = severity
            }
        }
    }

    private func matching(_ section: YAMLSection, into result: inout Configuration) {
        var policy = MatchingPolicy()
        let closing = section.section("writeOff")
        for kind in NamedDifference.Kind.allCases where closing.flag(kind.rawValue) ?? false {
            policy.writesOff.insert(kind)
        }
        closing.finish()
        policy.licenceBound = section.integer("licencePerTenThousand", in: 0...1000) ?? policy.licenceBound
        policy.appliesOldestFirst = section.flag("applyOldestFirst") ?? policy.appliesOldestFirst
        policy.rules = RuleReader(mistakes: mistakes, currency: result.currency).rules(section)
        result.auditPerThousand =
            section.integer("auditPerThousand", in: 0...1000) ?? result.auditPerThousand
        section.finish()
        result.matching = policy
    }

    private func verification(_ section: YAMLSection, into result: inout Configuration) {
        var settings = VerificationSettings()
        settings.minimumPrincipal =
            section.amount("minimumPrincipal", currency: result.currency) ?? settings.minimumPrincipal
        settings.statementLagDays =
            section.integer("statementLagDays", in: 0...60) ?? settings.statementLagDays
        settings.demandWaitDays = section.integer("demandWaitDays", in: 0...90) ?? settings.demandWaitDays
        section.finish()
        result.verification = settings
    }

    private func registry(_ section: YAMLSection, into result: inout Configuration) {
        guard section.isPresent else { return }
        var registry = RegistrySettings()
        registry.name = section.text("name", required: true) ?? ""
        registry.code = section.text("code", required: true) ?? ""
        registry.profile = section.text("profile", required: true) ?? ""
        registry.reporter = section.text("reporter", required: true) ?? ""
        registry.environment = section.choice("environment", [("P", "P"), ("T", "T")]) ?? "T"
        registry.requiresRelease = section.flag("requiresRelease") ?? true
        registry.returns = section.text("returns") ?? ""
        registry.listsMonthly =
            section.choice("inventory", [("monthly", true), ("none", false)]) ?? false
        let takes = chosen("takes", in: section, CustomerKind.allCases)
        if !takes.isEmpty { registry.takes = Set(takes) }
        section.finish()
        result.registry = registry
    }
}
