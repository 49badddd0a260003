import Foundation

/// Words and styles travel with the program. Only this file and `WordTableResource.swift` touch the file
/// system.
extension LetterTemplates {
    /// The letters of one of `languages` that travel with the program.
    ///
    /// Errors: `.unreadable` where there are none.
    public static func bundled(language: String = "es") throws(LetterError) -> LetterTemplates {
        guard languages.contains(language) else { throw .unreadable("language \(language)") }
        let folder = Bundle.module.bundlePath + "/Resources/letters/"
        guard let data = FileManager.default.contents(atPath: folder + language + ".json"),
            let table = try? JSONDecoder().decode(Table.self, from: data)
        else { throw .unreadable("\(language).json") }
        guard let bytes = FileManager.default.contents(atPath: folder + "letter.css"),
            let style = String(validating: bytes, as: UTF8.self)
        else { throw .unreadable("letter.css") }
        return LetterTemplates(
            language: language, wording: table.form, texts: table.texts, style: style)
    }

    /// The table of a language, as its file holds it.
    private struct Table: Decodable {
        let form: LetterWording
        let texts: [String: String]
    }
}
