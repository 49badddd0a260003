internal import Crypto
internal import Domain

/// A SHA-256 in its 32 bytes: a batch has hundreds of thousands of them, and a text takes three times as
/// much.
struct FileDigest: Hashable, Sendable {
    private var words = SIMD4<UInt64>()

    init(_ digest: SHA256Digest) {
        digest.withUnsafeBytes { bytes in
            for position in 0..<4 {
                let word = bytes.loadUnaligned(fromByteOffset: position * 8, as: UInt64.self)
                words[position] = UInt64(bigEndian: word)
            }
        }
    }

    /// `nil` unless there are 64 hexadecimal digits, small or capital: both are legal in a bag (RFC 8493
    /// §2.4).
    init?(hexadecimal digits: some Sequence<UInt8>) {
        var (count, word): (Int, UInt64) = (0, 0)
        for digit in digits {
            let value: UInt8
            switch digit {
            case 0x30...0x39: value = digit - 0x30
            case 0x61...0x66: value = digit - 0x61 + 10
            case 0x41...0x46: value = digit - 0x41 + 10
            default: return nil
            }
            guard count < 64 else { return nil }
            word = word << 4 | UInt64(value)
            count += 1
            if count % 16 == 0 { words[count / 16 - 1] = word }
        }
        guard count == 64 else { return nil }
    }

    /// 64 lower-case hexadecimal digits.
    var text: String {
        let bytes = (0..<32).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64(56 - $0 % 8 * 8)) }
        return String(hexadecimal: bytes)
    }
}

/// What stands in a file of the package.
struct PayloadFile: Equatable, Sendable {
    let sha256: FileDigest
    let size: Int
}

/// The files of a package by their position, and what the payload manifest says of them. One table of paths
/// serves every question: a package of a hundred thousand cases has seven hundred thousand.
struct PackagePayload: Sendable {
    private let positions: [String: Int]
    private var files: [PayloadFile?]

    init(_ paths: [String]) {
        positions = Dictionary(paths.enumerated().map { ($1, $0) }) { first, _ in first }
        files = Array(repeating: nil, count: paths.count)
    }

    /// Of a file that the package has, listed or not.
    func position(of path: String) -> Int? { positions[path] }

    /// What a listed file holds, by path relative to the folder, `data/…`.
    subscript(path: String) -> PayloadFile? { positions[path].flatMap { files[$0] } }

    /// What a listed file holds, by position.
    subscript(position: Int) -> PayloadFile? {
        get { files[position] }
        set { files[position] = newValue }
    }
}
