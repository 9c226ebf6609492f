import Dates

enum CivilDateText {
    static func date(_ text: String) throws -> CivilDate { try CivilDate(text) }
}
