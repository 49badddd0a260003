internal import CZLib

/// Raw deflate data (RFC 1951) inflated piece by piece: the memory needed does not depend on the size.
enum InflateStream {
    /// What was inflated.
    struct Result {
        /// Bytes of input up to the end of the deflate data.
        var consumed = 0
        /// Bytes of output.
        var produced = 0
        /// CRC-32 of the output.
        var checksum: UInt32 = 0
        /// The sink had enough before the end.
        var isStopped = false
    }

    /// Inflates one deflate stream and hands it to `sink` in pieces of at most `Container.chunkBytes`.
    ///
    /// Throws a `ContainerFailure` of `member`, or what `sink` throws. No byte beyond `limit` is handed over.
    static func run(
        _ input: Span<UInt8>, limit: Int, member: Int = 0, sink: ContainerSink
    ) throws -> Result {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer { stream.deallocate() }
        let size = Int32(MemoryLayout<z_stream>.size)
        guard inflateInit2_(stream, -MAX_WBITS, ZLIB_VERSION, size) == Z_OK else {
            throw ContainerFailure(.tooLarge, member: member)
        }
        defer { inflateEnd(stream) }
        let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: Container.chunkBytes)
        defer { buffer.deallocate() }
        return try input.withUnsafeBufferPointer {
            try run(stream, $0, buffer, limit: limit, member: member, sink: sink)
        }
    }

    private static func run(
        _ stream: UnsafeMutablePointer<z_stream>, _ input: UnsafeBufferPointer<UInt8>,
        _ buffer: UnsafeMutablePointer<UInt8>, limit: Int, member: Int, sink: ContainerSink
    ) throws -> Result {
        var result = Result()
        var fed = 0
        while true {
            if stream.pointee.avail_in == 0, fed < input.count, let base = input.baseAddress {
                let count = min(input.count - fed, 1 << 30)
                stream.pointee.next_in = UnsafeMutablePointer(mutating: base + fed)
                stream.pointee.avail_in = UInt32(count)
                fed += count
            }
            stream.pointee.next_out = buffer
            stream.pointee.avail_out = UInt32(Container.chunkBytes)
            let code = inflate(stream, Z_NO_FLUSH)
            let count = Container.chunkBytes - Int(stream.pointee.avail_out)
            guard count <= limit - result.produced else {
                throw ContainerFailure(.tooLarge, member: member)
            }
            result.produced += count
            result.consumed = fed - Int(stream.pointee.avail_in)
            result.checksum = UInt32(crc32(UInt(result.checksum), buffer, UInt32(count)))
            if count > 0, try !sink(UnsafeBufferPointer(start: buffer, count: count).span) {
                result.isStopped = true
                return result
            }
            if code == Z_STREAM_END { return result }
            guard code == Z_OK || code == Z_BUF_ERROR else {
                throw ContainerFailure(.malformed, member: member)
            }
            if stream.pointee.avail_in == 0, fed == input.count, stream.pointee.avail_out > 0 {
                throw ContainerFailure(.truncated, member: member)
            }
        }
    }

    /// CRC-32 of bytes (ISO 3309, as zip and gzip use it), going on from `checksum`.
    static func checksum(_ bytes: Span<UInt8>, from checksum: UInt32 = 0) -> UInt32 {
        bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return checksum }
            return UInt32(crc32_z(UInt(checksum), base, buffer.count))
        }
    }
}
