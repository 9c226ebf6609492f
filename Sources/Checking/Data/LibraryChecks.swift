import Definitions
package import SourceText

/// What must hold of the definitions that no workflow has to speak of: records, events, primitives, calendars and settings.
package enum LibraryChecks {
    package static func check(_ library: Library, _ shapes: Shapes) -> [Diagnostic] {
        var findings = Findings(library)
        FieldChecks.check(library, &findings)
        PrimitiveChecks.check(library, shapes, &findings)
        for calendar in library.calendars { CalendarChecks.check(calendar, &findings) }
        SettingsChecks.check(library, &findings)
        RoleChecks.check(library, &findings)
        return findings.diagnostics
    }
}
