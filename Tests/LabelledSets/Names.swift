/// The words of invented names.
enum Names {
    static let given = [
        "Pilar", "Patricia", "Vicente", "Teresa", "Silvia", "Mercedes", "David", "Fernando", "Daniel",
        "Andrés",
        "Alejandro", "María Ángeles", "Iván", "Sergio", "Concepción", "María Pilar", "Sonia", "Juan",
        "Juan Carlos", "Luis", "Xavier", "Jordi", "Carlos", "Lidia", "Raúl", "Laura", "Álvaro", "José",
        "Cristina",
        "Raquel", "Lucía", "Rocío", "Miguel", "Rosa", "Mónica", "Yolanda", "Diego", "Nerea", "Manuel",
        "Beatriz",
        "Iñaki", "Rafael", "Jorge", "Enrique", "Miguel Ángel", "Adrián", "Nuria", "José Luis", "Francisco",
        "José Manuel", "María José", "Eva", "Elena", "Ramón", "Antonio", "Ainhoa", "Isabel", "Sara", "Ángel",
        "Ana Belén", "Alberto", "Irene", "Rubén", "Inés", "María", "Óscar", "Carmen", "Jesús", "Julia",
        "Pablo",
        "Pedro", "Javier", "Amparo", "Marta", "Montserrat", "Paula", "Begoña", "Ana",
    ]
    static let surnames = [
        "Ferrer", "Durán", "Sáez", "Hernández", "Herrera", "Guerrero", "Campos", "Suárez", "Reyes", "Esteban",
        "Caballero", "Moreno", "Delgado", "Vila", "Díaz", "Nieto", "Gutiérrez", "Cortés", "García",
        "Castillo",
        "Gallardo", "Fuentes", "Jiménez", "Velasco", "Díez", "Vargas", "Castaño", "Pastor", "Benítez",
        "Núñez",
        "Márquez", "Lozano", "Santana", "Ortiz", "Rodríguez", "Martín", "Muñoz", "Román", "Ibáñez", "Ramírez",
        "Iglesias", "Peña", "Vázquez", "Soto", "Mora", "Ruiz", "Torres", "Moya", "Fernández", "Rubio",
        "Pérez",
        "Goñi", "Agirre", "Prieto", "Cabrera", "Lorenzo", "Ortega", "Carmona", "Bosch", "López", "Gómez",
        "Castro", "Parra", "Roca", "González", "Etxeberria", "Santiago", "Vidal", "Serrano", "Sanz", "Arias",
        "Gallego", "Cruz", "Alonso", "Herrero", "Marín", "Morales", "Domínguez", "Molina", "Gil", "Martínez",
        "Giménez", "Calvo", "Medina", "Navarro", "Hidalgo", "Crespo", "Puig", "Santos", "Montero", "Pascual",
        "Blanco", "Bravo", "Ramos", "Garrido", "Serra", "Soler", "Méndez", "Rojas", "Álvarez", "Vega",
        "Carrasco",
        "Cano", "León", "Sánchez", "Romero", "Flores", "Aguilar",
    ]
    static let trades = [
        "Asesoría", "Ferretería", "Limpiezas", "Jardinería", "Gráficas", "Distribuciones", "Viajes",
        "Ingeniería",
        "Construcciones", "Peluquería", "Transportes", "Lavandería", "Academia", "Talleres", "Instalaciones",
        "Carpintería", "Textil", "Electricidad", "Clínica Dental", "Residencia", "Seguridad", "Farmacia",
        "Suministros", "Logística", "Restaurante", "Maquinaria", "Cristalería", "Gestoría", "Autoescuela",
        "Maderas", "Climatización", "Aluminios", "Servicios", "Fontanería", "Hostelería", "Panadería",
        "Calzados",
        "Conservas", "Comercial", "Frutas", "Cárnicas", "Cerámicas", "Papelería", "Muebles", "Excavaciones",
        "Bodegas", "Neumáticos", "Inmobiliaria", "Óptica", "Reformas",
    ]
    static let endings = [
        "Global", "León", "Burgos", "Gijón", "Almería", "Murcia", "Vigo", "de Levante", "Elche", "Jaén",
        "Integral", "del Sur", "Jerez", "Pamplona", "Badajoz", "Oviedo", "Lleida", "Hermanos", "Ourense",
        "Toledo",
        "Grupo", "Lugo", "Huelva", "e Hijos", "Granada", "Valladolid", "del Norte", "2000", "& Cía",
        "Cáceres",
        "Mediterráneo", "Valencia", "Zaragoza", "Logroño", "Tarragona", "Reus", "Bilbao", "Córdoba",
        "y Asociados", "XXI", "Castellón", "Madrid", "Alicante", "Sevilla", "Málaga", "Cartagena", "Cádiz",
        "Girona", "Ceuta",
    ]
    static let legalForms: [(item: String, weight: Int)] = [
        (" S.L.", 277), (", S.L.", 158), (" S.L", 108), (" C.B.", 103), (" S.Coop.", 103), (" S.A.U.", 101),
        (" SL", 100), (" SLU", 94), (" S.L.U.", 89), (" S.A.", 81), (" Sociedad Limitada", 66),
        (", Sociedad Limitada", 59), (", SLU", 53), (", S.A.", 52), (", S.L.U.", 51), (", S.Coop.", 48),
        (", SL", 46), (", C.B.", 45), (", S.L", 43), (", S.A.U.", 42),
    ]
    /// What banks make of long first words.
    static let abbreviations: [(long: String, short: String)] = [
        ("SERVICIOS", "SERV."), ("INSTALACIONES", "INSTAL."), ("SUMINISTROS", "SUMIN."),
        ("DISTRIBUCIONES", "DISTRIB."), ("TRANSPORTES", "TRANSP."), ("CONSTRUCCIONES", "CONSTRUCC."),
        ("ELECTRICIDAD", "ELECTR."), ("INMOBILIARIA", "INMOB."),
    ]

    /// A trading company's name without its legal form.
    static func company(_ chance: inout Chance) -> String {
        let trade = chance.pick(trades)
        let surname = chance.pick(surnames)
        switch chance.below(100) {
        case 0..<30: return "\(trade) \(surname) y \(chance.pick(surnames))"
        case 30..<42: return "Hijos de \(chance.pick(given)) \(surname)"
        case 42..<52: return "\(surname) \(chance.pick(surnames)) \(trade)"
        case 52..<56: return "\(trade) \(surname)"
        default: return "\(trade) \(surname) \(chance.pick(endings))"
        }
    }

    static func person(_ chance: inout Chance) -> String {
        "\(chance.pick(given)) \(chance.pick(surnames)) \(chance.pick(surnames))"
    }

    /// Capitals without accents, as banks print them.
    static func plain(_ name: String) -> String {
        var text = ""
        text.reserveCapacity(name.utf8.count)
        for scalar in name.unicodeScalars {
            switch scalar {
            case "a"..."z": text.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value - 32)))
            case "á", "Á", "à", "À": text.append("A")
            case "é", "É", "è", "È": text.append("E")
            case "í", "Í", "ï", "Ï": text.append("I")
            case "ó", "Ó", "ò", "Ò": text.append("O")
            case "ú", "Ú", "ü", "Ü": text.append("U")
            case "ñ", "Ñ": text.append("N")
            case "ç", "Ç": text.append("C")
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}

/// `value` with leading zeros; longer numbers stay whole.
func padded(_ value: Int, _ width: Int) -> String {
    let text = String(value)
    return text.utf8.count >= width ? text : String(repeating: "0", count: width - text.utf8.count) + text
}
