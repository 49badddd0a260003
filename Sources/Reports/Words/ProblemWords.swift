internal import Domain

/// Problems in the reader's language. English stands in Domain, where the codes are; the other languages have
/// a `problem.` and a `remedy.` text a code, and read English where a text is missing.
extension Wording {
    /// What is wrong, what was found, what was expected.
    func message(_ problem: Problem) -> String {
        var line = title(problem)
        if !problem.found.isEmpty { line += "; " + self(.problemFound, ["value": problem.found]) }
        if !problem.expected.isEmpty { line += "; " + self(.problemExpected, ["value": problem.expected]) }
        return line
    }

    /// What is wrong; with a package of a partner, by the reason that its sender knows.
    func title(_ problem: Problem) -> String {
        PackageText.code(problem).flatMap { text("package.\($0)") } ?? title(problem.code)
    }

    /// What is wrong, as a short sentence.
    func title(_ code: Problem.Code) -> String { text("problem.\(code.rawValue)") ?? code.title }

    /// What a person does about it.
    func remedy(_ problem: Problem) -> String {
        // No file of the inbox is wrong where a record that goes out breaks a rule of the exchange.
        if problem.code == .recordMalformed, problem.expected.hasSuffix(" of DHX 1.0") {
            return self[.remedyHandover]
        }
        if let code = PackageText.code(problem), let remedy = text("remedy.package.\(code)") { return remedy }
        return text("remedy.\(problem.code.rawValue)") ?? problem.code.remedy
    }

    /// Where in the file.
    func place(_ place: Place) -> String {
        var parts: [String] = []
        if let element = place.element { parts.append(self(.placeElement, ["value": element])) }
        if place.line > 0 { parts.append(self(.placeLine, ["value": String(place.line)])) }
        if place.column > 0 { parts.append(self(.placeColumn, ["value": String(place.column)])) }
        return parts.isEmpty ? self[.placeWholeFile] : parts.joined(separator: ", ")
    }
}
