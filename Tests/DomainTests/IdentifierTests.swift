import Domain
import Testing

/// The vectors of the identifiers' own rules; a wrong check character must never pass.
@Suite struct IdentifierTests {
    @Test(arguments: [
        "12345678Z", "00000000T", "99999999R", "X1234567L", "Y1234567X", "Z1234567R", "K1234567L",
        "L1234567L",
        "M1234567L", "A58818501", "A28015865", "P2807900B", "Q2826000H", "B12345674", "ESA58818501",
        "es-x1234567l",
        "B-12.345.674", "B32147290",
    ])
    func validSpanishTaxIdentifiers(_ text: String) {
        #expect(TaxIdentifier(spanish: text) != nil)
    }

    @Test(arguments: [
        "12345678A", "00000000R", "1234567Z", "X1234567X", "Y1234567L", "T1234567L", "K1234567A", "L1234567X",
        "K123456L", "A28015866", "B12345678", "P28079001", "A5881850A", "P28079002", "ESA28015866",
        "ES123456789",
        "ES1234567Z", "", "ÑÑÑÑÑÑÑÑÑ",
    ])
    func invalidSpanishTaxIdentifiers(_ text: String) {
        #expect(TaxIdentifier(spanish: text) == nil)
    }

    @Test func holderIsReadFromTheNumber() {
        #expect(TaxIdentifier(spanish: "12345678Z")?.holder == .natural)
        #expect(TaxIdentifier(spanish: "X1234567L")?.holder == .natural)
        #expect(TaxIdentifier(spanish: "A58818501")?.holder == .legal)
        #expect(TaxIdentifier(spanish: "P2807900B")?.holder == .publicBody)
    }

    @Test(arguments: [
        "ES9121000418450200051332", "FR1420041010050500013M02606", "PT50000201231234567890154",
        "ES79 2100 0813 6101 2345 6789", "es6000491500051234567892",
    ])
    func validIBANs(_ text: String) { #expect(IBAN(text) != nil) }

    @Test(arguments: [
        "ES9121000418450200051333", "FR1420041010050500013M02607", "PT50000201231234567890155", "ES91", "",
        "ES912100041845020005133", "9121000418450200051332ES",
    ])
    func invalidIBANs(_ text: String) { #expect(IBAN(text) == nil) }

    @Test func accountNumbersGetTheirControlDigits() {
        #expect(CCC.isValid("21000418450200051332"))
        #expect(CCC.isValid("2100 0813 61 0123456789"))
        #expect(!CCC.isValid("21000418450200051333"))
        #expect(!CCC.isValid("21000418540200051332"))
        #expect(!CCC.isValid("2100041845020005133"))
        let iban = IBAN(spanishBank: "2100", office: "0418", account: "0200051332")
        #expect(iban?.text == "ES9121000418450200051332")
    }

    @Test func creditorReferences() {
        for text in ["RF18539007547034", "RF712348231", "RF98INV2026000123", "RF18 5390 0754 7034"] {
            #expect(CreditorReference(text) != nil, "\(text)")
        }
        for text in ["RF18539007547043", "RF00539007547034", "RF19539007547034", "RF98", ""] {
            #expect(CreditorReference(text) == nil, "\(text)")
        }
        #expect(CreditorReference(body: "INV2026000123")?.text == "RF98INV2026000123")
        #expect(CreditorReference(body: "ñ") == nil)
    }

    @Test func namesFoldAsBanksPrintThem() {
        #expect(CustomerKey.foldedName("Peña & Núñez, S.L.") == "PENA NUNEZ SL")
        #expect(CustomerKey.foldedName("Straße Łódź O'Neill") == "STRASSE LODZ ONEILL")
        #expect(CustomerKey.foldedName("Pen\u{303}a") == "PENA")
        #expect(CustomerKey.key(taxId: "es-b12345674", name: "X") == "B12345674")
        #expect(CustomerKey.key(taxId: "", name: "Ana Díaz") == "name:ANA DIAZ")
    }
}
