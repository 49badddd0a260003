// swift-tools-version: 6.2
// Recobro: one module a stage. The arrows between targets are the architecture: a target can only
// import what it declares here, so a stage cannot reach into another one.
import PackageDescription

/// Settings of every target: warnings are errors, imports are explicit, unsafe code is marked.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// Byte loops stay fast in debug builds and tests too (tooling: 10 to 25 times otherwise).
let hotLoops: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// Matching asks its indexes millions of times: exclusive access is checked in debug builds and tests only.
let millionsOfCalls: [SwiftSetting] =
    hotLoops + [.unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))]

let package = Package(
    name: "recobro",
    products: [
        .executable(name: "recobro", targets: ["recobro"]),
        .library(name: "Formats", targets: ["Formats"]),
        .library(name: "Handover", targets: ["Handover"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "3.12.3"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        // Only the tests use it, as the judge of our XML parser.
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .target(name: "Domain", swiftSettings: strict),
        .systemLibrary(name: "CZLib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "Scanning", dependencies: ["CZLib"], swiftSettings: hotLoops),
        .target(
            name: "Formats", dependencies: ["Domain", "Scanning"],
            resources: [.copy("Profiles")], swiftSettings: hotLoops),
        .target(
            name: "Ledger",
            dependencies: [
                "Domain", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ], swiftSettings: strict),
        .target(name: "Matching", dependencies: ["Domain"], swiftSettings: millionsOfCalls),
        .target(
            name: "Verification", dependencies: ["Domain"], resources: [.copy("Resources")],
            swiftSettings: strict),
        .target(
            name: "Recovery", dependencies: ["Domain"], resources: [.copy("Resources")],
            swiftSettings: strict),
        .target(
            name: "Handover",
            dependencies: ["Domain", "Scanning", .product(name: "Crypto", package: "swift-crypto")],
            resources: [.copy("Resources")], swiftSettings: strict),
        .target(
            name: "Reports", dependencies: ["Domain"], resources: [.copy("Resources")],
            swiftSettings: strict),
        .target(
            name: "Pipeline",
            dependencies: [
                "Domain", "Formats", "Ledger", "Matching", "Verification", "Recovery", "Handover", "Reports",
                "Scanning", "Yams", .product(name: "Crypto", package: "swift-crypto"),
            ],
            resources: [.copy("Resources")], swiftSettings: strict),
        .executableTarget(
            name: "recobro",
            dependencies: [
                "Domain", "Pipeline", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: strict),
        .executableTarget(
            name: "recobro-bench",
            dependencies: [
                "Domain", "Formats", "Handover", "LabelledSets", "Matching", "Scanning", "Simulation",
                "Support",
            ],
            path: "Tests/Bench", swiftSettings: strict),
        .target(
            name: "LabelledSets", dependencies: ["Domain", "Support"], path: "Tests/LabelledSets",
            swiftSettings: hotLoops),
        .target(
            name: "Simulation", dependencies: ["Domain", "Support"], path: "Tests/Simulation",
            swiftSettings: strict),
        .target(name: "Support", dependencies: ["Domain"], path: "Tests/Support", swiftSettings: strict),
        .testTarget(
            name: "LabelledSetsTests", dependencies: ["LabelledSets", "Domain"], swiftSettings: strict),
        .testTarget(name: "DomainTests", dependencies: ["Domain", "Support"], swiftSettings: strict),
        .target(
            name: "LibXMLOracle", dependencies: ["Scanning", "CLibXML2"], path: "Tests/LibXML",
            swiftSettings: strict),
        .testTarget(
            name: "ScanningTests", dependencies: ["Scanning", "Support", "LibXMLOracle"],
            swiftSettings: strict),
        .testTarget(
            name: "FormatsTests", dependencies: ["Formats", "Domain", "Scanning", "Support"],
            exclude: [
                "Exceptions.tsv", "ExceptionsCSV.tsv", "ExceptionsCamt.tsv", "ExceptionsOFX.tsv",
                "ExceptionsWorkbook.tsv",
                "ExceptionsInvoices.tsv", "ExceptionsBooks.tsv",
                "ExceptionsMT940.tsv", "ExceptionsCFONB.tsv",
            ], swiftSettings: strict),
        .testTarget(
            name: "LedgerTests", dependencies: ["Ledger", "Domain", "Support"], swiftSettings: strict),
        .testTarget(
            name: "MatchingTests", dependencies: ["Matching", "Domain", "Support"], swiftSettings: strict),
        .testTarget(
            name: "VerificationTests", dependencies: ["Verification", "Domain"], swiftSettings: strict),
        .testTarget(
            name: "RecoveryTests", dependencies: ["Recovery", "Domain"], exclude: ["Golden"],
            swiftSettings: strict),
        .testTarget(
            name: "HandoverTests",
            dependencies: [
                "Handover", "Domain", "Scanning", "Support",
                .product(name: "Crypto", package: "swift-crypto"),
            ], swiftSettings: strict),
        .testTarget(
            name: "ReportsTests", dependencies: ["Reports", "Domain"], exclude: ["Golden"],
            swiftSettings: strict),
        .testTarget(
            name: "PipelineTests",
            dependencies: [
                "Pipeline", "Handover", "Domain", "Matching", "Recovery", "Support", "Verification",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "EndToEnd",
            dependencies: ["recobro", "Pipeline", "Handover", "Domain", "Simulation", "Support"],
            path: "Tests/EndToEnd",
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)

// Under this variable, by `Scripts/fuzz`: the readers and their fuzzer alone, with nothing to fetch.
if Context.environment["RECOBRO_FUZZ"] != nil {
    let readers = ["Domain", "CZLib", "Scanning", "Formats", "Support"]
    package.products = []
    package.dependencies = []
    package.targets.removeAll { !readers.contains($0.name) }
    package.targets.append(
        .executableTarget(
            name: "recobro-fuzz", dependencies: ["Domain", "Formats", "Scanning", "Support"],
            path: "Tests/Fuzz", exclude: ["Dictionaries", "Seeds"],
            swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])]))
}
