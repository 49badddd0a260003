internal import Domain

extension LayoutProfile {
    /// Checks that an agency's own files can be read with the profile in an environment: every path means
    /// something in its flow, what a batch must state is stated, every table gives our codes.
    public func check(agencyReturnsIn environment: HandoverEnvironment) throws(LayoutError) {
        guard direction == .incoming, flow != nil else {
            throw LayoutError(.notAllowed, at: name, "the profile describes no return file of an agency")
        }
        try check(status: environment)
        let paths = AgencyReturnPaths(flow)
        for record in records { try check(record, paths) }
        try checkConstants(paths)
        try checkOnce()
        for record in records where record.each == .record {
            let names = Set(record.fields.map(\.source.name))
            for choice in paths.requiredFields where names.isDisjoint(with: choice) {
                throw missing(choice, at: record.name)
            }
        }
        for choice in paths.required { try checkStated(choice, paths) }
        try checkFeeInvoice()
    }

    private func missing(_ choice: [String], at place: String) -> LayoutError {
        LayoutError(.missingKey, at: place, "no field says " + choice.joined(separator: " or "))
    }

    private func check(_ record: LayoutRecord, _ paths: AgencyReturnPaths) throws(LayoutError) {
        for field in record.fields {
            guard case .path = field.source else { continue }
            let place = "\(record.name).\(field.name)"
            let path = field.source.name
            guard let value = paths.value(at: path, of: record.each) else {
                throw LayoutError(
                    .wrongValue, at: place,
                    "such a record has the paths " + paths.names(of: record.each).joined(separator: ", "))
            }
            guard value.fieldKinds.contains(field.kind) else {
                throw LayoutError(
                    .wrongValue, at: place,
                    "\(path) is of type " + value.fieldKinds.map(\.rawValue).joined(separator: " or "))
            }
            try check(field, value, at: place)
        }
    }

    private func check(
        _ field: LayoutField, _ value: AgencyReturnValue, at place: String
    ) throws(LayoutError) {
        if case .code(let words) = value {
            // A currency and an environment are written as they are here.
            let isPublic = ["currency", "header.environment", "feeInvoice.vatCategory"].contains(
                field.source.name)
            guard let table = field.table else {
                if isPublic { return }
                throw LayoutError(.missingKey, at: place, "a code of the agency needs its table")
            }
            try check(table: table, words: words)
        } else if let table = field.table {
            guard value == .text else {
                throw LayoutError(.wrongValue, at: place, "\(field.source.name) has no table")
            }
            try check(table: table, words: nil)
        }
    }

    private func checkConstants(_ paths: AgencyReturnPaths) throws(LayoutError) {
        for (path, text) in values.sorted(by: { $0.key < $1.key }) {
            func wrong(_ detail: String) -> LayoutError {
                LayoutError(.wrongValue, at: "values.\(path)", detail)
            }
            guard let value = paths.constant(at: path) else {
                throw wrong("a constant of this flow has no such path")
            }
            switch value {
            case .code(let words):
                guard words.contains(text) else { throw wrong("it is none of our codes") }
            case .amount, .percent:
                guard LayoutAmount(text) != nil else { throw wrong("an amount with a point is expected") }
            case .day:
                guard Day(iso: text) != nil else { throw wrong("a day YYYY-MM-DD is expected") }
            case .id, .text, .time, .whole, .account:
                guard !text.isEmpty else { throw wrong("a text that is not empty is expected") }
            }
        }
    }

    /// A path stands once: twice in a record, in two records of the file, or in a field and in `values`, it
    /// could say two things.
    private func checkOnce() throws(LayoutError) {
        var ofFile: Set<String> = []
        for record in records {
            var seen: Set<String> = []
            for field in record.fields {
                guard case .path = field.source else { continue }
                let path = field.source.name
                let isNew = record.each == .file ? ofFile.insert(path).inserted : seen.insert(path).inserted
                guard isNew, values[path] == nil else {
                    throw LayoutError(
                        .wrongValue, at: "\(record.name).\(field.name)", "\(path) is said twice")
                }
            }
        }
    }

    /// That a value which a batch must have stands in a field or in `values`.
    private func checkStated(_ choice: [String], _ paths: AgencyReturnPaths) throws(LayoutError) {
        guard values.keys.allSatisfy({ !choice.contains($0) }) else { return }
        let isOfRecord = choice.contains { paths.value(at: $0, of: .record) != nil }
        let places = records.filter { $0.each == (isOfRecord ? .record : .file) }
        func states(_ record: LayoutRecord) -> Bool {
            record.fields.contains { choice.contains($0.source.name) }
        }
        // Every detail line must say it, but only one line of the file.
        if isOfRecord {
            for record in places where !states(record) { throw missing(choice, at: record.name) }
        } else if !places.contains(where: states) {
            throw missing(choice, at: name)
        }
    }

    /// A fee invoice is stated with all its figures or not at all.
    private func checkFeeInvoice() throws(LayoutError) {
        guard flow == .remittance else { return }
        let stated = Set(records.flatMap(\.fields).map(\.source.name)).union(values.keys)
        let parts = ["number", "date", "net", "vatCategory", "vatRatePct", "vat", "gross"].map {
            "feeInvoice." + $0
        }
        guard !stated.isDisjoint(with: parts) else { return }
        for part in parts where !stated.contains(part) { throw missing([part], at: name) }
    }
}
