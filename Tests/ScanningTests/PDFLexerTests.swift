import Testing

@testable import Scanning

@Suite struct PDFLexerTests {
    private func value(_ text: String) -> PDFValue? {
        var lexer = PDFLexer(at: 0)
        return lexer.value(Array(text.utf8).span)
    }

    @Test func valuesOfEveryKind() {
        #expect(value(" 12 ") == .integer(12))
        #expect(value("-7]") == .integer(-7))
        #expect(value("1.5") == .other)
        #expect(value("true") == .other)
        #expect(value("/A#2Fb") == .name("A/b"))
        #expect(value("(a(b)\\)\\101\\\n)") == .string(Array("a(b))A".utf8)))
        #expect(value("<4 1 4>") == .string([0x41, 0x40]))
        #expect(value("% comment\n[1 2 0 R /N]") == .array([.integer(1), .reference(2), .name("N")]))
        #expect(
            value("<</K(v)/L<</M 3 0 R>>>>")
                == .dictionary(["K": .string([0x76]), "L": .dictionary(["M": .reference(3)])]))
    }

    @Test(arguments: ["", "(open", "<41", "[1 2", "<</K", "<</K 1", "<</K 1 2>>", "<<1 2>>", ">>", ")"])
    func whatDoesNotEndIsNoValue(text: String) { #expect(value(text) == nil) }

    @Test func nestingIsBounded() {
        #expect(value(String(repeating: "[", count: 60) + String(repeating: "]", count: 60)) != nil)
        #expect(value(String(repeating: "[", count: 70) + String(repeating: "]", count: 70)) == nil)
    }

    @Test func textsSayTheirEncoding() {
        #expect(PDFValue.string([0xFE, 0xFF, 0x00, 0x41, 0x20, 0xAC]).text == "A€")
        #expect(PDFValue.string([0xEF, 0xBB, 0xBF, 0xC3, 0xA9]).text == "é")
        #expect(PDFValue.string([0xE9]).text == "é")
    }
}
