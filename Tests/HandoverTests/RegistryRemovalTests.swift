import Domain
import Foundation
import Testing

@testable import Handover

/// A profile must never keep a removal back: that is found before a night begins.
@Suite struct RegistryRemovalTests {
    @Test(arguments: [ExampleProfile.fixed200, .delimited])
    func theExamplesWriteEveryRemoval(example: ExampleProfile) throws {
        try example.profile().checkRemovals(RegistryRecord.RemovalReason.allCases)
    }

    @Test func aReasonThatTheTableLacksIsNamed() throws {
        let text = String(decoding: ExampleProfile.fixed200.json, as: UTF8.self)
        let place = try #require(text.range(of: #""DISPUTED": "[^"]*",?"#, options: .regularExpression))
        let profile = try LayoutProfile(json: Array(text.replacingCharacters(in: place, with: "").utf8))
        try profile.checkRemovals([.paid])
        let error = #expect(throws: LayoutError.self) { try profile.checkRemovals([.paid, .disputed]) }
        #expect(error?.kind == .codeUnmapped)
        #expect(error?.detail.hasPrefix("removal DISPUTED") == true)
    }
}
