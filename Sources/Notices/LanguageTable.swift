extension LanguageForms {
    enum Order: Sendable {
        /// `March 1, 2026`
        case monthFirst
        /// `1 March 2026`, with what stands behind the day and the month, and how the first of a month is written.
        case dayFirst(afterDay: String, afterMonth: String, first: String)
    }

    struct Row: Sendable {
        var point: String
        var grouping: String
        /// The fewest digits before the point that are grouped: Spanish leaves 1234 as it is.
        var firstGrouped: Int
        var percent: String
        /// `nil` for dates such as 2026-03-01.
        var months: [String]?
        var order: Order
        var isTwelveHours = false

        static let plain = Row(
            point: ".", grouping: "", firstGrouped: 4, percent: "%", months: nil, order: dayFirst)

        static let dayFirst = Order.dayFirst(afterDay: " ", afterMonth: " ", first: "1")

        /// The regions that write a language in another way than most.
        func adapted(_ language: String, region: String) -> Row {
            var row = self
            switch (language, region) {
            case ("en", "US"), ("en", "PH"), ("en", "PR"): break
            case ("en", "CA"): row.order = .monthFirst
            case ("en", _): (row.order, row.isTwelveHours) = (Row.dayFirst, false)
            case ("es", "MX"), ("es", "US"), ("es", "PR"), ("es", "DO"), ("es", "GT"), ("es", "HN"), ("es", "NI"),
                ("es", "PA"), ("es", "PE"), ("es", "SV"):
                (row.point, row.grouping, row.firstGrouped) = (".", ",", 4)
            case ("de", "CH"), ("de", "LI"), ("it", "CH"):
                (row.point, row.grouping, row.percent) = (".", "\u{2019}", "%")
            case ("de", "AT"): row.grouping = "\u{A0}"
            case ("pt", "PT"): (row.grouping, row.firstGrouped) = ("\u{A0}", 5)
            default: break
            }
            return row
        }
    }

    static let table: [String: Row] = [
        "en": Row(
            point: ".", grouping: ",", firstGrouped: 4, percent: "%",
            months: [
                "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                "November", "December",
            ], order: .monthFirst, isTwelveHours: true),
        "de": Row(
            point: ",", grouping: ".", firstGrouped: 4, percent: " %",
            months: [
                "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
                "November", "Dezember",
            ], order: .dayFirst(afterDay: ". ", afterMonth: " ", first: "1")),
        "es": Row(
            point: ",", grouping: ".", firstGrouped: 5, percent: " %",
            months: [
                "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
                "noviembre", "diciembre",
            ], order: .dayFirst(afterDay: " de ", afterMonth: " de ", first: "1")),
        "fr": Row(
            point: ",", grouping: "\u{202F}", firstGrouped: 4, percent: " %",
            months: [
                "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
                "novembre", "décembre",
            ], order: .dayFirst(afterDay: " ", afterMonth: " ", first: "1er")),
        "it": Row(
            point: ",", grouping: ".", firstGrouped: 4, percent: "%",
            months: [
                "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre",
                "ottobre", "novembre", "dicembre",
            ], order: Row.dayFirst),
        "nl": Row(
            point: ",", grouping: ".", firstGrouped: 4, percent: "%",
            months: [
                "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
                "november", "december",
            ], order: Row.dayFirst),
        "pt": Row(
            point: ",", grouping: ".", firstGrouped: 4, percent: "%",
            months: [
                "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro",
                "novembro", "dezembro",
            ], order: .dayFirst(afterDay: " de ", afterMonth: " de ", first: "1")),
    ]
}
