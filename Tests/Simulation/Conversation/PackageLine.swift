internal import Foundation
internal import Support

/// The line between two partners: packages are lost, repeated, overtaken and damaged on it, as on any line.
///
/// Nothing is lost for good: a person who misses a package, or is told that it came damaged, drops the same
/// bytes again some nights later. The last nights are quiet, so that both sides can settle.
struct PackageLine {
    /// What was done to packages, by what it was.
    private(set) var mishaps: [String: Int] = [:]
    /// A copy of every package as it was handed over.
    private let store: String
    private let lastWildNight: Int
    private var chance: SplitMix64
    private var underway: [Int: [Parcel]] = [:]
    private var known: Set<String> = []

    private struct Parcel {
        let name: String
        let isDamaged: Bool
        /// Of the damage.
        let draw: UInt64
    }

    init(store: String, seed: UInt64, lastWildNight: Int) throws {
        (self.store, self.lastWildNight) = (store, lastWildNight)
        chance = SplitMix64(seed: seed)
        try FileManager.default.createDirectory(atPath: store, withIntermediateDirectories: true)
    }

    /// Takes every package of a folder that was not handed over before.
    mutating func take(from folder: String, on night: Int) throws {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names.sorted() where name.hasPrefix("DHX1_") && !name.hasSuffix(".part") {
            guard known.insert(name).inserted else { continue }
            try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: "\(store)/\(name)")
            plan(name, night)
        }
    }

    private mutating func plan(_ name: String, _ night: Int) {
        let draw = night > lastWildNight ? 99 : chance.below(100)
        let wait = 1 + chance.below(4)
        func deliver(_ night: Int, isDamaged: Bool = false) {
            underway[night, default: []].append(
                Parcel(name: name, isDamaged: isDamaged, draw: chance.next()))
        }
        switch draw {
        case 0..<8:
            mishaps["lost", default: 0] += 1
            deliver(night + 2 + wait)
        case 8..<16:
            mishaps["repeated", default: 0] += 1
            deliver(night + 1)
            deliver(night + 1 + wait)
        case 16..<26:
            mishaps["late", default: 0] += 1
            deliver(night + 1 + wait)
        case 26..<34:
            mishaps["damaged", default: 0] += 1
            deliver(night + 1, isDamaged: true)
            deliver(night + 2 + wait)
        default: deliver(night + 1)
        }
    }

    /// Puts what arrives tonight into a folder; gives the names, in the order in which they came.
    mutating func arrive(on night: Int, in folder: String) throws -> [String] {
        var names: [String] = []
        for parcel in (underway.removeValue(forKey: night) ?? []).shuffled(using: &chance) {
            let target = "\(folder)/\(parcel.name)"
            // Two copies of one package in one night are one to whoever lists the folder.
            guard !FileManager.default.fileExists(atPath: target) else { continue }
            try FileManager.default.copyItem(atPath: "\(store)/\(parcel.name)", toPath: target)
            if parcel.isDamaged { try damage(target, parcel.draw) }
            names.append(parcel.name)
        }
        return names
    }

    /// One bit of one file is another.
    private func damage(_ package: String, _ draw: UInt64) throws {
        let files = try FileManager.default.subpathsOfDirectory(atPath: package).sorted().filter { path in
            var isFolder: ObjCBool = false
            let exists = FileManager.default.fileExists(
                atPath: "\(package)/\(path)", isDirectory: &isFolder)
            return exists && !isFolder.boolValue
        }
        let path = "\(package)/\(files[Int(draw % UInt64(files.count))])"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        guard !bytes.isEmpty else { return }
        let place = Int(draw / 64 % UInt64(bytes.count))
        bytes[place] ^= 1 << UInt8(draw / 8 % 8)
        try bytes.write(to: URL(fileURLWithPath: path))
    }
}
