import Dates
import Definitions
import SourceText
import YAMLReading

/// A calendar that can answer.
enum CalendarChecks {
    static func check(_ calendar: CalendarDefinition, _ findings: inout Findings) {
        let (first, last) = (calendar.from.value, calendar.until.value)
        if last < first {
            findings.report(
                CheckingCodes.badCalendar, calendar.until.place,
                "The calendar \"\(calendar.heading.name.value)\" ends before it begins.", found: "\(last)",
                expected: "\(first) or a later day", help: "Exchange the two dates, or correct one of them.",
                related: [.init(calendar.from.place, "the first day")])
        }
        weekend(calendar, &findings)
        var days: [CivilDate: HolidayDefinition] = [:]
        for holiday in calendar.holidays {
            let day = holiday.date.value
            if let earlier = days[day] {
                findings.report(
                    ShapeCodes.dayTwice, holiday.date.place, "\(day) is a holiday already.",
                    found: "\(day)" + (holiday.name.map { " as \"\($0.value)\"" } ?? " again"),
                    expected: "every day once", help: "Delete it, or write the day that was meant.",
                    related: [.init(earlier.date.place, "the first time")])
            } else {
                days[day] = holiday
            }
            guard first <= last, day < first || day > last else { continue }
            findings.report(
                CheckingCodes.badCalendar, holiday.date.place,
                "The holiday \(day) is not among the days that the calendar covers.", found: "\(day)",
                expected: "a day from \(first) to \(last)", help: "Correct the day, or let the calendar cover it.",
                related: [.init((day < first ? calendar.from : calendar.until).place, "what it covers")])
        }
    }

    private static func weekend(_ calendar: CalendarDefinition, _ findings: inout Findings) {
        var days: [Weekday] = []
        for day in calendar.weekend {
            if days.contains(day.value) {
                findings.report(
                    ShapeCodes.dayTwice, day.place, "The weekend has \(day.node.text) already.",
                    found: "\"\(day.node.text)\" again", expected: "every day once",
                    help: "Delete it, or write the day that was meant.")
            }
            days.append(day.value)
            guard Set(days).count == 7, days.count == 7 else { continue }
            findings.report(
                CheckingCodes.badCalendar, day.place,
                "The calendar \"\(calendar.heading.name.value)\" has no business day: every day of the week is weekend.",
                found: "all seven days", expected: "at most six days",
                help: "Delete the days on which business is done.")
        }
    }
}
