extension FunctionID {
    /// Whether the function's result depends on its arguments alone, so that it can be computed when an expression is
    /// compiled.
    package var isFoldable: Bool {
        switch self {
        case .matches, .dateIn, .instalments, .replace, .join, .format, .optionalNone, .optionalOf,
            .optionalOfNonZeroValue:
            false
        default: true
        }
    }
}
