import Domain
import Foundation
import Handover
import Matching
import Recovery
import Testing

@testable import Pipeline

/// The configuration is checked as a whole: every mistake at once, each with its line.
@Suite struct ConfigurationTests {
    private func mistakes(_ yaml: String, file: String = "recobro.yaml") -> [String] {
        do throws(ConfigurationError) {
            _ = try Configuration.read(yaml: yaml, file: file, digest: "")
            return []
        } catch {
            return error.mistakes.map(\.description)
        }
    }

    private let minimal = """
        creditor:
          name: Uno S.L.
          taxId: B12345674
          ibans: [ES9121000418450200051332]
        """

    @Test func theTemplateOfInitIsValid() throws {
        var creditor = Creditor(
            name: "Uno \"y\" Dos: S.L.", taxId: "B12345674", country: "ES",
            ibans: ["ES9121000418450200051332"])
        creditor.town = "# Zaragoza"
        let text = try ConfigurationTemplate.text(creditor)
        let read = try Configuration.read(yaml: text, file: "", digest: "")
        #expect(read.creditor.name == creditor.name)
        #expect(read.creditor.town == "# Zaragoza")
        #expect(read.recovery.steps.map(\.kind) == LadderPolicy.usual.map(\.kind))
    }

    @Test func commentedExamplesOfTheTemplateAreValidToo() throws {
        var creditor = Creditor(
            name: "Uno", taxId: "B12345674", country: "ES", ibans: ["ES9121000418450200051332"])
        (creditor.street, creditor.postCode, creditor.town) = ("Calle Uno 1", "50001", "Zaragoza")
        var isSegment = false
        let text = try ConfigurationTemplate.text(creditor).split(
            separator: "\n", omittingEmptySubsequences: false
        )
        .map { line -> String in
            isSegment = line.hasPrefix("  #segments") || isSegment && line.hasPrefix("  #  ")
            if isSegment { return String(line.replacing("#", with: "", maxReplacements: 1)) }
            return ["#agency", "#registry", "#letters", "#send", "#routes", "#law", "#retention", "#  "]
                .contains {
                    line.hasPrefix($0)
                }
                ? String(line.dropFirst()) : String(line)
        }
        let yaml = text.joined(separator: "\n").replacing("problems: {}", with: "problems:")
        let read = try Configuration.read(yaml: yaml, file: "", digest: "")
        #expect(read.agency?.code == "COLCO")
        #expect(read.agency?.offer.rules.ageDays == 30...1095 && read.agency?.offer.rules.countries == ["ES"])
        #expect(read.agency?.offer.capacity == 500)
        #expect(read.agency?.offer.price.commission.map(\.rate) == [1_500, 2_500])
        #expect(read.registry?.profile == "example-fixed-200")
        #expect(read.registry?.takes == [.company, .soleTrader, .consumer])
        #expect(read.severities == [.balanceMismatch: .refuse])
        #expect(read.recovery.segments.map(\.name) == ["consumers"])
        #expect(read.recovery.segments.first?.amount == 5000...500_000)
        #expect(read.recovery.segments.first?.classes == [.prompt, .new])
        #expect(read.recovery.segments.first?.steps.map(\.channel) == [.sms, .letter])
        #expect(read.send.command(for: .email) == ["/usr/local/bin/send-eml", "--account", "cobros"])
        #expect(read.routes == RouteTable.examples)
        #expect(read.law.folder.hasSuffix("/law") && read.law.claims == "services")
        #expect(read.retention.years == 6)
        #expect(read.letters.pdfCommand == ["weasyprint"] && read.letters.claimsInterest)
    }

