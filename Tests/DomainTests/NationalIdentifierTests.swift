import Domain
import Testing

/// The vectors of French and Portuguese identifiers, and of what IBANs hold inside.
@Suite struct NationalIdentifierTests {
    @Test(arguments: ["732829320", "404833048", "552100554", "732 829 320"])
    func validSIRENs(_ text: String) { #expect(FrenchIdentifier.isSIREN(text)) }

    @Test(arguments: ["732829321", "404833049", "123456789", "000000000", "73282932", "73282932A", ""])
    func invalidSIRENs(_ text: String) { #expect(!FrenchIdentifier.isSIREN(text)) }

    @Test(arguments: ["73282932000074", "40483304800022", "35600000049837", "35600000000048"])
    func validSIRETs(_ text: String) { #expect(FrenchIdentifier.isSIRET(text)) }

    @Test(arguments: ["73282932000075", "40483304800023", "35600000049838", "7328293200007", ""])
    func invalidSIRETs(_ text: String) { #expect(!FrenchIdentifier.isSIRET(text)) }

    @Test(arguments: [
        "FR44732829320", "FR83404833048", "FR40303265045", "fr 40 303 265 045", "FRK7399859412",
    ])
    func validFrenchVATNumbers(_ text: String) { #expect(FrenchIdentifier.isVATNumber(text)) }

    @Test(arguments: [
        "FR45732829320", "FR44732829321", "FR41303265045", "FRK6399859412", "FRO7399859412", "44732829320",
        "",
    ])
    func invalidFrenchVATNumbers(_ text: String) { #expect(!FrenchIdentifier.isVATNumber(text)) }

    @Test(arguments: ["501442600", "501964843", "245678905", "PT501442600", "999999990", "123456789"])
    func validPortugueseNumbers(_ text: String) { #expect(PortugueseIdentifier.isNIF(text)) }

    @Test(arguments: ["501442601", "501964842", "245678904", "400000009", "000000000", "50144260", ""])
    func invalidPortugueseNumbers(_ text: String) { #expect(!PortugueseIdentifier.isNIF(text)) }

    @Test func theCountryDirectsTheCheck() {
        #expect(TaxIdentifier.isValid("B12345674", country: "ES") == true)
        #expect(TaxIdentifier.isValid("ESB12345674", country: "es") == true)
        #expect(TaxIdentifier.isValid("B12345674", country: "PT") == false)
        #expect(TaxIdentifier.isValid("732829320", country: "FR") == true)
        #expect(TaxIdentifier.isValid("73282932000074", country: "FR") == true)
        #expect(TaxIdentifier.isValid("FR44732829320", country: "FR") == true)
        #expect(TaxIdentifier.isValid("732829320", country: "ES") == false)
        #expect(TaxIdentifier.isValid("501442600", country: "PT") == true)
        #expect(TaxIdentifier.isValid("DE123456789", country: "DE") == nil)
        #expect(TaxIdentifier.holder(of: "245678905", country: "PT") == .natural)
        #expect(TaxIdentifier.holder(of: "501442600", country: "PT") == .legal)
        #expect(TaxIdentifier.holder(of: "501442601", country: "PT") == nil)
        #expect(TaxIdentifier.holder(of: "P2807900B", country: "ES") == .publicBody)
        #expect(TaxIdentifier.holder(of: "732829320", country: "FR") == nil)
    }

    @Test func lengthsAreThoseOfTheCountry() {
        #expect(IBAN("DE89370400440532013000") != nil)
        #expect(IBAN("GB29NWBK60161331926819") != nil)
        // Right by mod 97, one character too long for Germany and for Norway.
        #expect(IBAN("DE543704004405320130001") == nil)
        #expect(IBAN("NO9386011117947") != nil && IBAN("NO37860111179470") == nil)
        // No country QZ: only the check digits count.
        #expect(IBAN("QZ17123456789012345") != nil)
    }

    @Test func nationalNumbersHaveTheirOwnCheckDigits() {
        for text in [
            "ES9121000418450200051332", "ES7921000813610123456789", "ES6000491500051234567892",
            "FR1420041010050500013M02606", "PT50000201231234567890154", "DE89370400440532013000",
        ] {
            #expect(IBAN(text)?.isNationalNumberRight == true, "\(text)")
        }
        // Valid by mod 97 with a wrong control digit inside.
        #expect(IBAN("ES2921000418460200051332")?.isNationalNumberRight == false)
        #expect(RIB.isValid("20041010050500013M02606"))
        #expect(!RIB.isValid("20041010050500013M02607") && !RIB.isValid("2004101005050001"))
    }

    @Test(arguments: ["21000418450200051332", "21000813610123456789", "00491500051234567892"])
    func accountNumbersBecomeIBANs(_ ccc: String) {
        #expect(CCC.isValid(ccc))
        #expect(IBAN(ccc: ccc)?.text.dropFirst(4) == ccc[...])
        #expect(IBAN(ccc: ccc.dropLast()) == nil)
    }

    @Test func checkDigitsOutsideTheirRangeAreNone() {
        // 01 leaves the same remainder as 98 and 00 as 97; no issuer writes either.
        #expect(CreditorReference("RF98INV2026000123") != nil)
        #expect(CreditorReference("RF01INV2026000123") == nil)
    }
}
