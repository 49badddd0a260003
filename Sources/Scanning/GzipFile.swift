/// A gzip file (RFC 1952): one content in one or several members, one after the other.
public enum GzipFile {
    private static let trailerBytes = 8

    /// Hands the content to `sink` in pieces of at most 256 KB, in order.
    ///
    /// CRC-32 and length are checked at each member's end, so that what the sink got is only good when this
    /// returns. Zeros after the last member are padding; anything else is malformed. Throws
    /// `ContainerFailure`, `tooLarge` beyond `limit` bytes in all, or what `sink` throws.
    public static func extract(_ bytes: Span<UInt8>, limit: Int, into sink: ContainerSink) throws {
        var position = 0
        var left = limit
        var number = 0
        repeat {
            number += 1
            position = try dataOffset(bytes, memberAt: position, number)
            let result = try InflateStream.run(
                bytes.extracting(position..<bytes.count), limit: left, member: number, sink: sink)
            if result.isStopped { return }
            left -= result.produced
            position += result.consumed
            guard let checksum = bytes.littleEndian32(position),
                let length = bytes.littleEndian32(position + 4)
            else { throw ContainerFailure(.truncated, member: number) }
            // The length is stored modulo 2^32.
            guard checksum == Int(result.checksum), length == result.produced & 0xFFFF_FFFF else {
                throw ContainerFailure(.checksum, member: number)
            }
            position += trailerBytes
            while position < bytes.count, bytes[position] == 0 { position += 1 }
        } while position < bytes.count
    }

    /// The whole content, of at most `limit` bytes.
    public static func content(of bytes: Span<UInt8>, limit: Int) throws(ContainerFailure) -> [UInt8] {
        var content: [UInt8] = []
        do {
            try extract(bytes, limit: limit) { piece in
                piece.withUnsafeBufferPointer { content.append(contentsOf: $0) }
                return true
            }
        } catch let failure as ContainerFailure {
            throw failure
        } catch {
            throw ContainerFailure(.malformed)
        }
        return content
    }

    /// Behind the header of a member: the ten fixed bytes and what its flags announce.
    private static func dataOffset(
        _ bytes: Span<UInt8>, memberAt start: Int, _ number: Int
    ) throws(ContainerFailure) -> Int {
        let truncated = ContainerFailure(.truncated, member: number)
        guard bytes.count - start >= 10 else { throw truncated }
        guard bytes[start] == 0x1F, bytes[start + 1] == 0x8B else {
            throw ContainerFailure(.malformed, member: number)
        }
        guard bytes[start + 2] == 8 else { throw ContainerFailure(.unsupportedMethod, member: number) }
        let flags = bytes[start + 3]
        guard flags & 0xE0 == 0 else { throw ContainerFailure(.malformed, member: number) }
        var position = start + 10
        if flags & 4 != 0 {
            guard let length = bytes.littleEndian16(position) else { throw truncated }
            position += 2 + length
        }
        // A name, then a comment, each ended by a zero.
        for flag: UInt8 in [8, 16] where flags & flag != 0 {
            while position < bytes.count, bytes[position] != 0 { position += 1 }
            position += 1
        }
        if flags & 2 != 0 { position += 2 }
        guard position < bytes.count else { throw truncated }
        return position
    }
}