    @Test func allMistakesAreReportedAtOnceWithTheirLines() {
        let found = mistakes(
            """
            creditor:
              name: Uno S.L.
              taxid: B12345678
              ibans: [ES9121000418450200051333]
            lenguage: es
            verification:
              minimumPrincipal: fifty
              statementLagDays: 400
            problems:
              balance-mismatsh: refuse
              format-unknown: warn
            recovery:
              steps:
                - { step: agency, afterDueDays: 5 }
                - { step: reminder, afterDueDays: 9, chanel: email }
            """)
        #expect(
            found == [
                "line 2: 'creditor.taxId' is missing",
                "line 3: unknown key 'creditor.taxid'; did you mean 'taxId'?",
                "line 4: 'creditor.ibans' holds a wrong IBAN: 'ES9121000418450200051333'",
                "line 5: unknown key 'lenguage'; did you mean 'language'?",
                "line 7: 'verification.minimumPrincipal' must be an amount in EUR such as 50.00, not 'fifty'",
                "line 8: 'verification.statementLagDays' must be a whole number from 0 to 60, not '400'",
                "line 10: unknown problem code 'problems.balance-mismatsh'; did you mean 'balance-mismatch'?",
                "line 11: 'problems.format-unknown' can be raised above refuse, not lowered",
                "line 13: 'recovery.steps' must climb the ladder, each step once",
                "line 15: unknown key 'recovery.steps[2].chanel'; did you mean 'channel'?",
            ])
    }

    @Test func aTableProfileMayNameOnlyFieldsOfItsRole() {
        let found = mistakes(
            minimal + """

                formats:
                  profiles:
                    - name: mine
                      role: invoices
                      columns: { number: [Doc], custommer: [Deudor] }
                """)
        #expect(found.count == 1)
        #expect(found.first?.contains("did you mean 'customer'?") == true)
    }

    @Test func yamlThatCannotBeReadNamesItsLine() {
        #expect(mistakes("creditor:\n  name: \"unclosed\n").first?.hasPrefix("line ") == true)
        #expect(mistakes("").contains("'creditor.name' is missing"))
    }

    @Test func aMinimalConfigurationIsEnough() { #expect(mistakes(minimal).isEmpty) }

    @Test func anAgencyIsToldTheCreditorsAddress() {
        let found = mistakes(
            minimal + """

                agency: { name: A, code: A, identifier: X, agreement: A, processorAgreement: A }
                """)
        let keys = ["postCode", "street", "town"]
        #expect(found.count == 3, "\(found)")
        for (line, key) in zip(found, keys) { #expect(line.contains("'creditor.\(key)' is missing")) }
    }

    @Test func theTermsOfAnAgency() throws {
        let yaml =
            minimal.replacing("creditor:\n", with: "creditor:\n  street: S\n  postCode: P\n  town: T\n") + """

                agency: { name: A, code: A, identifier: X, agreement: A, processorAgreement: A, drop: shared,
                  package: tar, gaps: accept, feeVat: "10.00", mayRetain: true,
                  fees: [ { percent: "15.00" }, { phase: LEGAL, fromDays: 90, percent: "25.50" } ] }
                """
        let agency = try Configuration.read(yaml: yaml, file: "/acme/recobro.yaml", digest: "").agency
        #expect(agency?.drop == "/acme/shared" && agency?.holdsGaps == false)
        #expect(agency?.package == .tar && AgencySettings().package == .folder)
        #expect(agency?.fees.rows.map(\.rateBasisPoints) == [1_500, 2_550])
        #expect(agency?.fees.vatRateBasisPoints == 1_000 && agency?.fees.allowsRetention == true)
        let found = mistakes(
            yaml.replacing("15.00", with: "much").replacing("accept", with: "ignore")
                .replacing("tar,", with: "tgz,"))
        #expect(found.count == 3, "\(found)")
        #expect(
            found.contains { $0.contains("'agency.package' must be one of folder, tar, zip") }, "\(found)")
    }

    @Test func keysAreReadFromTheirFiles() throws {
        let folder = NSTemporaryDirectory() + "recobro-keys-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try DeskKeys.make("\(folder)/own.key")
        let yaml =
            minimal.replacing("creditor:\n", with: "creditor:\n  street: S\n  postCode: P\n  town: T\n") + """

                agency: { name: A, code: A, identifier: X, agreement: A, processorAgreement: A,
                  signingKey: own.key,
                  publicKey: own.key.pub }
                """
        let file = "\(folder)/recobro.yaml"
        let agency = try Configuration.read(yaml: yaml, file: file, digest: "").agency
        #expect(agency?.signingKey != nil)
        #expect(agency?.verifyingKey == agency?.signingKey?.verifyingKey)
        #expect(mistakes(yaml, file: "\(folder)/other/recobro.yaml").count == 2)
        let swapped = yaml.replacing("Key: own.key,", with: "Key: own.key.pub,")
            .replacing("publicKey: own.key.pub", with: "publicKey: missing.pub")
        let found = mistakes(swapped, file: file)
        #expect(found.count == 2, "\(found)")
        let start = yaml.split(separator: "\n", omittingEmptySubsequences: false).count
        #expect(found.first?.hasPrefix("line \(start - 1): 'agency.signingKey'") == true, "\(found)")
        #expect(found.first?.contains("\(folder)/own.key.pub, which is no private key") == true, "\(found)")
        #expect(found.last?.hasPrefix("line \(start): 'agency.publicKey'") == true, "\(found)")
        #expect(found.last?.contains("missing.pub, which is not there") == true, "\(found)")
    }

    @Test func whoSends() throws {
        let yaml = minimal + "\nsend: { email: [./mail, -x], print: lp, timeoutSeconds: 5 }\n"
        let send = try Configuration.read(yaml: yaml, file: "", digest: "").send
        #expect(send.command(for: .email) == ["./mail", "-x"] && send.command(for: .letter) == ["lp"])
        #expect(send.command(for: .sms) == nil && send.timeoutSeconds == 5 && send.isConfigured)
        let found = mistakes(minimal + "\nsend: { sms: ['', -x], emial: [a], days: 100 }\n")
        #expect(found.count == 3, "\(found)")
    }

    @Test func filePatterns() {
        #expect(GlobPattern.matches("movimientos-*.csv", "Movimientos-2026.CSV"))
        #expect(GlobPattern.matches("*", "x"))
        #expect(GlobPattern.matches("a*b*c", "a1b2c"))
        #expect(!GlobPattern.matches("a*b*c", "a1c2b"))
        #expect(!GlobPattern.matches("a.csv", "a.csv.bak"))
        #expect(!GlobPattern.matches("*a*a", "a"))
    }

    @Test func rulesOfTheAccountant() throws {
        let yaml =
            minimal + """

                matching:
                  rules:
                    - name: nóminas
                      when: { textContains: nomina, direction: debit, amountFrom: "10.00" }
                      then: unrelated
                    - { name: grupo, when: { accountEquals: ES91 2100 0418 4502 0005 1332 }, then: { customer: B1 } }
                    - { name: caja, when: { counterpartyEquals: "Caja, S.A." }, then: ask }
                """
        let rules = try Configuration.read(yaml: yaml, file: "", digest: "").matching.rules
        #expect(rules.map(\.name) == ["nóminas", "grupo", "caja"])
        #expect(rules.map(\.consequence) == [.unrelated, .customer("B1"), .ask])
        #expect(rules[0].condition.amountFrom == 1000 && rules[0].condition.direction == .debit)
        #expect(rules[1].condition.accountEquals == "ES9121000418450200051332")
        let found = mistakes(
            minimal + """

                matching:
                  rules:
                    - { name: a, then: unrelated }
                    - { name: b, when: { textContains: "--" }, then: { client: B1 } }
                    - { name: c, when: { amountFrom: "5.00", amountTo: "4.00" }, then: post }
                    - { name: c, when: { accountEquals: ES9121000418450200051333 }, then: ask }
                    - { when: { direction: in }, then: ask }
                    - { name: f, when: { textContains: x }, then: { customer: " " } }
                """)
        #expect(
            found == [
                "line 7: 'matching.rules[1].when' must say at least one of textContains, counterpartyContains, "
                    + "counterpartyEquals, accountEquals, amountFrom, amountTo, direction; a rule for every movement is none",
                "line 8: 'matching.rules[2].then.customer' is missing",
                "line 8: 'matching.rules[2].when.textContains' must hold a letter or a digit, not '--'",
                "line 8: unknown key 'matching.rules[2].then.client'",
                "line 9: 'matching.rules[3].then' must be unrelated, ask or { customer: KEY }, not 'post'",
                "line 9: 'matching.rules[3].when.amountTo' must not be less than 'amountFrom'",
                "line 10: 'matching.rules[4].when.accountEquals' must be an account with right check digits, "
                    + "not 'ES9121000418450200051333'",
                "line 11: 'matching.rules[5].name' is missing",
                "line 11: 'matching.rules[5].when.direction' must be one of credit, debit, not 'in'",
                "line 12: 'matching.rules[6].then.customer' must be a customer's key or tax id, not ' '",
            ], "\(found)")
    }
}
