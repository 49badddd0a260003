internal import Domain

/// Words of lists of customers, folded, in Spanish, English, French and Portuguese.
enum CustomerWords {
    /// What a kind column says.
    enum Kind: Equatable {
        case kind(CustomerKind)
        /// A person (persona física), which does not tell a consumer from a sole trader.
        case naturalPerson
        /// A legal person, which does not tell a company from a public body.
        case legalPerson
    }

    /// `nil` for a word not known.
    static func kind(_ word: String) -> Kind? {
        if let kind = kinds[word] { return .kind(kind) }
        switch word {
        case "persona fisica", "fisica", "f", "natural person", "person", "personne physique", "physique",
            "pessoa singular", "singular":
            return .naturalPerson
        case "persona juridica", "juridica", "j", "legal person", "personne morale", "morale",
            "pessoa coletiva", "coletiva", "pessoa colectiva", "colectiva":
            return .legalPerson
        default: return nil
        }
    }

    private static let kinds: [String: CustomerKind] = {
        let words: [(CustomerKind, [String])] = [
            (
                .company,
                [
                    "empresa", "empresas", "sociedad", "sociedad limitada", "sociedad anonima", "sl", "sa",
                    "s l", "s a",
                    "mercantil", "pyme", "cooperativa", "company", "companies", "business", "corporate",
                    "corporation",
                    "organisation", "organization", "ltd", "limited", "entreprise", "societe", "sarl", "sas",
                    "eurl",
                    "sociedade", "lda", "companhia", "e", "emp",
                ]
            ),
            (
                .soleTrader,
                [
                    "autonomo", "autonoma", "autonomos", "autonomo a", "profesional", "profesional autonomo",
                    "trabajador autonomo", "empresario individual", "freelance", "freelancer", "sole trader",
                    "sole proprietor", "sole proprietorship", "self employed", "professional",
                    "auto entrepreneur",
                    "autoentrepreneur", "micro entrepreneur", "micro entreprise", "entreprise individuelle",
                    "entrepreneur individuel", "ei", "independant", "profession liberale", "artisan", "eni",
                    "empresario em nome individual", "trabalhador independente", "independente", "aut",
                    "profissional", "profissional liberal",
                ]
            ),
            (
                .consumer,
                [
                    "particular", "particulares", "consumidor", "consumidor final", "cliente final",
                    "privado", "individual",
                    "consumer", "private", "private person", "private individual", "private customer",
                    "household",
                    "particulier", "particuliers", "consommateur", "client particulier", "prive", "b2c",
                    "par", "part",
                ]
            ),
            (
                .publicBody,
                [
                    "administracion", "administracion publica", "administraciones publicas", "aapp", "aa pp",
                    "ayuntamiento", "organismo publico", "entidad publica", "sector publico", "publico",
                    "publica",
                    "public", "public body", "public sector", "public administration", "government",
                    "authority",
                    "local authority", "administration", "administration publique", "collectivite",
                    "collectivite territoriale", "organisme public", "secteur public", "mairie", "etat",
                    "administracao", "administracao publica", "entidade publica", "organismo",
                    "setor publico",
                    "camara municipal", "municipio", "estado", "b2g", "adm", "ap",
                ]
            ),
        ]
        return Dictionary(
            words.flatMap { kind, words in words.map { ($0, kind) } }, uniquingKeysWith: { first, _ in first }
        )
    }()

    /// ISO 639-1 of a language by its code, with or without a country, or by its name.
    static func language(_ word: String) -> String? {
        let first = String(word.split(separator: " ").first ?? "")
        for (code, names) in languages where first == code || names.contains(first) { return code }
        return nil
    }

    private static let languages: [(String, Set<String>)] = [
        (
            "es",
            ["esp", "spa", "espanol", "castellano", "spanish", "espagnol", "espanhol", "castelhano", "cas"]
        ),
        ("ca", ["cat", "catalan", "catala", "valenciano", "valencia", "catalao"]),
        ("en", ["eng", "ing", "ingles", "english", "anglais"]),
        ("fr", ["fra", "fre", "frances", "french", "francais"]),
        ("pt", ["por", "portugues", "portuguese", "portugais"]),
        ("gl", ["glg", "gallego", "galego", "galician", "galicien"]),
        ("eu", ["eus", "baq", "euskera", "vasco", "basque", "basco", "euskara"]),
        ("de", ["deu", "ger", "aleman", "german", "allemand", "alemao", "deutsch"]),
        ("it", ["ita", "italiano", "italian", "italien"]),
        ("nl", ["nld", "dut", "neerlandes", "holandes", "dutch", "neerlandais"]),
    ]

    /// Yes or no; `nil` for anything else. Marks such as `✓` and `-` fold to nothing and are taken as they
    /// are written.
    static func isYes(_ word: String, written: String) -> Bool? {
        switch word {
        case "si", "s", "x", "1", "true", "t", "yes", "y", "oui", "o", "vrai", "sim", "verdadero",
            "verdadeiro", "v",
            "no contactar", "do not contact", "ne pas contacter", "nao contactar":
            return true
        case "no", "n", "0", "false", "f", "non", "faux", "nao", "falso": return false
        case "":
            switch written {
            case "✓", "✔", "☑", "✗", "✘", "☒", "×", "●", "*": return true
            case "-", "–", "—", "☐", "○": return false
            default: return nil
            }
        default: return nil
        }
    }

    /// Whether a number may be a tax id at all: by its country where it begins with one that is known here,
    /// else a Spanish, Portuguese or French one.
    static func mayBeTaxId(_ key: String) -> Bool {
        let bytes = Array(key.utf8)
        let hasPrefix = bytes.count >= 2 && bytes.prefix(2).allSatisfy { (0x41...0x5A).contains($0) }
        if hasPrefix {
            return TaxIdentifier.isValid(key, country: String(key.prefix(2))) ?? true
        }
        return ["ES", "PT", "FR"].contains { TaxIdentifier.isValid(key, country: $0) == true }
    }

    /// The accounts in a field: several are separated by comma, semicolon, slash, bar or blank, and each may
    /// be written in groups of four. A Spanish CCC of 20 digits is an account too.
    static func ibans(in text: String) -> (valid: [String], hasInvalid: Bool) {
        var valid: [String] = []
        var hasInvalid = false
        for part in text.split(whereSeparator: { ",;/|".contains($0) }) {
            let words = part.split { $0 == " " || $0 == ":" }.map(String.init).filter {
                $0.uppercased() != "IBAN"
            }
            var start = 0
            while start < words.count {
                if let (iban, next) = account(words, from: start) {
                    valid.append(iban)
                    start = next
                } else {
                    hasInvalid = true
                    start += 1
                    while start < words.count, !beginsAccount(words[start]) { start += 1 }
                }
            }
        }
        return (valid, hasInvalid)
    }

    /// The account that begins at a word, and the word after it.
    private static func account(_ words: [String], from start: Int) -> (String, Int)? {
        var joined = ""
        for index in start..<words.count {
            joined += IdentifierText.compact(words[index])
            guard joined.utf8.count <= 34 else { return nil }
            if let iban = IBAN(joined) ?? IBAN(ccc: joined) { return (iban.text, index + 1) }
        }
        return nil
    }

    private static func beginsAccount(_ word: String) -> Bool {
        IBANBytes.looksLikeIBAN(Array(IdentifierText.compact(word).utf8).span)
    }
}
