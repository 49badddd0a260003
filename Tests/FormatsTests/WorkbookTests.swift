import Domain
import Support
import Testing

@testable import Formats

@Suite struct WorkbookTests {
    @Test func bankSheetIsReadLikeItsCSV() throws {
        let draft = WorkbookDraft(
            texts("Movimientos de la cuenta ES9121000418450200051332") + "<row r=\"3\"/>" + bankHeading
                + cells("1:45225", "'TRANSFERENCIA", "-10.5", "89.5")
                + cells("2:45226.75", "'ABONO;\"X\"", "1210.1500000000001", "1299.6500000000001"))
        #expect(Workbook.identify(draft.bytes.span)?.format == .bankXLSX)
        let reading = try draft.read()
        #expect(reading.codes.isEmpty)
        #expect(reading.entries.map(\.amount) == [-1050, 121_015])
        #expect(reading.entries.map { "\($0.booked)" } == ["2023-10-26", "2023-10-27"])
        #expect(reading.entries.map(\.balanceAfter) == [8950, 129_965])
        #expect(reading.entries.map(\.text) == ["TRANSFERENCIA", "ABONO;\"X\""])
        #expect(reading.entries.map(\.place.line) == [5, 6])
        #expect(reading.openings.map(\.account) == ["ES9121000418450200051332"])
        #expect(reading.closings.map(\.isBalanced) == [true])
    }

    @Test func spanishTextsAndNumberCellsInOneColumnAreBothReadRight() throws {
        let rows =
            cells("1:45225", "'a", "'1.234,56", "2234.56") + cells("1:45226", "'b", "-10.5", "'2.224,06")
            + cells("1:45227", "'c", "12.345", "2236.405") + cells("1:45228", "'d", "1000", "'3.236,405")
        let reading = try WorkbookDraft(bankHeading + rows).read()
        // A number cell with three decimals is no thousands whatever the texts of its column look like.
        #expect(reading.entries.map(\.amount) == [123_456, -1050])
        #expect(Set(reading.codes) == [.amountNotExact])
        #expect(reading.outcome.problems.map(\.place.line) == [4, 5])
    }

