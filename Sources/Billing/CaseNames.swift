import Encoding

/// The cases of an enumeration by their names, found without reading a name as a string.
final class CaseNames<Case: RawRepresentable<String> & CaseIterable & Sendable>: Sendable {
    private let names: [(name: Text, value: Case)]
    private let index: PlaceIndex

    init() {
        var (names, index): ([(name: Text, value: Case)], PlaceIndex) = ([], PlaceIndex())
        for value in Case.allCases {
            let name = Text(value.rawValue)
            index.insert(names.count, name.placeHash)
            names.append((name, value))
        }
        (self.names, self.index) = (names, index)
    }

    subscript(name: Text) -> Case? {
        var candidates = index.candidates(name.placeHash)
        while let place = index.next(&candidates) {
            if names[place].name == name { return names[place].value }
        }
        return nil
    }
}
