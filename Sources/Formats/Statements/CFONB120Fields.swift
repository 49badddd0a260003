internal import Domain
internal import Scanning

/// An amount of CFONB: digits, the last of which holds the sign too.
struct CFONB120Amount {
    /// Signed digits without decimals.
    let digits: Int64
    /// The last character was a plain digit, so that nothing says the sign.
    let isUnsigned: Bool

    /// `nil` for anything else. `{` is +0, `A` to `I` +1 to +9, `}` is -0, `J` to `R` -1 to -9. Conversions
    /// between national character sets make é of `{` and è of `}`.
    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        var end = range.upperBound
        // The last character may be of two bytes in UTF-8.
        while end > range.lowerBound,
            bytes[end - 1] & 0xC0 == 0x80 && bytes[end - 1] != 0x82
                && bytes[end - 1] != 0x8A
        { end -= 1 }
        let last: UInt8
        if end < range.upperBound {
            guard end == range.upperBound - 1, bytes[end - 1] == 0xC3 else { return nil }
            last = bytes[end]
        } else {
            last = bytes[range.upperBound - 1]
        }
        end -= 1
        guard range.lowerBound < end, let front = digitsValue(bytes, range.lowerBound..<end),
            front < 100_000_000_000_000_000
        else { return nil }
        switch last {
        case 0x7B, 0xE9, 0xA9, 0x82: self.init(front, 0, isNegative: false)
        case 0x41...0x49: self.init(front, last - 0x40, isNegative: false)
        case 0x7D, 0xE8, 0xA8, 0x8A: self.init(front, 0, isNegative: true)
        case 0x4A...0x52: self.init(front, last - 0x49, isNegative: true)
        case 0x30...0x39: self.init(front, last - 0x30, isNegative: false, isUnsigned: true)
        default: return nil
        }
    }

    private init(_ front: Int64, _ digit: UInt8, isNegative: Bool, isUnsigned: Bool = false) {
        let value = front * 10 + Int64(digit)
        digits = isNegative ? -value : value
        self.isUnsigned = isUnsigned
    }
}

/// Relevé d'identité bancaire: a French account as bank, branch, account and key.
enum RIB {
    /// The IBAN; the two digits of the key, which CFONB 120 leaves out, are computed. `nil` when a part is
    /// not of its form.
    static func iban(bank: String, branch: String, account: String) -> IBAN? {
        guard bank.utf8.count == 5, branch.utf8.count == 5, account.utf8.count == 11,
            let bankNumber = number(bank), let branchNumber = number(branch),
            let accountNumber = number(account)
        else { return nil }
        let key = 97 - (89 * (bankNumber % 97) + 15 * (branchNumber % 97) + 3 * (accountNumber % 97)) % 97
        let body = bank + branch + account + (key < 10 ? "0" : "") + String(key)
        // The check digits of the IBAN: 98 less the remainder of the whole with 00 in their place.
        var remainder = 0
        for byte in (body + "FR00").utf8 {
            remainder =
                (byte <= 0x39
                    ? remainder * 10 + Int(byte - 0x30) : remainder * 100 + Int(byte - 0x37)) % 97
        }
        let check = 98 - remainder
        return IBAN("FR" + (check < 10 ? "0" : "") + String(check) + body)
    }

    /// Letters stand for digits: A and J for 1, B, K and S for 2, and so on to I, R and Z for 9.
    private static func number(_ text: String) -> Int? {
        var value = 0
        for byte in text.utf8 {
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x49: digit = byte - 0x40
            case 0x4A...0x52: digit = byte - 0x49
            case 0x53...0x5A: digit = byte - 0x51
            default: return nil
            }
            value = value * 10 + Int(digit)
        }
        return value
    }
}

/// The account whose records are being read.
struct CFONB120Statement {
    /// Columns 22 to 32.
    var account: [UInt8] = []
    var currency = Currency.eur
    var opening: Int64?
    var openingDay: Day?
    var firstDay: Day?
    var line = 0
    var counted = EntryCount()
}

/// A movement whose records 05 may still follow: places in the file.
struct CFONB120Movement {
    var booked = Day(number: 0)
    var value: Day?
    /// Signed minor units.
    var amount: Int64 = 0
    var interbankCode = 0..<0
    var internalCode = 0..<0
    var reference = 0..<0
    var bankReference = 0..<0
    var label = 0..<0
    var reason = 0..<0
    var line = 0

    var payer = 0..<0
    var payee = 0..<0
    var ultimatePayer = 0..<0
    var ultimatePayee = 0..<0
    var payerIdentifier = 0..<0
    var payeeIdentifier = 0..<0
    var endToEnd = 0..<0
    var mandate = 0..<0
    var structured = 0..<0
    /// Minor units, not negative, of the statement's currency.
    var originalAmount: Int64?
    var fee: Int64?
}
