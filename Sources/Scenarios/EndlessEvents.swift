/// What is said of an event that follows from too many others, by scenarios and dry runs alike.
package struct EndlessEvents {
    package let message: String
    package let found: String
    package let expected = "events that come to an end"
    package let help: String

    /// - Parameter workflow: the one whose run has caused it.
    package init(_ event: String, of workflow: String) {
        message = "1,000 events have followed from one another, and \"\(event)\" would be the next."
        found = "\"\(event)\", caused by a run of \"\(workflow)\""
        help =
            "Look at what starts on \"\(event)\" and causes it again: let it wait and stop after some tries, or narrow its trigger with \"if\"."
    }
}
