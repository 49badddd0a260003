/// The ISO 20022 return reason that the text of a returned payment names. For texts of returns only:
/// elsewhere such a word may be anything.
enum ReturnReasonText {
    /// The code behind `MOTIVO`, perhaps with words between: `MOTIVO DEVOLUCION: MD06`. Empty for none.
    static func code(behindMotivoIn text: String) -> String {
        var left = 0
        for word in words(of: text) {
            if word == "MOTIVO" {
                left = 4
            } else if left > 0 {
                if digitCodes.contains(word) || letterCodes.contains(word) { return word }
                left -= 1
            }
        }
        return ""
    }

    /// The only code of two letters and two digits that stands alone in the text; empty for none or several.
    static func code(aloneIn text: String) -> String {
        var found = ""
        for word in words(of: text) where digitCodes.contains(word) && word != found {
            guard found.isEmpty else { return "" }
            found = word
        }
        return found
    }

    /// The words that can be one of ours, in capitals; empty ones stand for the others.
    private static func words(of text: String) -> some Sequence<String> {
        text.utf8.split(whereSeparator: { !isWordByte($0) }).lazy.map { word in
            word.count == 4 || word.count == 6 ? String(Substring(word)).uppercased() : ""
        }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte &- 0x30 <= 9 || (byte | 0x20) &- 0x61 <= 25 || byte >= 0x80
    }

    /// Returns and rejects of the SEPA rulebooks (EPC016, EPC125, EPC222; EPC173 on reasons).
    private static let digitCodes: Set<String> = [
        "AC01", "AC03", "AC04", "AC06", "AC13", "AG01", "AG02", "AG09", "AG10", "AM01", "AM02", "AM03",
        "AM04",
        "AM05", "AM07", "AM09", "BE01", "BE04", "BE05", "BE06", "BE07", "DS02", "DT01", "ED05", "FF01",
        "FF05",
        "MD01", "MD02", "MD07", "MD06", "MS02", "MS03", "RC01", "RC04", "RR01", "RR02", "RR03", "RR04",
        "SL01",
        "SL11", "SL12", "SL13", "SL14", "TM01",
    ]
    private static let letterCodes: Set<String> = [
        "CNOR", "DNOR", "CUST", "DUPL", "TECH", "FRAD", "FOCR", "CURR",
    ]
}
