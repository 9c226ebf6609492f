// S7, S16: approvals, and the verbs that only decide where to go on.

/// S16
let approval = ModelWorkflow(
    name: "approval", event: "invoice.drafted", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        approve(
            as: "release",
            ModelApproval(
                levels: { _ in .list([.text("finance-manager"), .text("2 of controller")]) },
                except: [fieldOf("invoice", "prepared_by")],
                covers: [fieldOf("invoice", "total"), fieldOf("invoice", "customer")],
                remind: .days(1), within: .days(3), escalate: "cfo-office"),
            outcomes: [
                "refused": [
                    perform("invoice.void", as: "void", with: ["invoice": record("invoice")]), end("refused"),
                ],
                "changed": [beginAgain],
                "late": [flag(as: "waiting", to: "controller"), end("not_released")],
            ]),
        perform("invoice.post", as: "post", with: ["invoice": record("invoice")]),
    ])

/// S16: levels from a record, no branches
let approvalLevels = ModelWorkflow(
    name: "approval-levels", event: "invoice.drafted", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        approve(
            as: "release", if: { $0("invoice", "total") > 50 },
            ModelApproval(
                levels: fieldOf("invoice", "levels"), covers: [fieldOf("invoice", "total")],
                remind: .businessDays(1), within: .businessDays(2))),
        perform("invoice.post", as: "post", with: ["invoice": record("invoice")]),
    ])

/// Groups, choices, guards, flags, events and ends
let branches = ModelWorkflow(
    name: "branches", event: "invoice.drafted", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        group(
            as: "large", if: { $0("invoice", "total") > 100 },
            [
                flag(as: "notice_large", to: "controller"),
                group(as: "disputed", if: { $0("invoice", "disputed").truth }, [end("disputed")]),
            ]),
        choose(
            as: "route",
            [
                ModelStep.Case(
                    condition: {
                        both(
                            $0("invoice", "status").equals(.text("draft")),
                            not($0("customer", "suspended").truth))
                    },
                    then: [
                        perform(
                            "invoice.post", as: "post", with: ["invoice": record("invoice")],
                            outcomes: [
                                "refused": [
                                    emit(
                                        "invoice.rejected", as: "refused_post",
                                        with: ["customer": record("customer"), "invoice": record("invoice")])
                                ]
                            ])
                    ]),
                ModelStep.Case(
                    condition: {
                        either(
                            $0("invoice", "status").equals(.text("sent")), $0("customer", "autopay").truth)
                    },
                    then: [remind("sent", as: "tell", if: { $0("customer", "autopay").truth })]),
                ModelStep.Case(condition: nil, then: [end("nothing_to_do")]),
            ]),
        flag(
            as: "done",
            if: { $0("invoice", "due_on").date.map { $0 > CivilTime.day(year: 2026, month: 3, day: 5) } },
            to: "collections"),
        group(as: "large_result", if: { $0("invoice", "total") > 100 }, [end("large_end")]),
    ])

/// S16: what was approved is compared again before the call
let covered = ModelWorkflow(
    name: "covered", event: "invoice.drafted", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        approve(
            as: "release",
            ModelApproval(levels: { _ in .list([.text("controller")]) }, covers: [fieldOf("invoice", "total")]),
            outcomes: ["changed": [flag(as: "told", to: "controller"), carryOn], "refused": [end("refused")]]),
        wait(as: "an_hour", .period(.hours(1))),
        perform("invoice.post", as: "post", with: ["invoice": record("invoice")]),
        perform(
            "payment.charge", as: "charge",
            with: ["amount": fieldOf("invoice", "balance"), "invoice": record("invoice")],
            outcomes: ["declined": [beginAgain]]),
    ])

/// S16: absence and delegates
let delegated = ModelWorkflow(
    name: "delegated", event: "invoice.drafted", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        approve(
            as: "release",
            ModelApproval(
                levels: { _ in .list([.text("auditor or controller"), .text("2 of auditor")]) },
                except: [fieldOf("invoice", "prepared_by")], within: .days(4)),
            outcomes: ["refused": [end("refused")], "late": [end("late")]]),
        perform("invoice.post", as: "post", with: ["invoice": record("invoice")]),
    ])

/// What the table `release-route` gives.
private let releaseRoute: ModelRule = { scope in
    guard case .int(let total) = scope("invoice", "total"), let isDisputed = scope("invoice", "disputed").truth else {
        return nil
    }
    let (levels, part): ([String], Int) =
        if total < 100 {
            isDisputed ? (["controller"], 0) : ([], 60)
        } else if total >= 150 {
            (["controller", "2 of controller"], 20)
        } else {
            isDisputed ? (["2 of controller"], 0) : (["controller"], 40)
        }
    return [("levels", .list(levels.map { .text($0) })), ("part", .int(part))]
}

/// S9, S16: what a rule decides is read by later steps
let routed = ModelWorkflow(
    name: "routed", event: "invoice.drafted", key: keyedByInvoice, records: invoiceAndCustomer,
    steps: [
        decide(as: "route", releaseRoute),
        approve(
            as: "release", if: { $0("route", "levels") == .list([]) ? false : true },
            ModelApproval(levels: fieldOf("route", "levels"), covers: [fieldOf("invoice", "total")]),
            outcomes: ["changed": [beginAgain], "refused": [end("refused")]]),
        perform(
            "invoice.post", as: "post", with: ["invoice": record("invoice")], outcomes: ["refused": [beginAgain]]),
        perform(
            "payment.charge", as: "charge", if: { $0("route", "part") > 0 },
            with: ["amount": fieldOf("route", "part"), "invoice": record("invoice")], outcomes: ["declined": [carryOn]]),
    ])
