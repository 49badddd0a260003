import Domain
import Testing

@testable import Handover

/// Yen have no decimals, dinars three: nothing may take an amount for hundredths.
@Suite("Amounts in currencies without two decimals")
struct CurrencyTests {
    /// A currency, and 1210 euros and 1727.41 euros of the sample as its minor units write them.
    struct Case: Sendable, CustomTestStringConvertible {
        let code: String
        let gross: String
        let wrong: String
        let total: String
        let decimals: Int

        var testDescription: String { code }
        var currency: Currency { Currency(code) ?? .eur }

        static let all = [
            Case(code: "JPY", gross: "121000", wrong: "1210.00", total: "172741", decimals: 0),
            Case(code: "TND", gross: "121.000", wrong: "1210.00", total: "172.741", decimals: 3),
            Case(code: "KWD", gross: "121.000", wrong: "121000", total: "172.741", decimals: 3),
            Case(code: "EUR", gross: "1210.00", wrong: "1210.0", total: "1727.41", decimals: 2),
        ]
    }

    private func batch(_ currency: Currency) -> HandoverPackage {
        var operations = [Sample.new(), Sample.pay(), Sample.pay(ref: "C-9")]
        for position in operations.indices { operations[position].currency = currency }
        return CaseBatch.files(Sample.batch(operations))
    }

    @Test("are written and checked with the decimals of the currency", arguments: Case.all)
    func written(_ sample: Case) throws {
        let package = batch(sample.currency)
        #expect(package.setAside == [])
        #expect(package.text("data/batch.json").contains("\"gross\": \"\(sample.gross)\""))
        #expect(package.batch.leaf("totals.amounts.0.controlSum") == sample.total)
        let report = PackageCheck.check(PackageSource(package))
        #expect(report.findings == [])
        #expect(report.caseTotals?.amounts == [Money(minorUnits: 172_741, currency: sample.currency)])
        #expect(report.lines.contains("placed: \(sample.total) \(sample.code)"))
    }

    @Test(
        "are refused with another number of decimals, by file, place, found and expected", arguments: Case.all
    )
    func refused(_ sample: Case) throws {
        let source = PackageSource(batch(sample.currency))
        let expected = "an amount in \(sample.code) as text with \(sample.decimals) decimals"
        let line = try source.sealing("data/batch.json") {
            $0.replacing("\"gross\": \"\(sample.gross)\"", with: "\"gross\": \"\(sample.wrong)\"")
        }
        #expect(
            PackageCheck.check(line).findings == [
                PackageFinding(
                    code: .form, severity: .setAside, place: "data/batch.json $.ops[0].case.lines[0].gross",
                    found: "'\(sample.wrong)'", expected: expected)
            ])
        let sum = try source.sealing("data/batch.json") {
            $0.replacing("\"controlSum\": \"\(sample.total)\"", with: "\"controlSum\": \"\(sample.wrong)\"")
        }
        #expect(
            PackageCheck.check(sum).findings == [
                PackageFinding(
                    code: .form, severity: .refuse, place: "data/batch.json $.totals.amounts[0].controlSum",
                    found: "'\(sample.wrong)'", expected: expected)
            ])
    }

    @Test("of a case that stands in no batch are refused unless the totals name such a currency")
    func placedEarlier() throws {
        let source = PackageSource(batch(try #require(Currency("JPY"))))
        let changed = try source.sealing("data/batch.json") { text in
            // The last operation is the payment of C-9, whose case is not in the batch.
            let parts = text.split(separator: "\"amount\": \"30000\"", omittingEmptySubsequences: false)
            #expect(parts.count == 5)
            return parts[..<3].joined(separator: "\"amount\": \"30000\"") + "\"amount\": \"300.00\""
                + parts[3...].joined(separator: "\"amount\": \"30000\"")
        }
        let findings = PackageCheck.check(changed).findings
        #expect(findings.map(\.place) == ["data/batch.json $.ops[2].payment.amount"])
        #expect(findings.map(\.found) == ["'300.00'"])
        #expect(
            findings.map(\.expected) == [
                "an amount with the decimals of a currency of totals.amounts: JPY"
            ])
    }

    @Test("of a registry keep their decimals, in the records and in the registry's own file")
    func registry() throws {
        let dinar = try #require(Currency("KWD"))
        var (addition, change) = (Registry.addition, Registry.change)
        (addition.currency, change.currency) = (dinar, dinar)
        let package = RegistryBatch.files(
            try Registry.content([addition, change, Registry.removal], profile: nil))
        #expect(package.setAside == [])
        let report = PackageCheck.check(PackageSource(package))
        #expect(report.findings == [])
        #expect(report.lines.contains("unpaid: A 161.000 KWD, M 25.000 KWD"))
        let wrong = try PackageSource(package).sealing("data/batch.json") {
            $0.replacing("\"unpaid\": \"161.000\"", with: "\"unpaid\": \"161.00\"")
        }
        let finding = PackageCheck.check(wrong).findings.first
        #expect(finding?.place == "data/batch.json $.records[1].unpaid")
        #expect(finding?.found == "'161.00'")
        #expect(finding?.expected == "an amount in KWD as text with 3 decimals")
        // A field without decimals takes those of the currency; one with decimals never rounds.
        #expect(try layout(decimals: "", [addition, change]) == "161000\n25000\n186000\n")
        #expect(try layout(decimals: ", \"decimals\": 2", [addition, change]) == "16100\n2500\n18600\n")
        addition.debt?.unpaid = 161_001
        let error = #expect(throws: LayoutError.self) {
            try layout(decimals: ", \"decimals\": 2", [addition, change])
        }
        #expect(error?.description.hasPrefix("wrong-form at unpaid: an exact amount of at most 2") == true)
        let yen = try #require(Currency("JPY"))
        (addition.currency, change.currency) = (yen, yen)
        #expect(try layout(decimals: "", [addition, change]) == "161001\n25000\n186001\n")
    }

    private func layout(decimals: String, _ records: [RegistryRecord]) throws -> String {
        let text = """
            {"profile": "sums", "status": "EXAMPLE", "source": "a test", "direction": "OUT",
             "format": {"kind": "DELIMITED", "encoding": "UTF-8", "newline": "LF", "separator": ";"},
             "fileName": "sums.csv", "tables": {},
             "records": [
              {"name": "detail", "each": "record", "fields": [
               {"name": "unpaid", "type": "amount", "path": "unpaid", "implied": true\(decimals)}]},
              {"name": "trailer", "each": "file", "fields": [
               {"name": "unpaid", "type": "amount", "sum": {"path": "unpaid"}, "implied": true\(decimals)}]}]}
            """
        let profile = try LayoutProfile(json: Array(text.utf8))
        let bytes = try profile.render(records, header: Registry.header(), target: Registry.target)
        return String(decoding: bytes, as: UTF8.self)
    }
}

