internal import Domain
internal import Handover
internal import Ledger

/// Takes the batch of a partner, whatever it came in, and records what became of its file.
struct BatchTaking {
    let configuration: Configuration
    let run: RunRecord

    /// - Parameters:
    ///   - problems: what was found before the batch was read.
    ///   - codes: what the status codes of the batch mean; `nil` where they are those of DHX.
    func take(
        _ id: Int64, _ package: PartnerPackage, _ batch: [UInt8], _ file: SourceFile, format: String = "dhx",
        problems: [Problem] = [], codes: StatusCodeTable?, _ writer: LedgerWriter
    ) throws {
        try writer.markTaken(package: id, run: run.id)
        let importing = try FileImport(
            writer, file: file, format: format, version: "1.0", encoding: "UTF-8", profile: "", run: run.id,
            days: ImportedDays())
        var taking = PartnerTaking(
            configuration: configuration, run: run, package: id, sender: package.sender, codes: codes,
            writer: writer, importing: importing)
        try taking.take(batch, flow: package.flow)
        try importing.finish()
        var counts = importing.counts
        let problems = problems + taking.problems + importing.problems
        counts.others += taking.added
        counts.othersKnown += taking.known
        counts.setAside = problems.filter { $0.severity == .setAside }.count
        try writer.recordFile(file, outcome: .imported, counts: counts, run: run.id)
        try writer.recordProblems(Array(problems.prefix(1000)), file: file.name, run: run.id)
    }
}
