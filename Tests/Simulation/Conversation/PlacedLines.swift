internal import Foundation

/// What the case packages told of each case: its lines, and the invoices that they are.
struct PlacedLines {
    struct Line {
        let reference: String
        let invoice: String
    }

    private(set) var byCase: [String: [Line]] = [:]

    /// Reads a package that is whole; one that came damaged is read when it comes again.
    mutating func read(package: String) {
        guard let data = FileManager.default.contents(atPath: "\(package)/data/batch.json"),
            let batch = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any],
            let operations = batch["ops"] as? [[String: Any]]
        else { return }
        for operation in operations {
            guard let reference = operation["caseRef"] as? String,
                let lines = (operation["case"] as? [String: Any])?["lines"] as? [[String: Any]]
            else { continue }
            byCase[reference] = lines.compactMap { line in
                guard let own = line["lineRef"] as? String, let number = line["docNumber"] as? String else {
                    return nil
                }
                return Line(reference: own, invoice: number)
            }
        }
    }
}
