/// A word behind a number that says its direction: `45,80 D`, `100,00 Cr`, `12,00 HABER`.
public enum SignSuffix {
    /// The word that ends at `end`: its length in bytes and whether it credits; `nil` where there is none.
    ///
    /// Letters that go on to the left (`USD`) are another word; a single letter counts as a capital only.
    public static func find(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> (length: Int, isCredit: Bool)?
    {
        guard start >= 0, end <= bytes.count else { return nil }
        var index = end
        var word: UInt64 = 0
        while index > start, end - index < 6 {
            let capital = bytes[index - 1] & 0xDF
            guard capital >= 0x41, capital <= 0x5A else { break }
            index -= 1
            word |= UInt64(capital) << UInt64(8 * (end - 1 - index))
        }
        let length = end - index
        guard length > 0, index > start, length > 1 || bytes[index] <= 0x5A else { return nil }
        switch word {
        case 0x43, 0x48, 0x4352, 0x4352_4544, 0x48_4142_4552: return (length, true)  // C H CR CRED HABER
        case 0x44, 0x53, 0x4452, 0x4442, 0x44_4542, 0x4445_4245:  // D S DR DB DEB DEBE
            return (length, false)
        default: return nil
        }
    }
}
