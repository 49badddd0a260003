internal import Crypto

/// ECDSA with P-256 and SHA-256 whose secret number is derived from key and content (RFC 6979), so that the
/// same package has the same signature every night.
///
/// The library multiplies points; here are only numbers modulo the order of the curve. They are not computed
/// in constant time: whoever could measure that on the creditor's own machine could read the key file as
/// well. Every signature is verified before it leaves, since a wrong one could tell the key.
enum DeterministicECDSA {
    /// `r` and `s`, 32 bytes each; `nil` where the key is none or the library refuses.
    static func signature(of message: [UInt8], privateKey: [UInt8]) -> [UInt8]? {
        guard let key = try? P256.Signing.PrivateKey(rawRepresentation: privateKey) else { return nil }
        let secret = CurveScalar(bytes: privateKey)
        let digest = CurveScalar(bytes: Array(SHA256.hash(data: message)))
        var numbers = SecretNumbers(secret: secret, digest: digest)
        // The first number is right but for one time in 2^32.
        for _ in 0..<8 {
            guard let number = numbers.next(),
                let point = try? P256.Signing.PrivateKey(rawRepresentation: number.bytes).publicKey
            else { continue }
            let r = CurveScalar(bytes: Array(point.rawRepresentation.prefix(32)))
            let s = number.inverse * (digest + r * secret)
            guard r != .zero, s != .zero else { continue }
            let bytes = r.bytes + s.bytes
            guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: bytes),
                key.publicKey.isValidSignature(signature, for: message)
            else { return nil }
            return bytes
        }
        return nil
    }
}

/// The candidates for the secret number, in their order (RFC 6979 §3.2, HMAC with SHA-256).
private struct SecretNumbers {
    private var key: [UInt8]
    private var value: [UInt8]
    private var isFirst = true

    init(secret: CurveScalar, digest: CurveScalar) {
        key = Array(repeating: 0, count: 32)
        value = Array(repeating: 1, count: 32)
        for separator: UInt8 in [0, 1] {
            key = Self.code(value + [separator] + secret.bytes + digest.bytes, key)
            value = Self.code(value, key)
        }
    }

    /// `nil` where the candidate is no number below the order: the next one may be.
    mutating func next() -> CurveScalar? {
        if !isFirst {
            key = Self.code(value + [0], key)
            value = Self.code(value, key)
        }
        isFirst = false
        value = Self.code(value, key)
        let number = CurveScalar(bytes: value)
        return number.bytes == value && number != .zero ? number : nil
    }

    private static func code(_ bytes: [UInt8], _ key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: key)))
    }
}

/// A number modulo the order of the curve P-256 (NIST SP 800-186 §3.2.1.3).
struct CurveScalar: Equatable {
    private var high: UInt128
    private var low: UInt128

    static let zero = CurveScalar(high: 0, low: 0)
    private static let one = CurveScalar(high: 0, low: 1)
    private static let order = CurveScalar(
        high: 0xFFFF_FFFF_0000_0000_FFFF_FFFF_FFFF_FFFF, low: 0xBCE6_FAAD_A717_9E84_F3B9_CAC2_FC63_2551)

    private init(high: UInt128, low: UInt128) { (self.high, self.low) = (high, low) }

    /// At most 32 bytes, the most significant first. What is not below the order is reduced.
    init(bytes: [UInt8]) {
        precondition(bytes.count <= 32, "a number of P-256 has at most 32 bytes")
        self = .zero
        for byte in bytes {
            high = high << 8 | low >> 120
            low = low << 8 | UInt128(byte)
        }
        if !isReduced { subtractOrder() }
    }

    /// 32 bytes, the most significant first.
    var bytes: [UInt8] {
        [high, low].flatMap { half in
            stride(from: 120, through: 0, by: -8).map { UInt8(truncatingIfNeeded: half >> UInt128($0)) }
        }
    }

    /// The number whose product with this is 1, by Fermat: the order is a prime. Of zero there is none, it is
    /// 0.
    var inverse: CurveScalar {
        var exponent = Self.order
        exponent.low -= 2
        var result = Self.one
        for isSet in exponent.bits {
            result = result * result
            if isSet { result = result * self }
        }
        return result
    }

    static func + (a: CurveScalar, b: CurveScalar) -> CurveScalar {
        let (low, carry) = a.low.addingReportingOverflow(b.low)
        let (half, first) = a.high.addingReportingOverflow(b.high)
        let (high, second) = half.addingReportingOverflow(carry ? 1 : 0)
        var sum = CurveScalar(high: high, low: low)
        if first || second || !sum.isReduced { sum.subtractOrder() }
        return sum
    }

    /// By doubling and adding: two signatures a package need no faster way.
    static func * (a: CurveScalar, b: CurveScalar) -> CurveScalar {
        var product = zero
        for isSet in b.bits {
            product = product + product
            if isSet { product = product + a }
        }
        return product
    }

    private var isReduced: Bool { (high, low) < (Self.order.high, Self.order.low) }

    private mutating func subtractOrder() {
        let borrow: UInt128 = low < Self.order.low ? 1 : 0
        low = low &- Self.order.low
        high = high &- Self.order.high &- borrow
    }

    /// 256 bits, the most significant first.
    private var bits: [Bool] {
        [high, low].flatMap { half in (0..<128).map { half >> UInt128(127 - $0) & 1 == 1 } }
    }
}
