public import Domain

/// The formats `recobro inspect` can name. The raw values are a machine-readable contract.
public enum FileFormat: String, Sendable, CaseIterable {
    case camt052 = "camt.052"
    case camt053 = "camt.053"
    case camt054 = "camt.054"
    case pain002 = "pain.002"
    case pain008 = "pain.008"
    case norma43
    case mt940
    case mt942
    case cfonb120
    case ofx
    case qif
    case bankCSV = "bank-csv"
    case bankXLSX = "bank-xlsx"
    case facturae
    case ubl
    case cii
    case facturxPDF = "facturx-pdf"
    case saftPT = "saft-pt"
    case fec
    case invoiceCSV = "invoice-csv"
    case invoiceXLSX = "invoice-xlsx"
    case customersCSV = "customers-csv"
    case directDebitCSV = "direct-debit-csv"
    case decisionsCSV = "decisions-csv"
    case deliveriesCSV = "deliveries-csv"
    case unknown
}

/// What a file is.
public struct Identification: Sendable, Equatable {
    public var format: FileFormat
    /// The format's version by feature, `001.08`, `3.2.2`; empty where it has none.
    public var version: String
    public var encoding: String
    /// Name of the profile (bank or program) whose columns fit a table; empty elsewhere.
    public var profile: String

    public init(format: FileFormat, version: String = "", encoding: String = "", profile: String = "") {
        self.format = format
        self.version = version
        self.encoding = encoding
        self.profile = profile
    }
}

/// What a reader needs to know besides the bytes. No clock, no database, no file system.
public struct ReadOptions: Sendable {
    /// Currency of files that state none.
    public var defaultCurrency = Currency.eur
    /// The role a person gave the file with `--as`; `nil` to decide by content.
    public var forcedFormat: FileFormat?
    /// The workspace's own table profiles, tried before the built-in ones.
    public var profiles: [TableProfile] = []
    /// Name of the encoding that identifying these very bytes has found: the whole text need not be looked at
    /// twice.
    var detectedEncoding = ""

    public init() {}
}

/// Where a reader puts each record, in file order. Throwing ends the reading.
public typealias RecordSink = (SourceRecord) throws -> Void
