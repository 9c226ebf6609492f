// The instructions of compiled expressions: a register machine with resolved operands.
//
// An operand is a number whose two highest bits say where it lies (`Space`): a register, a constant of the code, an input or
// the clock. A target is always a register. `cost` is charged as each instruction says.
//
// The numbers of the operations are part of compiled code: a number is never given to another operation.

package enum Operation: UInt8, CaseIterable, Sendable {
    /// Ends with the value `first`.
    case finish = 0
    /// Charges `cost`.
    case charge = 1
    /// target ← first. `flag` 1: not as the value of a part, for traces.
    case move = 2
    /// target ← the field `fields[second]` of first; an error if it is missing.
    case field = 3
    /// The same; absent if it is missing or null, also if first is absent.
    case fieldOrAbsent = 4
    /// target ← the field as an optional value.
    case optionalField = 5
    /// target ← whether first has the field. `flag` 1: and it is not null.
    case hasField = 6
    /// target ← whether first is neither absent nor null.
    case isPresent = 7
    /// target ← first[second]
    case index = 8
    /// target ← first[?second]
    case optionalIndex = 9
    /// target ← first == second, and so on.
    case equal = 10
    case notEqual = 11
    case less = 12
    case lessOrEqual = 13
    case greater = 14
    case greaterOrEqual = 15
    /// target ← first in second
    case isIn = 16
    /// target ← first in `sets[second]`
    case isInSet = 17
    case add = 18
    case subtract = 19
    case multiply = 20
    case divide = 21
    case remainder = 22
    /// target ← −first
    case negate = 23
    /// target ← not first
    case not = 24
    /// Goes on at `second`.
    case jump = 25
    /// Goes on at `second` if first is false, else charges `cost`; an error if it is neither true nor false.
    case jumpIfFalse = 26
    case jumpIfTrue = 27
    /// target ← no error so far.
    case clear = 28
    /// Ends a chain of `and`: target, which must be true or false, stays if it is false or if no error was absorbed in the
    /// register first; else that error is raised.
    case endAnd = 29
    /// The same for `or`, where true wins.
    case endOr = 30
    /// target ← the list of `second` registers from the register first on.
    case list = 31
    /// target ← the map of `second` pairs of registers from the register first on.
    case map = 32
    /// target ← an empty list or map in the making.
    case beginBuilder = 33
    /// The builder in target gets the element first.
    case append = 34
    /// The builder in target gets what the optional value first holds.
    case appendOptional = 35
    /// The builder in target gets the entry with the key first and the value second.
    case appendPair = 36
    case appendPairOptional = 37
    /// The builder in target gets all entries of the map first.
    case appendEntries = 38
    /// target ← the list that the builder in the register first has made.
    case finishList = 39
    case finishMap = 40
    /// target ← a walk over the list or map first. `flag` 1: over pairs.
    case iterate = 41
    /// The register target ← the next element (or key) of the walk in the register first, or on at `second` if there is
    /// none. Charges `cost` for an element.
    case next = 42
    /// The registers target and target + 1 ← the next position and element, or key and value.
    case nextPair = 43
    /// The count in target grows by 1 if first is true; an error if it is neither true nor false.
    case countTrue = 44
    /// target ← whether the count first is 1.
    case isOne = 45
    /// target ← the function `flag` + 256 × (second & 0xFF) of (second >> 8) registers from the register first on.
    case call = 46
    /// Raises `unknownName`: the constant first is the name.
    case raiseUnknown = 47
    /// If the optional value first holds a value, target ← that value (`flag` 1) or first itself (`flag` 0), and goes on at
    /// `second`; else charges `cost`. With `flag` 2 a value that is no optional value and not absent counts as held.
    case jumpIfValue = 48
    /// If the optional value first holds nothing, target ← nothing, and goes on at `second`; else target ← what it holds,
    /// and charges `cost`.
    case jumpIfNone = 49
    /// target ← first as an optional value.
    case wrap = 50
    /// target ← first, which must be an optional value.
    case requireOptional = 51
    /// target ← first, unless that is an absorbed error, which is raised.
    case check = 52
    /// target ← first, which must be true or false.
    case requireBool = 53

    // Two or three instructions at one go, where the common thing happens; else just the first of them. They stand only in
    // the plain memory of code, at the place of the first; the others stay behind them.

    /// `field`, a relation of its value, a jump upon the relation.
    case fieldRelationJump = 128
    /// `field`, `isInSet` of its value, a jump upon that.
    case fieldInSetJump = 129
    /// `field`, `not` of its value.
    case fieldNot = 130
    /// A relation, a jump upon it.
    case relationJump = 131
}

/// One instruction, 16 bytes.
package struct Instruction: Hashable, Sendable {
    package internal(set) var operation: Operation
    var flag: UInt8
    /// A register.
    var target: UInt16
    var cost: UInt32
    var first: UInt32
    var second: UInt32

    init(
        _ operation: Operation, target: Int = 0, first: Operand = .register(0), second: UInt32 = 0, flag: UInt8 = 0,
        cost: UInt32 = 0
    ) {
        self.operation = operation
        self.flag = flag
        // More registers than this are refused with the whole code.
        self.target = UInt16(truncatingIfNeeded: target)
        self.cost = cost
        self.first = first.bits
        self.second = second
    }
}

/// Where an operand lies.
package struct Operand: Hashable, Sendable {
    /// Two bits of space, thirty of position.
    let bits: UInt32

    package enum Space: UInt32, Sendable {
        case register = 0
        case constant = 1
        case input = 2
        case clock = 3
    }

    package init(_ space: Space, _ position: Int) { bits = space.rawValue << 30 | UInt32(position) & 0x3FFF_FFFF }

    init(bits: UInt32) { self.bits = bits }

    package static func register(_ position: Int) -> Operand { Operand(.register, position) }
    package static func input(_ position: Int) -> Operand { Operand(.input, position) }
    /// The run's date.
    package static let today = Operand(.clock, 0)
    /// The run's instant.
    package static let now = Operand(.clock, 1)

    package var space: Space { Space(rawValue: bits >> 30) ?? .register }
    package var position: Int { Int(bits & 0x3FFF_FFFF) }
}
