import Domain
import Foundation

/// Templates travel with the program. Only this file and `WordTableResource.swift` touch the file system.
extension LetterTemplates {
    /// The letters of a language that travel with the program (`es`).
    ///
    /// Errors: `.unreadable` where there are none, `.template` where one is broken.
    public static func bundled(language: String = "es") throws(LetterError) -> LetterTemplates {
        let letters = language.utf8.allSatisfy { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") }
        guard letters, language.utf8.count == 2 else { throw .unreadable("language \(language)") }
        let folder = Bundle.module.bundlePath + "/Resources/" + language + "/"
        guard let data = FileManager.default.contents(atPath: folder + "wording.json"),
            let wording = try? JSONDecoder().decode(LetterWording.self, from: data)
        else { throw .unreadable("\(language)/wording.json") }
        var bodies: [StepKind: String] = [:]
        for kind in kinds { bodies[kind] = try text(folder, kind.rawValue) + "\n" }
        var parts: [String: String] = [:]
        for name in ["head", "invoices", "payment", "foot"] { parts[name] = try text(folder, name) }
        return try LetterTemplates(language: language, wording: wording, bodies: bodies, parts: parts)
    }

    /// The text of a file without its last line end: an included part ends where its hole ends.
    private static func text(_ folder: String, _ name: String) throws(LetterError) -> String {
        guard let data = FileManager.default.contents(atPath: folder + name + ".html"),
            let text = String(validating: data, as: UTF8.self)
        else { throw .unreadable("\(name).html") }
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
