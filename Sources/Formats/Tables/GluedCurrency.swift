internal import Domain
internal import Scanning

/// The currency written next to an amount (`121,00 USD`, `£5`), as `LocaleNumber` packs it.
enum GluedCurrency {
    /// Whether an amount so written can be of `currency`: none is of any, a dollar sign of any dollar or
    /// peso.
    static func agrees(_ packed: UInt32, with currency: Currency) -> Bool {
        switch packed {
        case 0: true
        case LocaleNumber.dollarSign: dollars.contains(currency.code)
        default: Currency(packed: packed) == currency
        }
    }

    /// ISO 4217 codes of the money that is written with a dollar sign.
    private static let dollars: Set<String> = [
        "USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU", "DOP", "BRL",
        "BBD", "BMD", "BSD", "BZD", "FJD", "GYD", "JMD", "KYD", "LRD", "NAD", "SRD", "TTD", "XCD",
    ]
}

extension Currency {
    /// The currency of three packed capitals, 0x455552 = EUR; `nil` for none and for a dollar sign.
    init?(packed: UInt32) {
        if packed == 0x45_5552 {
            self = .eur
            return
        }
        guard packed != 0 else { return nil }
        let bytes = [16, 8, 0].map { UInt8(truncatingIfNeeded: packed >> UInt32($0)) }
        self.init(String(decoding: bytes, as: UTF8.self))
    }
}