    @Test func englishTextsBesideNumberCellsKeepTheirThousands() throws {
        let rows =
            cells("1:45225", "'a", "'1,234.56", "") + cells("1:45226", "'b", "-10.5", "")
            + cells("1:45227", "'c", "'1,234", "")
        #expect(
            try WorkbookDraft(bankHeading + rows).read().entries.map(\.amount) == [123_456, -1050, 123_400])
    }

    @Test func oneOpenTextAmongNumberCellsIsNotGuessed() throws {
        let rows = cells("1:45225", "'a", "'1.234", "") + cells("1:45226", "'b", "-10.55", "")
        let reading = try WorkbookDraft(bankHeading + rows).read()
        #expect(reading.entries.map(\.amount) == [-1055])
        #expect(reading.codes == [.amountNotExact])
    }

    @Test func declaredDecimalMarkHoldsForNumberCells() throws {
        var options = ReadOptions()
        options.profiles = [
            TableProfile(
                name: "own", role: .bank,
                columns: ["booked": ["Dia"], "text": ["Que"], "amount": ["Cuanto"]],
                decimalMark: ",", delimiter: ";")
        ]
        let draft = WorkbookDraft(texts("Dia", "Que", "Cuanto") + cells("1:45225", "'a", "-10.5"))
        let reading = try draft.read(options)
        #expect(reading.entries.map(\.amount) == [-1050])
        #expect(reading.outcome.identification.profile == "own")
    }

    @Test func sharedTextsJoinRunsAndLeaveOutPhoneticOnes() throws {
        var draft = WorkbookDraft(
            "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
                + "<c r=\"D1\" t=\"s\"><v>2</v></c></row>"
                + "<row r=\"2\"><c r=\"A2\" s=\"1\"><v>45225</v></c><c r=\"B2\" t=\"s\"><v>3</v></c>"
                + "<c r=\"D2\" s=\"3\"><f>SUM(1)</f><v>-7</v></c></row>")
        draft.strings =
            "<si><t>Fecha</t></si><si><r><rPr><b/></rPr><t xml:space=\"preserve\">Con</t></r><r><t>cepto</t></r>"
            + "<rPh sb=\"0\" eb=\"1\"><t>XX</t></rPh></si><si><t>Importe</t></si>"
            + "<si><t>uno_x000D_\ndos\ttres_x005F_</t></si>"
        let reading = try draft.read()
        #expect(reading.entries.map(\.text) == ["uno dos tres_"])
        #expect(reading.entries.map(\.amount) == [-700])
    }

    @Test func daysFrom1904AreFourYearsLater() throws {
        var draft = WorkbookDraft(bankHeading + cells("1:43763", "'a", "5", ""))
        draft.workbookProperties = "<workbookPr date1904=\"1\"/>"
        #expect(try draft.read().entries.map { "\($0.booked)" } == ["2023-10-26"])
    }

    @Test func zeroAsADateIsBlankAndTheLeapDayThatNeverWasIsUnreadable() throws {
        let rows =
            cells("1:0", "'a", "5", "") + cells("1:60", "'b", "5", "") + cells("1:45225", "'c", "5", "")
        let reading = try WorkbookDraft(bankHeading + rows).read()
        #expect(reading.entries.count == 1)
        #expect(reading.codes == [.fieldMissing, .dateUnreadable])
    }

    @Test func errorCellsAreNoAmounts() throws {
        let row =
            "<row><c s=\"1\"><v>45225</v></c><c t=\"b\"><v>1</v></c><c t=\"e\"><v>#REF!</v></c></row>"
            + cells("1:45226", "'b", "5", "")
        let reading = try WorkbookDraft(bankHeading + row).read()
        #expect(reading.codes == [.amountUnreadable])
        #expect(try WorkbookDraft(bankHeading + row).read().entries.isEmpty == false)
    }

    @Test func formulasWithoutValuesAreNamed() throws {
        let row =
            "<row><c s=\"1\"><v>45225</v></c><c t=\"str\"><v>a</v></c><c><v>5</v></c><c><f>C2</f></c></row>"
        let reading = try WorkbookDraft(bankHeading + row).read()
        #expect(reading.entries.count == 1)
        #expect(reading.outcome.problems.map(\.place) == [Place(line: 2, column: 4)])
        #expect(reading.outcome.problems.map(\.severity) == [.warn])
    }

    @Test func accountNumbersThatASpreadsheetCutAreLeftBlank() throws {
        let heading = texts("Fecha", "Concepto", "Importe", "Referencia")
        let rows =
            cells("1:45225", "'a", "5", "2.1000418450200051E+19") + cells("1:45226", "'b", "5", "5:123")
            + cells("1:45227", "'c", "5", "21000418450200051332")
        let reading = try WorkbookDraft(heading + rows).read()
        #expect(reading.entries.map(\.reference) == ["", "00123", "21000418450200051332"])
        #expect(reading.codes == [.recordMalformed])
    }

    @Test func currencyOfTheNumberFormatIsKept() throws {
        let reading = try WorkbookDraft(bankHeading + cells("1:45225", "'a", "4:5.25", "")).read()
        #expect(reading.openings.map(\.currency.code) == ["USD"])
        #expect(reading.entries.map(\.amount) == [525])
    }

    @Test func headingMergedOverTwoRowsIsFound() throws {
        let sheet =
            "<worksheet><sheetData>" + texts("Fecha", "Concepto", "Euros")
            + "<row><c/><c/><c t=\"str\"><v>Cargo</v></c><c t=\"str\"><v>Abono</v></c></row>"
            + cells("1:45225", "'a", "5.25", "") + cells("1:45226", "'b", "", "7")
            + String(repeating: cells("1:45227", "'c", "", "1"), count: 40) + "</sheetData><mergeCells>"
            + "<mergeCell ref=\"A1:A2\"/><mergeCell ref=\"B1:B2\"/><mergeCell ref=\"C1:D1\"/></mergeCells></worksheet>"
        let amounts = try WorkbookDraft(sheet).read().entries.map(\.amount)
        #expect(amounts == [-525, 700] + [Int64](repeating: 100, count: 40))
    }

    @Test func amountsMergedOverSeveralRowsStayOne() throws {
        let sheet =
            "<worksheet><sheetData>" + bankHeading + cells("1:45225", "'a", "5", "")
            + cells("", "'more", "", "") + "</sheetData><mergeCells><mergeCell ref=\"A2:A3\"/>"
            + "<mergeCell ref=\"C2:C3\"/></mergeCells></worksheet>"
        let reading = try WorkbookDraft(sheet).read()
        #expect(reading.entries.map(\.amount) == [500])
        #expect(reading.entries.map(\.text) == ["a more"])
    }

    @Test func exchangedDaysAreRefused() throws {
        let rows = cells("1:45355", "'a", "5", "") + cells("'25/03/2024", "'b", "6", "")
        let reading = try WorkbookDraft(bankHeading + rows).read()
        #expect(reading.isRefused)
        #expect(reading.codes == [.formatAmbiguous])
        #expect(reading.records.isEmpty)
        let plain = cells("1:45376", "'a", "5", "") + cells("'25/03/2024", "'b", "6", "")
        #expect(try WorkbookDraft(bankHeading + plain).read().entries.count == 2)
    }

    @Test func invoicesAndDecisionsAreReadToo() throws {
        let invoices = WorkbookDraft(
            texts("Número", "Fecha", "Cliente", "Total")
                + "<row><c t=\"str\"><v>F1</v></c><c s=\"1\"><v>45225</v></c>"
                + "<c t=\"inlineStr\"><is><r><t>Al</t></r><r><t>fa</t></r></is></c><c><v>121</v></c></row>")
        #expect(Workbook.identify(invoices.bytes.span)?.format == .invoiceXLSX)
        let reading = try invoices.read()
        #expect(reading.invoices.map(\.number) == ["F1"])
        #expect(reading.invoices.map(\.payable) == [12_100])
        #expect(reading.invoices.map(\.buyer.name) == ["Alfa"])
        let decisions = WorkbookDraft(
            texts("Asunto", "Decisión", "Fecha", "Autor") + cells("'F1", "'entregada", "1:45225", "'yo"))
        let found = Workbook.identify(decisions.bytes.span)
        #expect(found?.format == .decisionsCSV && found?.version == "xlsx")
        let outcome = try CSVReading(decisions.bytes) { try FormatReader.read($0, options: $1, emit: $2) }
        #expect(outcome.records.count == 1)
    }

    @Test func roleMayBeNamed() throws {
        var options = ReadOptions()
        options.forcedFormat = .invoiceCSV
        let bytes = WorkbookDraft(bankHeading + cells("1:45225", "'a", "5", "")).bytes
        let reading = try CSVReading(bytes, options: options) {
            try FormatReader.read($0, options: $1, emit: $2)
        }
        #expect(reading.codes == [.headingUnknown])
        options.forcedFormat = .bankXLSX
        let bank = try CSVReading(bytes, options: options) {
            try FormatReader.read($0, options: $1, emit: $2)
        }
        #expect(bank.entries.count == 1)
        #expect(bank.outcome.identification.format == .bankXLSX)
    }
}

