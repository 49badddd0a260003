public import Domain
internal import Scanning

/// Tells what a delimited file is by its heading row: bank, invoices, direct debits, decisions,
/// proofs of delivery or customers.
public enum DelimitedIdentification {
    /// The identification and the profile that fits; `nil` where the bytes are no table with a known heading,
    /// or where two readings contradict each other (`problem` says which).
    ///
    /// `options.forcedFormat` restricts the search to the role a person named.
    public static func identify(
        _ bytes: Span<UInt8>, options: ReadOptions
    ) -> (identification: Identification, profile: TableProfile)? {
        guard case .found(let identification, let profile) = search(bytes, options: options) else {
            return nil
        }
        return (identification, profile)
    }

    /// Why `identify` found nothing: the heading that was not understood and its line, or the ambiguity.
    public static func problem(_ bytes: Span<UInt8>, options: ReadOptions) -> Problem? {
        guard case .problem(let problem) = search(bytes, options: options) else { return nil }
        return problem
    }

    private enum Finding {
        case found(Identification, TableProfile)
        case problem(Problem)
    }

    private static func search(_ bytes: Span<UInt8>, options: ReadOptions) -> Finding {
        var role: TableProfile.Role?
        if let forced = options.forcedFormat {
            guard let named = self.role(of: forced) else { return .problem(Problem(.formatUnknown)) }
            role = named
        }
        return TableReading.withText(bytes) { text, encoding, name in
            if let refusal = TableReading.refusal(text) { return .problem(refusal) }
            switch HeadingSearch(encoding: encoding, options: options, role: role).run(text) {
            case .problem(let problem): return .problem(problem)
            case .layout(let layout):
                let identification = Identification(
                    format: format(of: layout.profile.role), encoding: name, profile: layout.profile.name)
                return .found(identification, layout.profile)
            }
        }
    }

    private static func format(of role: TableProfile.Role) -> FileFormat {
        switch role {
        case .bank: .bankCSV
        case .invoices: .invoiceCSV
        case .directDebits: .directDebitCSV
        case .decisions: .decisionsCSV
        case .deliveries: .deliveriesCSV
        case .customers: .customersCSV
        }
    }

    private static func role(of format: FileFormat) -> TableProfile.Role? {
        TableProfile.Role.allCases.first { self.format(of: $0) == format }
    }
}
