import Encoding

/// The cases of an enumeration by their names, found without reading a name as a string.
struct CaseNames<Case: RawRepresentable<String> & CaseIterable & Sendable>: Sendable {
    private var names: [(name: Text, value: Case)] = []
    private var index = PlaceIndex()

    init() {
        for value in Case.allCases {
            let name = Text(value.rawValue)
            index.insert(names.count, name.placeHash)
            names.append((name, value))
        }
    }

    subscript(name: Text) -> Case? {
        var candidates = index.candidates(name.placeHash)
        while let place = index.next(&candidates) {
            if names[place].name == name { return names[place].value }
        }
        return nil
    }
}