@Suite("Amounts of an agency in currencies without two decimals")
struct FeedbackCurrencyTests {
    private static let caseRef = "C-2026-0007"

    /// An event, an answer and an inventory of one case in a currency.
    private func packages(_ currency: Currency) throws -> [HandoverPackage] {
        var status = try #require(Statuses.read(Statuses.tree).value)
        status.events[0].currency = currency
        var answer = try #require(Answers.read(Answers.tree).value)
        answer.answers[0].currency = currency
        answer.original.amounts = [Money(minorUnits: 172_741, currency: currency)]
        var inventory = try #require(Inventories.read(Inventories.tree).value)
        inventory.entries[0].currency = currency
        var statement = Remittances.statement
        statement.currency = currency
        return [
            FeedbackPackage.files(status, producer: Sample.producer),
            FeedbackPackage.files(answer, producer: Sample.producer),
            FeedbackPackage.files(inventory, producer: Sample.producer),
            FeedbackPackage.files(statement, producer: Sample.producer),
        ]
    }

    @Test("are written, and checked with and without the creditor's books", arguments: ["JPY", "KWD", "EUR"])
    func checked(code: String) throws {
        let currency = try #require(Currency(code))
        for package in try packages(currency) {
            #expect(package.setAside == [])
            let source = PackageSource(package)
            #expect(PackageCheck.check(source).findings == [])
            let known = CaseCurrencies([Self.caseRef: currency])
            #expect(PackageCheck.check(source, currencies: known).findings == [])
        }
    }

    @Test("are refused where the case is in another currency")
    func otherCurrency() throws {
        let yen = try #require(Currency("JPY"))
        let package = try #require(try packages(yen).first)
        let report = PackageCheck.check(PackageSource(package), currencies: CaseCurrencies())
        #expect(
            report.findings == [
                PackageFinding(
                    code: .form, severity: .setAside, place: "data/batch.json $.events[0].amount",
                    found: "'50000'", expected: "an amount in EUR as text with 2 decimals")
            ])
    }

    @Test("are refused with decimals that no currency has, or with two numbers of them")
    func mixed() throws {
        let package = try #require(try packages(.eur).first)
        func findings(_ old: String, _ new: String) throws -> [PackageFinding] {
            let source = try PackageSource(package).sealing("data/batch.json") {
                $0.replacing(old, with: new)
            }
            return PackageCheck.check(source).findings
        }
        let odd = try findings("\"500.00\"", "\"500.0\"")
        #expect(odd.map(\.place) == ["data/batch.json $.events[0].amount"])
        #expect(odd.map(\.found) == ["'500.0'"])
        #expect(odd.map(\.expected) == ["an amount as text with 0 or 2 or 3 decimals"])
        let inventory = try packages(.eur)[2]
        let source = try PackageSource(inventory).sealing("data/batch.json") {
            $0.replacing("\"originalBalance\": \"1727.41\"", with: "\"originalBalance\": \"172741\"")
        }
        let report = PackageCheck.check(source)
        #expect(report.findings.map(\.place) == ["data/batch.json $.cases[0].originalBalance"])
        #expect(report.findings.map(\.expected) == ["an amount in EUR as text with 2 decimals"])
    }

    @Test("of an inventory in two currencies of equal decimals add up together where nobody knows the cases")
    func twoCurrencies() throws {
        let dollar = try #require(Currency("USD"))
        var entry = try #require(Inventories.read(Inventories.tree).value?.entries.first)
        var inventory = Inventory(header: Sample.header(flow: .inventory), entries: [entry])
        (entry.caseRef, entry.currency, entry.currentBalance.total) = ("C-2", dollar, 100)
        entry.currentBalance.principal = 100
        inventory.entries.insert(entry, at: 0)
        let package = FeedbackPackage.files(inventory, producer: Sample.producer)
        #expect(package.setAside == [])
        #expect(PackageCheck.check(PackageSource(package)).findings == [])
        let known = CaseCurrencies(["C-2": dollar])
        #expect(PackageCheck.check(PackageSource(package), currencies: known).findings == [])
        let wrong = try PackageSource(package).sealing("data/batch.json") {
            $0.replacing("\"controlSum\": \"1.00\"", with: "\"controlSum\": \"1.01\"")
        }
        #expect(
            PackageCheck.check(wrong).findings.map(\.place) == ["data/batch.json $.totals.amounts"])
    }
}
