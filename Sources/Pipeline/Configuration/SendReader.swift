internal import Domain

/// Who sends what a night writes, messages by channel; nobody where no command is given.
struct SendSettings: Sendable {
    /// The file to run and its arguments; the message's path is the last one. Empty for none.
    var email: [String] = []
    /// Takes the list of a night's text messages.
    var sms: [String] = []
    /// Takes a letter.
    var print: [String] = []
    /// Takes the folder of a package for an agency or a registry, and encrypts and carries it.
    var handover: [String] = []
    /// Seconds that one message or package may take.
    var timeoutSeconds = 120
    /// Days after which a message that was not sent is not sent any more: what it says may be true no longer.
    var days = 7

    /// The command of a channel; `nil` where nobody sends what goes by it. Calls are a person's; a file is a
    /// package.
    func command(for channel: Channel) -> [String]? {
        let command: [String]
        switch channel {
        case .email: command = email
        case .sms: command = sms
        case .letter: command = print
        case .file: command = handover
        case .callList: command = []
        }
        return command.isEmpty ? nil : command
    }

    /// Whether anything can be sent at all.
    var isConfigured: Bool { Channel.allCases.contains { command(for: $0) != nil } }
}

/// Reads who sends.
extension ConfigurationReader {
    func send(_ section: YAMLSection, into result: inout Configuration) {
        var settings = SendSettings()
        settings.email = section.texts("email")
        settings.sms = section.texts("sms")
        settings.print = section.texts("print")
        settings.handover = section.texts("handover")
        for (key, command) in [
            ("email", settings.email), ("sms", settings.sms), ("print", settings.print),
            ("handover", settings.handover),
        ] where command.first?.isEmpty == true {
            mistakes.add("'\(section.path).\(key)' must name the file to run", line: section.lineOf(key))
        }
        settings.timeoutSeconds =
            section.integer("timeoutSeconds", in: 1...3600) ?? settings.timeoutSeconds
        settings.days = section.integer("days", in: 0...60) ?? settings.days
        section.finish()
        result.send = settings
    }
}
