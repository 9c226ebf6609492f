package import SourceText

/// What can be wrong with the shapes of data, with notices, calendars and settings, once each file by itself reads well.
package enum ShapeCodes {
    // MARK: Records, events, primitives

    package static let unknownType = DiagnosticCode(
        "E3700", "A type that nobody defines",
        "The type of a field is one of the language's own, such as text or money USD, or the name of a record. The word that stands "
            + "here is neither. Mostly it is misspelt, or the file that defines the record was not given.")
    package static let pluralTaken = DiagnosticCode(
        "E3701", "Two records have the same name for many",
        "Lists of records are asked for by the name for many, such as invoices. If two records share it, or one is called as many of "
            + "another are, nobody can say which is meant.")
    package static let reservedField = DiagnosticCode(
        "E3702", "A field with a name that has a meaning of its own",
        "Every record has an id, which is a text, and every result of a call has an outcome. A field of the same name must be the same "
            + "thing.")
    package static let outcomesDisagree = DiagnosticCode(
        "E3703", "Two outcomes give one name to different data",
        "What a call gave is read by name whatever its outcome was. So one name stands for one type of data in all its outcomes."
    )
    package static let reservedOutcome = DiagnosticCode(
        "E3704", "An outcome that is not a primitive's to name",
        "That a call must be repeated, that nobody knows what became of it, that its answer comes later or too late: all that can "
            + "happen to every call, and has its name in the language. A primitive names only what it found out.")
    package static let conditionalNotStated = DiagnosticCode(
        "E3705", .warning, "A primitive that does not say whether it can be conditional",
        "Between the reading of a record and the call, the record may change: a payment may come before a reminder leaves. A call that "
            + "can be conditional is refused then and decided again. One that cannot has a short time in which it may be wrong, and "
            + "whoever reviews the file should see that this was known.")
    package static let badPartition = DiagnosticCode(
        "E3706", "A field that cannot keep events in order",
        "Events that belong together are taken in order, and one field says what belongs together. So every event must have it, and "
            + "its values must be names: a record, a text, a whole number.")
    package static let unconditionalCall = DiagnosticCode(
        "E3707", .warning, "A call with weight that cannot be conditional",
        "The call moves money or changes a document, and it cannot be made on the condition that the records are unchanged. If a record "
            + "changes between reading and calling, the call is made all the same.")

    // MARK: Notices

    package static let fallbackMissing = DiagnosticCode(
        "E3720", "The fallback language has no text",
        "People whose own language is not in the notice read the fallback. So there must be a text in it.")
    package static let notShowable = DiagnosticCode(
        "E3721", "A value that has no form for people",
        "A notice shows texts, numbers, amounts, shares in per cent, dates and times, each as its language writes them. A list, a whole "
            + "record or true and false has no such form.")
    package static let shownMayBeAbsent = DiagnosticCode(
        "E3722", .warning, "A value in a notice that may be absent",
        "Where the value is absent the notice cannot be sent, and a person must look at it. Say what is written instead."
    )
    package static let languagesDiffer = DiagnosticCode(
        "E3723", .warning, "A language that does not say what the others say",
        "All languages of a notice say the same. A value that one of them leaves out was most likely forgotten in a translation."
    )
    package static let secretShown = DiagnosticCode(
        "E3724", "A secret in a text",
        "A field that is secret may be used to decide and to call, but nobody may read it: not in a notice, a question, a hand-over or a "
            + "reason.")
    package static let noticeInputNotGiven = DiagnosticCode(
        "E3725", "A notice that speaks of what the call does not give",
        "A notice says under inputs what it speaks of. Each of them comes from the call that sends it: by its name, or else as the only "
            + "record of that type.")
    package static let inputUnused = DiagnosticCode(
        "E3726", .warning, "An input that the notice does not speak of",
        "Whoever sends the notice must have a value for every input. One that no language shows and no condition asks is only in the way."
    )

    // MARK: Calendars

    package static let dayTwice = DiagnosticCode(
        "E3730", .warning, "A day that stands in the calendar twice",
        "It changes nothing, but most likely another day was meant, which is missing now.")

    // MARK: Settings

    package static let tenantTwice = DiagnosticCode(
        "E3740", "Two settings hold for the same tenant",
        "What holds for a tenant is said in one place. Two files, neither of which is a later version of the other, would leave it to "
            + "chance.")
    package static let impossibleAbsence = DiagnosticCode(
        "E3741", "An absence that cannot be",
        "An absence begins before it ends, and somebody else decides meanwhile.")
    package static let delegateAway = DiagnosticCode(
        "E3742", "Whoever decides instead is away as well",
        "While both are away, what was handed over would lie with nobody, or go round in a circle.")
    package static let unknownPerson = DiagnosticCode(
        "E3743", "A person whom no role names",
        "These settings say of every role who holds it. A person who is in none of them cannot decide anything, so the name is most "
            + "likely misspelt.")
    package static let absencesOverlap = DiagnosticCode(
        "E3744", "Two absences of one person at the same time",
        "On the days that both cover it would not be clear who decides instead.")
    package static let parameterTypesDiffer = DiagnosticCode(
        "E3745", "A parameter that is one thing here and another there",
        "A workflow reads a parameter by its name for every tenant. So it must be the same kind of value in all settings."
    )
    package static let parameterMissing = DiagnosticCode(
        "E3746", "A parameter that some settings do not give",
        "A workflow that reads a parameter runs for every tenant, so all settings must give it.")
    package static let grantToNobody = DiagnosticCode(
        "E3747", .warning, "A grant to an owner of nothing",
        "No file that was read has this owner, and a workflow has one of nearly this name. Most likely the grant is misspelt; then the owner "
            + "who was meant is not granted anything.")
    package static let tooFewPeople = DiagnosticCode(
        "E3748", "Fewer people hold a role than must approve",
        "A level of an approval asks for so many people of a role. If fewer hold it, the level can never be passed.")

    package static let all: [DiagnosticCode] = [
        unknownType, pluralTaken, reservedField, outcomesDisagree, reservedOutcome, conditionalNotStated, badPartition,
        unconditionalCall,
        fallbackMissing, notShowable, shownMayBeAbsent, languagesDiffer, secretShown, noticeInputNotGiven, inputUnused,
        dayTwice,
        tenantTwice, impossibleAbsence, delegateAway, unknownPerson, absencesOverlap, parameterTypesDiffer,
        parameterMissing, grantToNobody, tooFewPeople,
    ]
}
