package import SourceText

/// What can be wrong with definitions once each file by itself reads well: names that nobody defines, values of the wrong kind,
/// calls that are not granted.
package enum CheckingCodes {
    package static let unknownName = DiagnosticCode(
        "E3300", "A name that nobody defines",
        "Files speak of each other by name: a workflow of events, records, primitives and notices. The name that stands here is "
            + "defined in none of the files that were read. Mostly it is misspelt, or the file that defines it was not given."
    )
    package static let definedTwice = DiagnosticCode(
        "E3301", "Two definitions of one kind have the same name and version",
        "A name and a version stand for one content for ever, so that an auditor can see years later what was in force. Give the "
            + "new content the next version.")
    package static let notInMay = DiagnosticCode(
        "E3302", "A call that the workflow may not make",
        "`may` lists everything that a workflow may ever do to the billing system. Whoever reviews a change sees there at a glance what "
            + "it could do; so a call that is not listed is refused.")
    package static let unknownInput = DiagnosticCode(
        "E3303", "A value that the call does not take",
        "The primitive's file lists the inputs that it takes. A value under another name would be ignored, so it is refused."
    )
    package static let missingInput = DiagnosticCode(
        "E3304", "A value that the call needs is not given",
        "The primitive's file lists the inputs that it takes. Those without a question mark must be given under `with`."
    )
    package static let unknownOutcome = DiagnosticCode(
        "E3305", "An outcome that cannot happen",
        "Each primitive names the ways in which it can end. A branch for another outcome would never be taken.")
    package static let textIsName = DiagnosticCode(
        "E3306", "Text that is only a name",
        "Free text is taken as it stands. If it consists of nothing but a name that has a value here, the value was almost certainly "
            + "meant: put it between `${` and `}`. Text in quotation marks is taken as it stands.")
    package static let notYet = DiagnosticCode(
        "E3307", "This cannot be run yet",
        "The notation has a place for it, but this version of the program cannot run it. The file is refused rather than run without it."
    )
    package static let unknownStage = DiagnosticCode(
        "E3308", "A stage that the sequence does not have",
        "`after_stage` and `needs` name other stages of the same sequence, and a repetition is counted from a stage that is due at a "
            + "stated time.")
    package static let reopenWithoutSequence = DiagnosticCode(
        "E3309", "A workflow that is reopened needs one sequence",
        "An event under `reopen` starts an ended run again in its sequence. So the workflow must have exactly one sequence, and it must "
            + "stand among the outermost steps.")
    package static let tooMany = DiagnosticCode(
        "E3310", "More than the machine takes",
        "Every list has a limit, so that one file cannot use up a machine. Split the workflow, or say less in it.")
    package static let mayUnused = DiagnosticCode(
        "E3311", .warning, "A call under `may` that no step makes",
        "What a workflow may do and never does makes a reviewer look for something that is not there.")

    package static let badCalendar = DiagnosticCode(
        "E3312", "A calendar that cannot be",
        "A calendar covers a range of days, has at least one business day a week, and lists the holidays inside its range."
    )
    package static let notGranted = DiagnosticCode(
        "E3313", "A call that the settings do not grant",
        "`grants` in the settings says what the workflows of each owner may call. A workflow's own `may` cannot widen it, so that whoever "
            + "writes workflows cannot give themselves more than they were given.")

    package static let noPartition = DiagnosticCode(
        "E3314", "An event of which nobody knows the customer",
        "What happens to one customer is taken in order, so that a payment is never overtaken by a reminder. So every event says which "
            + "customer it is about, or names another field that keeps events in order.")

    package static let badParameter = DiagnosticCode(
        "E3316", "A parameter that its place cannot take",
        "A parameter stands in the settings and is used in a workflow. What the settings say has to be what the place in the workflow "
            + "asks for: a period, a time of day, a number.")
    package static let noZone = DiagnosticCode(
        "E3317", "A run whose time zone nobody knows",
        "The settings find the time zone of a run through one of its records. A workflow without that record has none, unless the "
            + "settings say which zone holds then.")
    package static let unknownPerson = DiagnosticCode(
        "E3318", "Neither a role nor a person of the settings",
        "A level of an approval names roles that the settings list, or people whom the settings list under a role. Another name could "
            + "never approve.")
    package static let pauseWithoutReason = DiagnosticCode(
        "E3319", "A pause that never begins",
        "A pause says when the timetable stands still: while a condition is true, or up to a date such as a promise to pay."
    )

    package static let notInEach = DiagnosticCode(
        "E3321", "A step that cannot be repeated",
        "`each` does its step for one item after another, inside one run. What has a timetable of its own, starts over or is taken back "
            + "belongs into a run of its own for each item.")
    package static let noIdentity = DiagnosticCode(
        "E3322", "Items that nobody can tell apart",
        "`each` does its step once for each item, whatever happens in between. So an item is known by what it is and not by its place in "
            + "the list: a text, a number or a date by itself, a record by its `id`.")
    package static let nameTaken = DiagnosticCode(
        "E3323", "A name that means something else here already",
        "A name stands for one thing, so that whoever reads a file need not guess which is meant.")
    package static let badList = DiagnosticCode(
        "E3324", "A list of records that cannot be read",
        "A list of records is written with the name that its record has where there are many, and a condition that each of them fulfils: "
            + "`Invoices.where(i, i.balance > 0)`.")
    package static let otherAsking = DiagnosticCode(
        "E3325", "A rule that is asked in the wrong way",
        "`decide` asks a table, formulas or a price, and what they say holds. `advise` asks a score or a classification, and what they say "
            + "is advice.")

    package static let notADate = DiagnosticCode(
        "E3900", "A timetable that is counted from no date",
        "A sequence, and a trigger that is about a record, follow a date of a record: the day on which an invoice is due, on which a term ends."
    )

    package static let backwards = DiagnosticCode(
        "E3917", "A period that goes back where something lasts",
        "What a call or an event is given as a period is how long something is: terms of payment, a billing period, a term. A sign in front of it is mostly left "
            + "over from an offset, such as the `at: -3 days` of a stage.")

    package static let all: [DiagnosticCode] = [
        unknownName, definedTwice, notInMay, unknownInput, missingInput, unknownOutcome, textIsName, notYet,
        unknownStage,
        reopenWithoutSequence, tooMany, mayUnused, badCalendar, notGranted,
        noPartition, badParameter, noZone, unknownPerson, pauseWithoutReason,
        notInEach, noIdentity, nameTaken, badList, otherAsking, notADate, backwards,
    ]
}
