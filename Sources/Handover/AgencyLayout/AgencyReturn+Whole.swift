internal import Domain

// What the file and its name say of the file as a whole, against what is expected.
extension AgencyReturn {
    /// What keeps the file as a whole from being read in this context; all of it refuses.
    func problems(in context: AgencyReturnContext) -> [Problem] {
        let header = context.header
        do throws(LayoutError) {
            try profile.check(agencyReturnsIn: header.environment)
        } catch {
            return [Problem(.formatUnknown, found: error.description, expected: "a profile that is allowed")]
        }
        var problems: [Problem] = []
        if header.flow != flow {
            problems.append(
                Self.refusal(
                    .wholeFile, flow?.rawValue ?? "", "\(header.flow.rawValue), the flow of the header"))
        }
        problems += header.faults.map { Self.refusal(.wholeFile, $0, "the header of a batch") }
        return problems + environmentProblems(header.environment.rawValue) + dayProblems(context)
    }

    private static func refusal(
        _ place: Place, _ found: String, _ expected: String, _ code: Problem.Code = .recordMalformed
    ) -> Problem {
        Problem(code, severity: .refuse, at: place, found: found, expected: expected)
    }

    private func environmentProblems(_ expected: String) -> [Problem] {
        var problems: [Problem] = []
        let place = head.place(of: "header.environment")
        if let stated = environmentOfHead, stated != expected {
            problems.append(Self.refusal(place, "environment \(stated)", expected))
        }
        guard let named = environmentOfName else { return problems }
        if named != expected {
            problems.append(
                Self.refusal(.wholeFile, "environment \(named) in the name of the file", expected))
        }
        if let stated = environmentOfHead, stated != named {
            problems.append(
                Self.refusal(
                    place, "environment \(stated), and \(named) in the name of the file",
                    "one environment in both"))
        }
        return problems
    }

    private func dayProblems(_ context: AgencyReturnContext) -> [Problem] {
        var problems: [Problem] = []
        let place = head.place(of: "header.businessDate")
        let last = context.lastDay
        if let stated = dayOfHead, stated > last {
            problems.append(Self.refusal(place, "\(stated), a day ahead", "at the latest \(last)"))
        }
        guard let digits = nameParts["businessDate"] else { return problems }
        guard let named = dayOfName else {
            problems.append(
                Self.refusal(
                    .wholeFile, "\(LayoutReader.quoted(digits)) in the name of the file", "a day YYYYMMDD",
                    .dateUnreadable))
            return problems
        }
        if named > last {
            problems.append(
                Self.refusal(
                    .wholeFile, "\(named), a day ahead, in the name of the file", "at the latest \(last)"))
        }
        if let stated = dayOfHead, stated != named {
            problems.append(
                Self.refusal(
                    place, "\(stated), and \(named) in the name of the file", "one day in both"))
        }
        return problems
    }
}
