package import Dates
package import Encoding

/// Who holds which role, and who is away: what the settings say of people (S16).
package struct People: Hashable, Sendable {
    package struct Role: Hashable, Sendable {
        package var name: Text
        /// Nothing if the settings do not say who holds it: then the host's word counts.
        package var people: [Text]?

        package init(_ name: Text, _ people: [Text]?) {
            self.name = name
            self.people = people
        }
    }

    /// Somebody is away on these days, both included.
    package struct Absence: Hashable, Sendable {
        package var person: Text
        package var from: CivilDate
        package var until: CivilDate
        /// Who decides instead.
        package var delegate: Text?

        package init(_ person: Text, from: CivilDate, until: CivilDate, delegate: Text?) {
            self.person = person
            self.from = from
            self.until = until
            self.delegate = delegate
        }
    }

    package var roles: [Role]
    package var absences: [Absence]
    /// The most people that one stands in for through one another: a delegate who is away as well has a delegate.
    package static let maximumDelegations = 8

    package init(roles: [Role] = [], absences: [Absence] = []) {
        self.roles = roles
        self.absences = absences
    }

    /// Whether somebody is among those that a level asks: a person it names, or one who holds a role it names.
    ///
    /// - Parameter vouched: the roles that the host vouches for; they count where the settings do not list a role's people.
    func holds(_ person: Text, _ names: [Text], vouched: [Text]) -> Bool {
        names.contains { name in
            if name == person { return true }
            guard let role = roles.first(where: { $0.name == name }), let people = role.people else {
                return vouched.contains(name)
            }
            return people.contains(person)
        }
    }

    /// In whose places somebody may decide on a day, nearest first: each list leads from who is away to who stands in for
    /// them, this person left out.
    func represented(by person: Text, on day: CivilDate) -> [[Text]] {
        var found: [[Text]] = []
        var ends: [[Text]] = [[]]
        for _ in 0..<Self.maximumDelegations where !ends.isEmpty {
            var longer: [[Text]] = []
            for chain in ends {
                let stand = chain.first ?? person
                for absence in absences where absence.delegate == stand && absence.from <= day && day <= absence.until {
                    guard absence.person != person, !chain.contains(absence.person) else { continue }
                    longer.append([absence.person] + chain)
                }
            }
            found += longer
            ends = longer
        }
        return found
    }
}
