import Domain
import Testing

@testable import Formats

private func read(_ text: String) throws -> CSVReading {
    try CSVReading(Array(text.utf8)) { try CustomersCSV.read($0, options: $1, emit: $2) }
}

private func format(_ text: String) -> FileFormat {
    FormatReader.identify(Array(text.utf8).span, options: ReadOptions()).format
}

@Suite struct CustomersCSVTests {
    @Test func everyField() throws {
        let reading = try read(
            "Nº cliente;NIF;Razón social;Tipo;Dirección;CP;Población;Provincia;País;Email;Teléfono;Idioma;IBAN;IBAN 2;"
                + "No contactar;Fecha de alta;Saldo\n"
                + "430001;b-12.345.674;Suministros Ebro S.L.;Empresa;Calle Mayor 1;50001;Zaragoza;Zaragoza;España;"
                + "a@b.es;976 000 000;Español;ES91 2100 0418 4502 0005 1332;FR1420041010050500013M02606;sí;01/02/2020;1,00\n"
        )
        var expected = CustomerRecord()
        expected.number = "430001"
        expected.party.taxId = "B12345674"
        expected.party.name = "Suministros Ebro S.L."
        expected.party.street = "Calle Mayor 1"
        expected.party.postCode = "50001"
        expected.party.town = "Zaragoza"
        expected.party.province = "Zaragoza"
        expected.party.country = "ES"
        expected.party.email = "a@b.es"
        expected.party.phone = "976 000 000"
        expected.party.isNaturalPerson = false
        expected.party.iban = "ES9121000418450200051332"
        expected.kind = .company
        expected.language = "es"
        expected.ibans = ["ES9121000418450200051332", "FR1420041010050500013M02606"]
        expected.isDoNotContact = true
        expected.place = Place(line: 2)
        #expect(reading.customers == [expected] && reading.codes == [])
        #expect(reading.outcome.identification.format == .customersCSV)
        #expect(reading.outcome.identification.profile == "customers-es")
    }

    @Test(arguments: [
        ("NIF;Nombre\n", "customers-es"), ("NIF;Nombre;IBAN;No contactar\n", "customers-es"),
        ("Código,Nombre,Apellidos,DNI,Correo electrónico,Móvil\n", "customers-es"),
        ("Tax ID,Name,Kind,IBAN,Do not contact\n", "customers-en"),
        ("Customer number;Customer name;Country;Email;Created;Credit limit\n", "customers-en"),
        ("Code client;Raison sociale;SIRET;Ville;Courriel;Date de création\n", "customers-fr"),
        ("N° client\tNom\tPrénom\tAdresse\tCode postal\tVille\tNe pas contacter\n", "customers-fr"),
        ("Nº contribuinte;Nome;Morada;Localidade;Telemóvel;Não contactar\n", "customers-pt"),
    ])
    func headingsOfCustomers(_ text: String, _ profile: String) {
        let found = DelimitedIdentification.identify(Array(text.utf8).span, options: ReadOptions())
        #expect(found?.identification.format == .customersCSV && found?.profile.name == profile)
    }

    @Test(arguments: [
        (
            "Número;Fecha;Cliente;NIF;Email;Teléfono;Dirección;CP;Población;Provincia;País;IBAN;Total\n",
            FileFormat.invoiceCSV
        ),
        ("Number,Issue date,Customer,Tax ID,Email,Phone,Address,City,Postcode,Country,Total\n", .invoiceCSV),
        ("Fecha;Concepto;Importe;Saldo\n", .bankCSV),
        ("Cliente;NIF;IBAN\nX;Y;Z\nFecha;Concepto;Importe\n", .bankCSV),
        ("Remesa;Fecha;Factura;Importe;IdMandato;NIF\n", .directDebitCSV),
        // Invoices under headings that are not known are no customers.
        ("Cliente;NIF;Doc.;Importe bruto;Fecha doc.\n", .unknown),
        ("Customer;Tax ID;Document;Gross amount\n", .unknown),
        ("Nombre;Edad\n", .unknown),
    ])
    func otherListsAreNoCustomers(_ text: String, _ expected: FileFormat) {
        #expect(format(text) == expected)
    }

    @Test(arguments: [
        ("Autónomo", CustomerKind.soleTrader, true), ("PARTICULAR", .consumer, true),
        ("Administración Pública", .publicBody, false),
        ("S.L.", .company, false), ("sole trader", .soleTrader, true), ("Company", .company, false),
        ("Auto-entrepreneur", .soleTrader, true), ("particulier", .consumer, true),
        ("Société", .company, false),
        ("Collectivité territoriale", .publicBody, false), ("Consumidor final", .consumer, true),
        ("Câmara Municipal", .publicBody, false), ("Sociedade", .company, false),
    ])
    func kinds(_ word: String, _ kind: CustomerKind, _ isNatural: Bool) throws {
        let reading = try read("NIF;Nombre;Tipo\n12345678Z;Ana;\(word)\n")
        #expect(reading.customers.first?.kind == kind && reading.codes == [])
        #expect(reading.customers.first?.party.isNaturalPerson == isNatural)
    }

    @Test func halfSaidKindsStayOpen() throws {
        let reading = try read(
            "NIF;Nombre;Tipo\n12345678Z;Ana;Persona física\n12345678Z;Ana;VIP\n12345678Z;Ana;\n")
        #expect(reading.customers.map(\.kind) == [nil, nil, nil])
        #expect(reading.customers.map(\.party.isNaturalPerson) == [true, nil, nil])
        #expect(reading.codes == [.recordMalformed] && reading.outcome.problems.first?.severity == .warn)
    }

