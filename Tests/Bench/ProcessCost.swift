import Domain

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What this process has used so far.
enum ProcessCost {
    /// User and system time.
    static var cpuMicroseconds: Int64 {
        let usage = usage()
        return Int64(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1_000_000
            + Int64(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
    }

    static var peakMegabytes: Int { usage().ru_maxrss / 1024 }

    static func seconds(_ microseconds: Int64) -> String {
        Money.decimalString(microseconds / 1000, exponent: 3) + "s"
    }

    private static func usage() -> rusage {
        var usage = rusage()
        #if canImport(Glibc)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #else
            getrusage(RUSAGE_SELF, &usage)
        #endif
        return usage
    }
}