@Suite struct WorkbookSheetsTests {
    private let first = bankHeading + cells("1:45225", "'a", "5", "")
    private let second = bankHeading + cells("1:45226", "'b", "6", "")

    @Test func furtherSheetsOfOneRoleAreRead() throws {
        let reading = try WorkbookDraft(first, second).read()
        #expect(reading.entries.map(\.amount) == [500, 600])
        #expect(reading.entries.map(\.place.element) == [nil, "sheet[2]"])
        #expect(reading.closings.count == 2)
        #expect(reading.codes.isEmpty)
    }

    @Test func copyOfASheetIsNotBookedTwice() throws {
        let reading = try WorkbookDraft(first, first, second).read()
        #expect(reading.entries.map(\.amount) == [500, 600])
        #expect(reading.codes == [.overlapUnclear])
        #expect(reading.outcome.problems.map(\.place.element) == ["sheet[2]"])
    }

    @Test func twinsWithinASheetStay() throws {
        let row = cells("1:45225", "'a", "5", "")
        #expect(try WorkbookDraft(bankHeading + row + row, second).read().entries.count == 3)
    }

    @Test func otherHiddenAndUnknownSheetsAreNamed() throws {
        let invoices = texts("Número", "Fecha", "Cliente", "Total") + cells("'F1", "1:45225", "'A", "121")
        var draft = WorkbookDraft(texts("notes", "more"), first, second, invoices, texts("x"), "")
        draft.states = [3: "veryHidden", 1: "visible"]
        let reading = try draft.read()
        #expect(reading.entries.map(\.amount) == [500])
        #expect(Set(reading.outcome.problems.map(\.severity)) == [.warn])
        #expect(
            Set(reading.outcome.problems.compactMap(\.place.element))
                == ["sheet[1]", "sheet[3]", "sheet[4]", "sheet[5]"])
        #expect(reading.entries.map(\.place.element) == ["sheet[2]"])
    }

    @Test func brokenFurtherSheetLeavesTheFirstGood() throws {
        let exchanged = bankHeading + cells("1:45355", "'a", "5", "") + cells("'25/03/2024", "'b", "6", "")
        let reading = try WorkbookDraft(first, exchanged).read()
        #expect(reading.entries.count == 1)
        #expect(reading.outcome.problems.map(\.severity) == [.setAside])
    }

    @Test func unknownHeadingIsNamedWithItsSheet() throws {
        var draft = WorkbookDraft(first, texts("alpha", "beta", "gamma"))
        draft.states = [1: "hidden"]
        let reading = try draft.read()
        #expect(reading.codes == [.headingUnknown])
        #expect(reading.outcome.problems.first?.place.element == "sheet[2]")
        #expect(reading.outcome.problems.first?.found == "alpha; beta; gamma")
    }
}
