public import SourceText

/// What can be wrong with an expression whose words are all right, when it is made ready to run: E2580 to E2599.
public enum LoweringCodes {
    public static let percentageTooLong = DiagnosticCode(
        "E2580", .error, "A percentage has too many digits",
        "A percentage is kept as an exact ratio, whose parts have at most 38 digits.")
    public static let tooLarge = DiagnosticCode(
        "E2581", .error, "An expression is too large",
        "An expression needs more values at one time than there is room for.")

    public static let all = [percentageTooLong, tooLarge]
}
