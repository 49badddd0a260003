internal import Domain

/// Where the files of a package go as they are made, so that a batch of any size is written without being
/// held. This module opens no files: whoever does says what beginning, writing and finishing one means.
public protocol PackageSink {
    associatedtype Failure: Error
    associatedtype File: PackageFileSink where File.Failure == Failure

    /// Begins a file. The forms and tables of a batch and its payload manifest are open at the same time,
    /// fourteen files; its documents one by one.
    ///
    /// - Parameter path: relative to the outbox, the name of the package's folder first.
    func begin(_ path: String) throws(Failure) -> File
}

/// One file of a package while it is being written.
public protocol PackageFileSink {
    associatedtype Failure: Error

    /// The next bytes of it, at most some megabytes.
    func write(_ bytes: [UInt8]) throws(Failure)

    /// Nothing more comes. Files are finished in the order of `HandoverPackage.files`: the payload by path,
    /// the tag files after it, the tag manifest last.
    func finish() throws(Failure)
}

/// A package in memory.
final class PackageInMemory: PackageSink {
    typealias Failure = Never

    private(set) var files: [OutputFile] = []

    final class File: PackageFileSink {
        typealias Failure = Never

        private let path: String
        private var bytes: [UInt8] = []
        private let package: PackageInMemory

        fileprivate init(_ path: String, _ package: PackageInMemory) {
            (self.path, self.package) = (path, package)
        }

        func write(_ bytes: [UInt8]) { self.bytes += bytes }

        func finish() { package.files.append(OutputFile(path: path, bytes: bytes)) }
    }

    func begin(_ path: String) -> File { File(path, self) }
}
