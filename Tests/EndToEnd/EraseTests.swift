import Foundation
import Testing

/// A person's data go when they may, the books stay, and the journal says what was done.
@Suite struct EraseTests {
    @Test func contactDataAndNotesGoAtOnce() throws {
        let scratch = try Scratch()
        let story = try EraseStory(scratch)
        let head = try story.head()
        #expect(try !story.remains(of: EraseStory.contact).isEmpty)
        let erased = try story.erase("C77", "2026-02-01")
        #expect(erased.code == 0, "\(erased.complaint)")
        #expect(erased.output.contains("until 2032-12-31: name, tax id"), "\(erased.output)")
        // The letter that was sent proves what was claimed, and to which address.
        let left = try story.remains(of: EraseStory.contact).filter { !$0.contains(".eml: juan.perez@") }
        #expect(left.isEmpty, "\(left)")
        #expect(try !story.remains(of: ["12345678Z"]).isEmpty)
        // What only one person was told of is not in the archive either; what holds others is.
        #expect(try story.remains(of: ["hospital", "Marta"], in: ["archive"]).isEmpty)
        #expect(try !story.remains(of: ["600 123 456"], in: ["archive"]).isEmpty)
        let audit = try story.audit()
        #expect(audit.code == 0 && audit.output.contains("erasure #1 of 2026-02-01 by Ana: contact data"))
        #expect(audit.output.contains("journal digest before it \(head)"), "\(audit.output)")
        #expect(try story.head() != head)
        let old = try Recobro.run("audit", story.workspace, "--digest", head)
        #expect(
            old.output == "head of the chain after run 2026-01-31-1, replaced by erasure #1\n",
            "\(old.output)")
        let new = try Recobro.run("audit", story.workspace, "--digest", try story.head())
        #expect(
            new.output == "head of the chain after run 2026-02-01-review-1, which holds\n", "\(new.output)")
        #expect(try Recobro.run("audit", story.workspace, "--digest", "00").code == 2)
        let facts = try Recobro.run("case", story.workspace, "F2026-0001").output
        #expect(facts.contains("delivered on 2026-01-24 by Ana, F2026-0001: acuse del 24"), "\(facts)")
        let again = try story.erase("12345678Z", "2026-02-01")
        #expect(again.code == 0 && again.output.contains("nothing is left to erase"), "\(again.output)")
        #expect(try story.audit().output == audit.output)
    }

    @Test func aDryRunSaysWhatWouldGoAndChangesNothing() throws {
        let scratch = try Scratch()
        let story = try EraseStory(scratch)
        let before = try tree(story.workspace).filter { !$0.key.hasPrefix("ledger") }
        let audit = try story.audit().output
        let dry = try story.erase("C77", "2026-02-01", "--dry-run")
        #expect(dry.code == 0 && dry.output.contains("would be erased"), "\(dry.output)\(dry.complaint)")
        #expect(dry.output.contains("e-mail and telephone in customers lists"))
        #expect(dry.output.contains("files  deleted, of this person alone"))
        #expect(dry.output.contains("clientes.csv"))
        #expect(try tree(story.workspace).filter { !$0.key.hasPrefix("ledger") } == before)
        #expect(try story.audit().output == audit)
    }

    @Test func theRestGoesWhenItsTermIsOver() throws {
        let scratch = try Scratch()
        let story = try EraseStory(scratch)
        #expect(try Recobro.run("report", story.workspace).code == 0)
        try story.run("2032-12-31")
        // The day after is over only when a night has reached it: 2033 may be a slip of the keyboard.
        let early = try story.erase("12345678Z", "2033-01-01", "--dry-run")
        #expect(early.output.contains("contact data and notes of calls would be erased"), "\(early.output)")
        try story.run("2033-01-01")
        let erased = try story.erase("12345678Z", "2033-01-01")
        #expect(erased.code == 0, "\(erased.complaint)")
        let left = try story.remains(of: EraseStory.contact + EraseStory.identity)
        #expect(left.isEmpty, "\(left)")
        #expect(try story.remains(of: ["Dos Tres S.A.", "dos@tres.example"]).count > 3)
        let audit = try story.audit()
        #expect(audit.code == 0, "\(audit.output)")
        #expect(audit.output.contains("erasure #1 of 2033-01-01 by Ana: everything"), "\(audit.output)")
        let json = try Recobro.run("audit", story.workspace, "--json").output
        #expect(json.contains("\"scope\":\"everything\",\"rows\":") && json.contains("\"cameBack\":0"))
        let again = try story.erase("12345678Z", "2033-01-01")
        #expect(again.code == 0 && again.output.contains("nothing is left to erase"), "\(again.complaint)")
        for command in [
            ["explain", "F2026-0001"], ["explain", "2026-01-31-0"], ["case", "F2026-0001"], ["report"],
            ["export", "matches"], ["export", "memory"], ["export", "verdicts"],
        ] {
            var arguments = command
            arguments.insert(story.workspace, at: command.first == "export" ? 2 : 1)
            let result = try Recobro.run(arguments)
            #expect(result.code == 0, "\(command): \(result.complaint)")
            for text in EraseStory.identity { #expect(!result.output.contains(text), "\(command)") }
        }
    }

    /// Of whom there is no invoice the law keeps nothing.
    @Test func whoIsOnAListOnlyGoesAtOnce() throws {
        let scratch = try Scratch()
        let story = try EraseStory(scratch)
        let erased = try story.erase("C79", "2026-02-01")
        #expect(
            erased.code == 0 && erased.output.contains("everything that says who it is erased"),
            "\(erased.output)\(erased.complaint)")
        let left = try story.remains(of: ["B00200535", "Nadie S.L.", "nadie@nadie.example", "Calle Baja 9"])
        #expect(left.isEmpty, "\(left)")
        #expect(try story.audit().code == 0)
    }

    /// The books are the same with the person and without.
    @Test func theNightAfterGivesTheSameFigures() throws {
        let scratch = try Scratch()
        let story = try EraseStory(scratch)
        try story.run("2033-01-01")
        let other = "\(scratch.path)/other"
        try FileManager.default.copyItem(atPath: story.workspace, toPath: other)
        #expect(try story.erase("12345678Z", "2033-01-01").code == 0)
        let night = try story.run("2033-01-02").output
        let undisturbed = try Recobro.run("run", other, "--as-of", "2033-01-02").output
        #expect(night == undisturbed)
        for table in ["matches", "aged", "unexplained", "verdicts", "todo", "patterns"] {
            func rows(_ workspace: String) throws -> String {
                try String(
                    contentsOfFile: "\(workspace)/outbox/2033-01-02-1/report/\(table).csv", encoding: .utf8)
            }
            #expect(try rows(story.workspace) == rows(other), "\(table)")
        }
    }

    @Test func whatComesAgainDoesNotBringThePersonBackUnseen() throws {
        let scratch = try Scratch()
        let story = try EraseStory(scratch)
        try story.run("2033-01-01")
        let archive = try tree("\(story.workspace)/archive")
        #expect(try story.erase("12345678Z", "2033-01-01").code == 0)
        // The same bytes are known; another export of the old invoice contradicts what the ledger has.
        let list = try #require(archive.first { $0.key.hasSuffix("facturas.csv") })
        try list.value.write(to: URL(fileURLWithPath: "\(story.workspace)/inbox/otra-vez.csv"))
        try story.drop(String(decoding: list.value, as: UTF8.self) + "\n", "otro-fichero.csv")
        let night = try story.run("2033-01-02")
        #expect(night.output.contains("1 known already") && night.output.contains("0 new"), "\(night.output)")
        #expect(try story.remains(of: EraseStory.identity).isEmpty)
        #expect(try !story.audit().output.contains("came back"))
        // A new invoice is a new relation: it comes in as any other, and the audit says so.
        try story.drop(
            "Número;Fecha;Vencimiento;NIF;Cliente;Total;Divisa\nF2033-1;02/01/2033;12/01/2033;12345678Z;Juan Pérez Gil;50,00;EUR\n",
            "nueva.csv")
        #expect(try story.run("2033-01-03").output.contains("invoices    1 new"))
        let audit = try story.audit()
        #expect(audit.output.contains("the person came back in 1 records"), "\(audit.output)")
        let refused = try story.erase("12345678Z", "2033-01-04")
        #expect(refused.code == 65 && refused.complaint.contains("F2033-1 is not settled: 50.00 EUR open"))
    }

    @Test func receivedFilesGoWithTheirPersonOrWhenAllInThemIsPastItsTerm() throws {
        let scratch = try Scratch()
        let story = try EraseStory(scratch)
        try story.drop(
            """
            Número;Fecha;Vencimiento;NIF;Cliente;Total;Divisa
            F2026-0003;03/02/2026;28/02/2026;12345678Z;Juan Pérez Gil;50,00;EUR

            """, "solo.csv")
        try story.drop(
            story.statement(
                "2026-02-01", "2026-02-10", opening: 31000, [("JUAN PEREZ GIL", 5000, "F2026-0003")]), "c.xml"
        )
        #expect(try story.run("2026-02-10").output.contains("1 posted"))
        func archived() throws -> [String] {
            try tree("\(story.workspace)/archive").keys.map {
                String($0.split(separator: "-", maxSplits: 1)[1])
            }
            .sorted()
        }
        try story.run("2033-01-01")
        let erased = try story.erase("12345678Z", "2033-01-01")
        #expect(erased.output.contains("-clientes.csv"), "\(erased.output)")
        #expect(!erased.output.contains("-solo.csv"))
        let shared = ["c.xml", "clientes.csv", "enero.xml", "facturas.csv", "febrero.xml"]
        #expect(try archived() == shared)
        func received(_ day: String, _ more: String...) throws -> Recobro.Result {
            try Recobro.run(
                ["erase", story.workspace, "--received", "--reason", "plazo", "--as-of", day] + more)
        }
        let dry = try received("2033-01-01", "--dry-run")
        #expect(dry.output.contains("5 files in archive/") && dry.output.contains("would be deleted"))
        #expect(try archived() == shared)
        #expect(try received("2033-01-01").code == 0)
        #expect(try archived().isEmpty)
        let audit = try story.audit()
        #expect(audit.code == 0 && audit.output.contains("received files past their term, 0 rows, 5 files"))
        #expect(try received("2033-01-01").output.contains("no file in archive/"))
        #expect(try Recobro.run("erase", story.workspace, "--reason", "plazo").code != 0)
    }

    @Test func whatIsOpenKeepsTheFilesThatSayAnythingOfIt() throws {
        let scratch = try Scratch()
        let story = try EraseStory(scratch, paid: false)
        try story.run("2040-01-01")
        let kept = try Recobro.run(
            "erase", story.workspace, "--received", "--reason", "plazo", "--as-of", "2040-01-01")
        // The statement without movements too: it proves that nobody paid.
        #expect(kept.output.contains("no file in archive/"), "\(kept.output)")
        #expect(try story.audit().code == 0)
    }

    @Test func whatIsNotSettledIsRefusedWithEveryReason() throws {
        let scratch = try Scratch()
        let story = try EraseStory(scratch, paid: false)
        try story.state(
            "F2026-0001", "promised", "--amount", "100.00", "--until", "2026-02-15")
        try story.state("F2026-0001", "claim-filed", "--note", "monitorio")
        let before = try story.audit().output
        let refused = try story.erase("12345678Z", "2026-01-24")
        #expect(refused.code == 65 && refused.output.isEmpty)
        for reason in [
            "invoice F2026-0001 is not settled: 100.00 EUR open", "promised of 2026-01-24 is running",
            "a claim was filed in court on 2026-01-24",
        ] { #expect(refused.complaint.contains(reason), "\(refused.complaint)") }
        // Money that may be theirs: more than they owe.
        try story.drop(
            story.statement(
                "2026-01-24", "2026-01-31", opening: 1000, [("JUAN PEREZ GIL", 15000, "pago")]), "b.xml")
        try story.run("2026-01-31")
        let money = try story.erase("12345678Z", "2026-01-31")
        #expect(
            money.code == 65 && money.complaint.contains("movement 2026-01-31-0 may be the customer's"),
            "\(money.complaint)")
        #expect(before.contains("everything holds"))
        #expect(try story.audit().code == 0)
    }

    /// The sample company lists one debt and has taken others off, which the registry has not acknowledged.
    @Test func whoARegistryKnowsIsNotErased() throws {
        let scratch = try Scratch()
        let workspace = try scratch.sampleWorkspace()
        for night in try SampleNights.all() {
            try scratch.deliver(night.folder, to: workspace)
            #expect(try Recobro.run("run", workspace, "--as-of", night.day).code <= 1)
        }
        func erase(_ subject: String, _ day: String, _ more: String...) throws -> Recobro.Result {
            try Recobro.run(["erase", workspace, subject, "--reason", "solicitud", "--as-of", day] + more)
        }
        let listed = try erase("X9930113R", "2026-05-01")
        #expect(listed.code == 65 && listed.complaint.contains("registry EJEMPLO F"))
        #expect(listed.complaint.contains(" lists the debt"), "\(listed.complaint)")
        // Its removal says who it is and not how to reach them.
        let contact = try erase("B00301366", "2026-05-01", "--dry-run")
        #expect(contact.code == 0, "\(contact.complaint)")
        #expect(try Recobro.run("run", workspace, "--as-of", "2033-01-01").code <= 1)
        let removed = try erase("B00301366", "2033-01-01")
        #expect(removed.code == 65)
        #expect(removed.complaint.contains("has not acknowledged that the debt was removed"))
    }

    /// What is owed to the person is not settled either.
    @Test func aCreditNoteThatNobodyUsedIsRefused() throws {
        let scratch = try Scratch()
        let story = try EraseStory(scratch)
        try story.drop(
            """
            Número;Fecha;Vencimiento;NIF;Cliente;Total;Divisa
            R2026-0001;03/02/2026;28/02/2026;12345678Z;Juan Pérez Gil;-20,00;EUR

            """, "abono.csv")
        try story.run("2026-02-05")
        let refused = try story.erase("C77", "2026-02-05")
        #expect(
            refused.code == 65
                && refused.complaint.contains(
                    "R2026-0001 is not settled: -20.00 EUR, which is owed to the customer"),
            "\(refused.complaint)")
    }

    @Test func aHalfDoneNightIsFinishedFirst() throws {
        let scratch = try Scratch()
        let story = try EraseStory(scratch)
        let path = "\(story.workspace)/recobro.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let registry = "registry: { name: E, code: E, profile: example-fixed-200, reporter: \"1\" }\n"
        try (text + registry).write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try Recobro.run("run", story.workspace, "--as-of", "2026-02-01").code == 2)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let refused = try story.erase("C77", "2026-02-01")
        #expect(refused.code == 2 && refused.complaint.contains("was interrupted"), "\(refused.complaint)")
        try story.run("2026-02-01")
        #expect(try story.erase("C77", "2026-02-01").code == 0)
    }

    @Test func badUsageIsTwo() throws {
        let scratch = try Scratch()
        let story = try EraseStory(scratch)
        for (subject, day, words) in [
            ("99999999R", "2026-02-01", "no customer '99999999R'"),
            ("12345678Z", "2026-01-30", "an erasure as of 2026-01-30 cannot follow it"),
        ] {
            let result = try story.erase(subject, day)
            #expect(result.code == 2 && result.complaint.contains(words), "\(result.complaint)")
        }
        let named = try Recobro.run(
            "erase", story.workspace, "C77", "--reason", "lo pide Juan Pérez Gil", "--as-of", "2026-02-01")
        #expect(named.code == 2 && named.complaint.contains("--reason names the person"))
        #expect(try Recobro.run("erase", story.workspace, "C77", "--as-of", "2026-02-01").code != 0)
        let folder = "\(story.workspace)/recobro.yaml"
        let text = try String(contentsOfFile: folder, encoding: .utf8)
        try (text + "\nretention:\n  years: 5\n").write(toFile: folder, atomically: true, encoding: .utf8)
        let short = try story.erase("C77", "2026-02-01")
        #expect(
            short.code == 2 && short.complaint.contains("'retention.years' must be"), "\(short.complaint)")
        try (text + "\nretention:\n  years: 10\n").write(toFile: folder, atomically: true, encoding: .utf8)
        #expect(try story.erase("C77", "2033-01-01", "--dry-run").output.contains("until 2036-12-31"))
    }

    /// Killed at any moment and done again, it ends as one that nothing disturbed.
    @Test func aKilledErasureIsDoneAgain() throws {
        let scratch = try Scratch()
        let story = try EraseStory(scratch)
        try story.run("2033-01-01")
        let reference = "\(scratch.path)/reference"
        let start = "\(scratch.path)/start"
        try FileManager.default.copyItem(atPath: story.workspace, toPath: start)
        let clock = ContinuousClock()
        let length = try clock.measure { _ = try story.erase("12345678Z", "2033-01-01") }
        try FileManager.default.moveItem(atPath: story.workspace, toPath: reference)
        let expected = try outcome(reference)
        var generator = SeededGenerator(seed: 7)
        var killed = 0
        for round in 0..<8 {
            try FileManager.default.copyItem(atPath: start, toPath: story.workspace)
            let started = try Recobro.start([
                "erase", story.workspace, "12345678Z", "--reason", "solicitud 7", "--author", "Ana",
                "--as-of",
                "2033-01-01",
            ])
            let moment = Double.random(in: 0.3...1, using: &generator) * (length / .seconds(1))
            Thread.sleep(forTimeInterval: moment)
            if started.process.isRunning { killed += 1 }
            kill(started.process.processIdentifier, SIGKILL)
            started.process.waitUntilExit()
            let again = try story.erase("12345678Z", "2033-01-01")
            #expect(again.code == 0, "\(again.complaint)")
            #expect(try outcome(story.workspace) == expected, "round \(round)")
            let left = try story.remains(of: EraseStory.contact + EraseStory.identity)
            #expect(left.isEmpty, "round \(round): \(left)")
            try FileManager.default.removeItem(atPath: story.workspace)
        }
        #expect(killed > 0)
    }

    private func outcome(_ workspace: String) throws -> [String: Data] {
        var files = try tree(workspace).filter { !$0.key.hasPrefix("ledger") && $0.key != ".lock" }
        files["audit"] = Data(try Recobro.run("audit", workspace).output.utf8)
        return files
    }

    /// A list that the ledger does not know was never decided on.
    @Test func aListThatNobodyDecidedOnIsThrownAway() throws {
        let scratch = try Scratch()
        let story = try EraseStory(scratch)
        let folder = "\(story.workspace)/.erasing"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data("{\"runs\":[],\"steps\":[{\"path\":\"recobro.yaml\"}]}".utf8).write(
            to: URL(fileURLWithPath: "\(folder)/list.json"))
        #expect(try story.audit().output.contains("an erasure was interrupted"))
        #expect(try story.erase("C77", "2026-02-01", "--dry-run").code == 2)
        #expect(try story.erase("C77", "2026-02-01").code == 0)
        #expect(FileManager.default.fileExists(atPath: "\(story.workspace)/recobro.yaml"))
        #expect(try story.audit().code == 0)
    }
}
