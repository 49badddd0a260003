internal import Foundation

/// Law packs travel with the program. Only the `…Resource.swift` files of this module touch the file system.
extension LawPack {
    /// The pack of a country that travels with the program: `es`, `fr`, `pt`.
    ///
    /// Errors: no pack of that country, or what `init(country:files:)` says.
    public static func bundled(country: String = "es") throws(LawPackError) -> LawPack {
        try load(country: country, from: [builtIn])
    }

    /// The pack of a country where a folder with the same layout (`es/pack.json`, `eu/pack.json` …) may
    /// replace the built-in one: a country's folder, and the shared `eu`, are taken whole from there if they
    /// are there, else from what travels with the program.
    public static func load(country: String, replacements folder: String) throws(LawPackError) -> LawPack {
        guard isFolder(folder) else {
            throw LawPackError(LawPackFault(file: folder, found: "no folder", expected: "a folder of packs"))
        }
        return try load(country: country, from: [folder, builtIn])
    }

    private static var builtIn: String { Bundle.module.bundlePath + "/Resources" }

    private static func isFolder(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
            && isDirectory.boolValue
    }

    /// - Parameter roots: the first that has the folder gives it.
    private static func load(country: String, from roots: [String]) throws(LawPackError) -> LawPack {
        let letters = country.utf8.allSatisfy { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") }
        guard letters, country.utf8.count == 2, country != "eu" else {
            throw LawPackError(
                LawPackFault(found: "country \"\(country)\"", expected: "two small letters, as es"))
        }
        var files: [LawPackFile] = []
        for name in ["eu", country] {
            guard let root = roots.first(where: { isFolder($0 + "/" + name) }) else {
                throw LawPackError(LawPackFault(file: name, found: "no folder", expected: "a law pack"))
            }
            files += try Self.files(in: root, folder: name)
        }
        return try LawPack(country: country, files: files)
    }

    private static func files(in root: String, folder: String) throws(LawPackError) -> [LawPackFile] {
        let path = root + "/" + folder
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        var files: [LawPackFile] = []
        for name in names.sorted() where name.hasSuffix(".json") {
            guard let data = FileManager.default.contents(atPath: path + "/" + name),
                data.count <= fileBytesMax
            else {
                throw LawPackError(
                    LawPackFault(
                        file: folder + "/" + name, found: "a file that cannot be read",
                        expected: "a JSON file of at most \(fileBytesMax) bytes"))
            }
            files.append(LawPackFile(name: folder + "/" + name, bytes: Array(data)))
        }
        return files
    }
}
