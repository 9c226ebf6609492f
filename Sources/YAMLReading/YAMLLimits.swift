/// How much one file may hold. Every limit is named in the message of who passes it.
package enum YAMLLimits {
    /// 4 MiB: a hundred times the largest definition seen; rows of data belong into CSV files.
    package static let maximumFileBytes = 4 << 20
    /// A step inside a branch of a step costs four levels, so sixteen of them may be nested.
    package static let maximumDepthLevels = 64
    package static let maximumNodes = 500_000
    package static let maximumScalarBytes = 1 << 20
    /// libyaml's own limit on a key that stands before its colon on one line.
    package static let maximumKeyCharacters = 1024
    /// After so many places that cannot be read, the rest of the file is left unread.
    package static let maximumUnreadablePlaces = 25
}
