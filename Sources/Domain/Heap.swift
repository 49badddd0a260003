/// The process's heap.
public enum Heap {
    /// Lets freed blocks be joined at once.
    ///
    /// glibc puts small ones aside, up to 128 bytes, and goes through all of them whenever a large one is
    /// freed: with millions of both that costs a tenth of matching's time. Once, first thing in a process.
    public static func prepare() {
        #if canImport(Glibc)
            _ = mallopt(1, 0)  // M_MXFAST
        #endif
    }
}

#if canImport(Glibc)
    /// `malloc.h` is in no module of the toolchain.
    @_silgen_name("mallopt")
    private func mallopt(_ parameter: Int32, _ value: Int32) -> Int32
#endif