    @Test(arguments: [
        "ES9121000418450200051332 ES7921000813610123456789",
        "ES9121000418450200051332,ES7921000813610123456789",
        "ES91 2100 0418 4502 0005 1332 / ES79 2100 0813 6101 2345 6789",
        "ES91 2100 0418 4502 0005 1332 ES79 2100 0813 6101 2345 6789",
        "IBAN ES9121000418450200051332 | IBAN: ES7921000813610123456789",
        "21000418450200051332, 2100 0813 61 0123456789",
        "es9121000418450200051332\n ES7921000813610123456789",
        "ES9121000418450200051332,ES7921000813610123456789,ES9121000418450200051332",
    ])
    func severalAccountsInOneColumn(_ text: String) throws {
        let reading = try read("NIF;Nombre;IBAN\n12345678Z;Ana;\"\(text)\"\n")
        #expect(reading.customers.first?.ibans == ["ES9121000418450200051332", "ES7921000813610123456789"])
        #expect(reading.codes == [])
    }

    @Test func wrongAccountsAreLeftOut() throws {
        let reading = try read(
            "NIF;Nombre;IBAN;IBAN 2\n12345678Z;Ana;ES9121000418450200051333 ES7921000813610123456789;nada\n")
        #expect(reading.customers.first?.ibans == ["ES7921000813610123456789"])
        #expect(reading.codes == [.ibanInvalid, .ibanInvalid])
    }

    @Test(
        arguments: [
            ("sí", true), ("S", true), ("x", true), ("X", true), ("1", true), ("true", true), ("oui", true),
            ("sim", true),
            ("yes", true), ("✓", true), ("no", false), ("No", false), ("0", false), ("false", false),
            ("non", false),
            ("não", false), ("-", false), ("", nil),
        ] as [(String, Bool?)])
    func doNotContact(_ word: String, _ expected: Bool?) throws {
        let reading = try read("NIF;Nombre;No contactar\n12345678Z;Ana;\(word)\n")
        #expect(reading.customers.first?.isDoNotContact == expected && reading.codes == [])
    }

    @Test func aDoubtfulAnswerIsTheCarefulOne() throws {
        let reading = try read("NIF;Nombre;No contactar\n12345678Z;Ana;llamar antes a Pedro\n")
        #expect(reading.customers.first?.isDoNotContact == true && reading.codes == [.recordMalformed])
    }

    @Test(arguments: [
        ("es", "es"), ("es-ES", "es"), ("Castellano", "es"), ("Català", "ca"), ("Français", "fr"),
        ("pt_PT", "pt"),
        ("English", "en"), ("Euskera", "eu"),
    ])
    func languages(_ word: String, _ code: String) throws {
        #expect(try read("NIF;Nombre;Idioma\n12345678Z;Ana;\(word)\n").customers.first?.language == code)
    }

    @Test func unknownLanguagesAreReported() throws {
        let reading = try read("NIF;Nombre;Idioma\n12345678Z;Ana;klingon\n")
        #expect(reading.customers.first?.language == "" && reading.codes == [.recordMalformed])
    }

    @Test(arguments: [
        ("12345678Z", "España", true), ("12345678A", "España", false), ("501442600", "Portugal", true),
        ("501442601", "Portugal", false), ("732829320", "France", true), ("732829321", "FR", false),
        ("73282932000074", "", true), ("501442600", "", true), ("A28015866", "", false),
        ("FR44732829320", "", true),
        ("FR45732829320", "", false), ("DE123456789", "", true), ("whatever", "Alemania", true),
    ])
    func taxIdsByCountry(_ taxId: String, _ country: String, _ isValid: Bool) throws {
        let reading = try read("NIF;Nombre;País\n\(taxId);Ana;\(country)\n")
        #expect(reading.codes == (isValid ? [] : [.taxIdInvalid]))
        #expect(reading.customers.first?.party.taxId == TaxIdentifier.key(taxId), "kept in any case")
    }

    @Test func namesInTwoColumns() throws {
        #expect(
            try read("DNI;Nombre;Apellidos\n12345678Z;Ana;Díaz Peña\n").customers.first?.party.name
                == "Ana Díaz Peña")
        #expect(
            try read("N° client;Nom;Prénom\n7;Curie;Marie\n").customers.first?.party.name == "Curie Marie")
    }

    @Test func aCustomerMayBeCalledTotal() throws {
        let reading = try read("Nombre;NIF;Saldo\nTotal Energía SA;A28015865;1,00\nTotal;;1,00\n")
        #expect(reading.customers.map(\.party.name) == ["Total Energía SA"])
        #expect(reading.codes == [.recordMalformed])
    }

    @Test func rowsThatNameNobodyAreSetAside() throws {
        let reading = try read("NIF;Nombre;Email\n;;a@b.es\n12345678Z;;\n\n")
        #expect(reading.customers.map(\.party.taxId) == ["12345678Z"] && reading.codes == [.fieldMissing])
    }

    @Test func changedBytesNeverTrap() throws {
        let text =
            "NIF;Nombre;Tipo;IBAN;No contactar;Idioma\n12345678Z;Ana;Particular;"
            + "ES91 2100 0418 4502 0005 1332, ES7921000813610123456789;sí;ca\n"
        let special = Array("\";,|\t\n\r/ 9E".utf8) + [0, 0xFF, 0xC3]
        var dice = BookDice(seed: 11)
        var kept = 0
        for round in 0..<2000 {
            let reading = try CSVReading(dice.changed(Array(text.utf8), with: special)) {
                try CustomersCSV.read($0, options: $1, emit: $2)
            }
            #expect(!reading.isRefused || reading.records.isEmpty, "round \(round)")
            kept += reading.customers.count
        }
        #expect(kept > 500)
    }
}
