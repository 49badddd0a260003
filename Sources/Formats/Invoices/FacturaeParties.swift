internal import Domain
internal import Scanning

/// Seller or buyer while it is read.
struct FacturaeParty {
    var line = 0
    var element = ""
    var taxIdAsWritten = ""
    private var residence = ""
    private var record = PartyRecord()

    init(line: Int = 0, element: String = "") {
        self.line = line
        self.element = element
    }

    /// Resident in Spain (`R`), or, where the code is missing, at an address in Spain.
    var isResident: Bool { residence == "R" || (residence.isEmpty && record.country == "ES") }

    /// The party with the account that the invoice names for it.
    func record(iban: String) -> PartyRecord {
        var party = record
        party.iban = iban
        return party
    }

    mutating func take(_ element: FacturaeElement, _ bytes: Span<UInt8>) {
        let text = XMLText.string(bytes)
        guard !text.isEmpty else { return }
        switch element {
        case .personType: record.isNaturalPerson = text == "F" ? true : text == "J" ? false : nil
        case .residence: residence = text
        case .taxId:
            taxIdAsWritten = text
            record.taxId = TaxIdentifier.key(text)
        case .name: record.name = text
        case .surname: record.name += record.name.isEmpty ? text : " " + text
        case .address: record.street = text
        case .postCode: record.postCode = text
        case .town: record.town = text
        case .postCodeAndTown: takePostCodeAndTown(text)
        case .province: record.province = text
        case .country: record.country = CountryCode.alpha2(of: text)
        case .email: record.email = text
        case .phone: record.phone = text
        default: break
        }
    }

    /// `75001 Paris`: foreign addresses have both in one element.
    private mutating func takePostCodeAndTown(_ text: String) {
        let words = text.split(separator: " ", maxSplits: 1)
        if words.count == 2, words[0].utf8.contains(where: { $0 >= 0x30 && $0 <= 0x39 }) {
            record.postCode = String(words[0])
            record.town = String(words[1])
        } else {
            record.town = text
        }
    }
}

/// ISO 3166-1: Facturae writes alpha-3 codes, all else here alpha-2.
enum CountryCode {
    /// The alpha-2 code; an unknown code is returned as it is.
    static func alpha2(of code: String) -> String { table[code.uppercased()] ?? code }

    private static let table: [String: String] = {
        var table: [String: String] = [:]
        for pair in pairs.split(whereSeparator: { $0 == " " || $0 == "\n" }) where pair.count == 5 {
            table[String(pair.prefix(3))] = String(pair.suffix(2))
        }
        return table
    }()

    private static let pairs = """
        ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATAAQ ATFTF ATGAG AUSAU AUTAT AZEAZ
        BDIBI BELBE BENBJ BESBQ BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM BOLBO BRABR BRBBB
        BRNBN BTNBT BVTBV BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN CIVCI CMRCM CODCD COGCG COKCK COLCO COMKM
        CPVCV CRICR CUBCU CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE DJIDJ DMADM DNKDK DOMDO DZADZ ECUEC EGYEG ERIER
        ESHEH ESPES ESTEE ETHET FINFI FJIFJ FLKFK FRAFR FROFO FSMFM GABGA GBRGB GEOGE GGYGG GHAGH GIBGI GINGN
        GLPGP GMBGM GNBGW GNQGQ GRCGR GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU
        IDNID IMNIM INDIN IOTIO IRLIE IRNIR IRQIQ ISLIS ISRIL ITAIT JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG
        KHMKH KIRKI KNAKN KORKR KWTKW LAOLA LBNLB LBRLR LBYLY LCALC LIELI LKALK LSOLS LTULT LUXLU LVALV MACMO
        MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH MKDMK MLIML MLTMT MMRMM MNEME MNGMN MNPMP MOZMZ MRTMR
        MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA NCLNC NERNE NFKNF NGANG NICNI NIUNU NLDNL NORNO NPLNP NRUNR
        NZLNZ OMNOM PAKPK PANPA PCNPN PERPE PHLPH PLWPW PNGPG POLPL PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA
        REURE ROURO RUSRU RWARW SAUSA SDNSD SENSN SGPSG SGSGS SHNSH SJMSJ SLBSB SLESL SLVSV SMRSM SOMSO SPMPM
        SRBRS SSDSS STPST SURSR SVKSK SVNSI SWESE SWZSZ SXMSX SYCSC SYRSY TCATC TCDTD TGOTG THATH TJKTJ TKLTK
        TKMTM TLSTL TONTO TTOTT TUNTN TURTR TUVTV TWNTW TZATZ UGAUG UKRUA UMIUM URYUY USAUS UZBUZ VATVA VCTVC
        VENVE VGBVG VIRVI VNMVN VUTVU WLFWF WSMWS YEMYE ZAFZA ZMBZM ZWEZW
        """
}
