import Domain
import Foundation
import Testing

@testable import Pipeline

/// Pages become PDFs by a command; whatever that command does, the run goes on.
@Suite struct PDFRendererTests {
    private let page = OutputFile(
        path: "letters/C-1-reminder.html",
        text: """
            <!DOCTYPE html>
            <html lang="es"><head><meta charset="utf-8"><title>Aviso</title>
            <style>@page { size: A4 } body { font-family: "Liberation Sans", sans-serif }</style></head>
            <body><p>Señor: 1.234,56 €</p></body></html>
            """)
    private let day = Day(iso: "2026-04-09") ?? Day(number: 0)

    private func shell(_ script: String) throws -> PDFRenderer {
        try #require(PDFRenderer(configured: ["/bin/sh", "-c", script], searchPath: ""))
    }

    @Test func weasyPrintGivesTheSameBytesTwice() throws {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        guard let renderer = PDFRenderer(configured: [], searchPath: path) else {
            print("skipped: WeasyPrint is not on this machine (Scripts/setup)")
            return
        }
        let first = try renderer.pdf(of: page, day: day)
        #expect(first.path == "letters/C-1-reminder.pdf")
        #expect(first.bytes.starts(with: "%PDF-".utf8))
        let results = renderer.pdfs(of: [page, page, page], day: day, jobs: 2)
        #expect(try results.map { try $0.get() } == [first, first, first])
    }

    @Test func theCommandIsFoundOrNamed() {
        #expect(PDFRenderer(configured: [], searchPath: "/nowhere:/neither") == nil)
        #expect(
            PDFRenderer(configured: ["/opt/weasyprint"], searchPath: "")?.command
                == ["/opt/weasyprint", "--quiet", "--encoding", "utf-8", "-", "-"])
        #expect(
            PDFRenderer(configured: ["sh", "-c", "x"], searchPath: "/bin")?.command == ["/bin/sh", "-c", "x"])
        let missing = PDFRenderer(configured: ["no-such-program"], searchPath: "/bin")
        #expect(throws: PDFRenderError.notRunnable(command: "no-such-program")) {
            try missing?.pdf(of: page, day: day)
        }
    }

    @Test func theCommandReadsThePageAndKnowsTheDay() throws {
        let script = "echo '%PDF-1.7'; cat; echo $SOURCE_DATE_EPOCH; env | wc -l; echo '%%EOF'"
        let pdf = try shell(script).pdf(of: page, day: day)
        let text = String(decoding: pdf.bytes, as: UTF8.self)
        #expect(text.contains("Señor: 1.234,56 €") && text.contains("1775692800"))
    }

    @Test func whateverTheCommandDoesTheRunGoesOn() throws {
        #expect(throws: PDFRenderError.failed(status: 3, said: "no fonts?")) {
            try shell("printf 'no fonts\\001\\nmore\\n' >&2; exit 3").pdf(of: page, day: day)
        }
        #expect(throws: PDFRenderError.notPDF) { try shell("cat").pdf(of: page, day: day) }
        #expect(throws: PDFRenderError.notPDF) { try shell("exit 0").pdf(of: page, day: day) }
        #expect(throws: PDFRenderError.failed(status: -9, said: "")) {
            try shell("kill -9 $$").pdf(of: page, day: day)
        }
        var slow = try shell("exec >&- 2>&-; exec sleep 30")
        slow.secondsMax = 1
        #expect(throws: PDFRenderError.tooSlow(seconds: 1)) { try slow.pdf(of: page, day: day) }
        var endless = try shell("exec cat /dev/zero")
        endless.bytesMax = 100_000
        #expect(throws: PDFRenderError.tooLarge(bytes: 100_000)) { try endless.pdf(of: page, day: day) }
        let failing = try shell("exit 1").pdfs(of: [page, page], day: day, jobs: 4)
        #expect(failing == Array(repeating: .failure(.failed(status: 1, said: "")), count: 2))
        #expect(try shell("exit 1").pdfs(of: [], day: day, jobs: 4).isEmpty)
    }
}
