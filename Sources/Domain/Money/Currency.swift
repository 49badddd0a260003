/// An ISO 4217 currency: its three-letter code and the number of decimals it is written with.
public struct Currency: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The code packed into one integer, so that a currency costs four bytes and no reference counting.
    private let packed: UInt32

    /// Euro, the default currency of every workspace.
    public static let eur = Currency(packed: 0x45_5552)

    private init(packed: UInt32) { self.packed = packed }

    /// `nil` unless the text is three letters A to Z (ISO 4217 alphabetic code).
    public init?(_ code: some StringProtocol) {
        var value: UInt32 = 0
        var count = 0
        for byte in String(code).utf8 {
            guard byte >= 0x41, byte <= 0x5A else { return nil }
            value = value << 8 | UInt32(byte)
            count += 1
        }
        guard count == 3 else { return nil }
        packed = value
    }

    /// The currency of an ISO 4217 numeric code, as Norma 43 writes it (978 = EUR).
    public init?(numeric: Int) {
        guard let code = Self.numericCodes[numeric] else { return nil }
        self.init(code)
    }

    private static let numericCodes: [Int: String] = [
        978: "EUR", 840: "USD", 826: "GBP", 756: "CHF", 392: "JPY", 36: "AUD", 124: "CAD", 208: "DKK",
        578: "NOK", 752: "SEK", 554: "NZD", 348: "HUF", 203: "CZK", 985: "PLN", 946: "RON", 975: "BGN",
        504: "MAD", 484: "MXN", 986: "BRL", 32: "ARS", 152: "CLP", 170: "COP", 604: "PEN", 858: "UYU",
        156: "CNY", 344: "HKD", 702: "SGD", 949: "TRY", 376: "ILS", 784: "AED", 682: "SAR", 788: "TND",
    ]

    /// The alphabetic code, `EUR`.
    public var code: String {
        let bytes = [
            UInt8(truncatingIfNeeded: packed >> 16), UInt8(truncatingIfNeeded: packed >> 8),
            UInt8(truncatingIfNeeded: packed),
        ]
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The number of decimals of the minor unit (ISO 4217 exponent): 2 for EUR, 0 for JPY, 3 for TND.
    public var exponent: Int {
        switch code {
        case "JPY", "CLP", "KRW", "ISK", "VND", "XOF", "XAF", "XPF", "PYG", "UGX", "RWF", "KMF", "GNF", "DJF",
            "BIF", "VUV":
            0
        case "TND", "BHD", "IQD", "JOD", "KWD", "LYD", "OMR": 3
        default: 2
        }
    }

    public var description: String { code }

    public static func < (a: Currency, b: Currency) -> Bool { a.packed < b.packed }
}
