// One table of the language's functions, for the checker, the compiled code and the library: nothing else agrees on them.

/// A function or operator of the language. It dispatches on the values it is given; which of them it takes is said by its
/// overloads in the checker's table and by its implementation in this folder.
///
/// The numbers are part of compiled code: a number is never given to another function.
public enum FunctionID: UInt16, Hashable, Sendable, CaseIterable {
    // Operators.
    case equal = 1
    case notEqual = 2
    case less = 3
    case lessOrEqual = 4
    case greater = 5
    case greaterOrEqual = 6
    case `in` = 7
    case add = 8
    case subtract = 9
    case multiply = 10
    case divide = 11
    case remainder = 12
    case negate = 13
    case not = 14
    case index = 15

    // Sizes, conversions and types.
    case size = 20
    case type = 21
    case dyn = 22
    case bool = 23
    case int = 24
    case uint = 25
    case double = 26
    case string = 27
    case bytes = 28
    case timestamp = 29
    case duration = 30

    // Text.
    case contains = 40
    case startsWith = 41
    case endsWith = 42
    case matches = 43
    case charAt = 44
    case indexOf = 45
    case lastIndexOf = 46
    case lowerAscii = 47
    case upperAscii = 48
    case replace = 49
    case split = 50
    case substring = 51
    case trim = 52
    case reverse = 53
    case join = 54
    case format = 55
    case quote = 56
    case base64Encode = 57
    case base64Decode = 58

    // Parts of timestamps and durations.
    case getFullYear = 70
    case getMonth = 71
    case getDate = 72
    case getDayOfMonth = 73
    case getDayOfWeek = 74
    case getDayOfYear = 75
    case getHours = 76
    case getMinutes = 77
    case getSeconds = 78
    case getMilliseconds = 79

    // Numbers.
    case greatest = 90
    case least = 91
    case ceil = 92
    case floor = 93
    case mathRound = 94
    case trunc = 95
    case mathAbs = 96
    case sign = 97
    case sqrt = 98
    case isNaN = 99
    case isInf = 100
    case isFinite = 101
    case bitAnd = 102
    case bitOr = 103
    case bitXor = 104
    case bitNot = 105
    case bitShiftLeft = 106
    case bitShiftRight = 107

    // Optional values.
    case optionalOf = 120
    case optionalOfNonZeroValue = 121
    case optionalNone = 122
    case hasValue = 123
    case value = 124
    case or = 125
    case orValue = 126
    case unwrap = 127
    case unwrapOpt = 128
    case first = 129
    case last = 130

    // Addresses.
    case ip = 140
    case isIP = 141
    case ipIsCanonical = 142
    case cidr = 143
    case isCIDR = 144
    case family = 145
    case isUnspecified = 146
    case isLoopback = 147
    case isGlobalUnicast = 148
    case isLinkLocalMulticast = 149
    case isLinkLocalUnicast = 150
    case containsIP = 151
    case containsCIDR = 152
    case masked = 153
    case prefixLength = 154

    // The dialect.
    case decimal = 170
    case money = 171
    case date = 172
    case round = 173
    case allocate = 174
    case instalments = 175
    case sum = 176
    case convert = 177
    case dateIn = 178
    case modulo = 179
    case abs = 180
    case min = 181
    case max = 182
}

extension FunctionID {
    /// The function's name in CEL's table of functions: `_+_`, `size`, `math.greatest`.
    public var name: String {
        switch self {
        case .equal: "_==_"
        case .notEqual: "_!=_"
        case .less: "_<_"
        case .lessOrEqual: "_<=_"
        case .greater: "_>_"
        case .greaterOrEqual: "_>=_"
        case .in: "@in"
        case .add: "_+_"
        case .subtract: "_-_"
        case .multiply: "_*_"
        case .divide: "_/_"
        case .remainder: "_%_"
        case .negate: "-_"
        case .not: "!_"
        case .index: "_[_]"
        case .size: "size"
        case .type: "type"
        case .dyn: "dyn"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .contains: "contains"
        case .startsWith: "startsWith"
        case .endsWith: "endsWith"
        case .matches: "matches"
        case .charAt: "charAt"
        case .indexOf: "indexOf"
        case .lastIndexOf: "lastIndexOf"
        case .lowerAscii: "lowerAscii"
        case .upperAscii: "upperAscii"
        case .replace: "replace"
        case .split: "split"
        case .substring: "substring"
        case .trim: "trim"
        case .reverse: "reverse"
        case .join: "join"
        case .format: "format"
        case .quote: "strings.quote"
        case .base64Encode: "base64.encode"
        case .base64Decode: "base64.decode"
        case .getFullYear: "getFullYear"
        case .getMonth: "getMonth"
        case .getDate: "getDate"
        case .getDayOfMonth: "getDayOfMonth"
        case .getDayOfWeek: "getDayOfWeek"
        case .getDayOfYear: "getDayOfYear"
        case .getHours: "getHours"
        case .getMinutes: "getMinutes"
        case .getSeconds: "getSeconds"
        case .getMilliseconds: "getMilliseconds"
        case .greatest: "math.greatest"
        case .least: "math.least"
        case .ceil: "math.ceil"
        case .floor: "math.floor"
        case .mathRound: "math.round"
        case .trunc: "math.trunc"
        case .mathAbs: "math.abs"
        case .sign: "math.sign"
        case .sqrt: "math.sqrt"
        case .isNaN: "math.isNaN"
        case .isInf: "math.isInf"
        case .isFinite: "math.isFinite"
        case .bitAnd: "math.bitAnd"
        case .bitOr: "math.bitOr"
        case .bitXor: "math.bitXor"
        case .bitNot: "math.bitNot"
        case .bitShiftLeft: "math.bitShiftLeft"
        case .bitShiftRight: "math.bitShiftRight"
        case .optionalOf: "optional.of"
        case .optionalOfNonZeroValue: "optional.ofNonZeroValue"
        case .optionalNone: "optional.none"
        case .hasValue: "hasValue"
        case .value: "value"
        case .or: "or"
        case .orValue: "orValue"
        case .unwrap: "optional.unwrap"
        case .unwrapOpt: "unwrapOpt"
        case .first: "first"
        case .last: "last"
        case .ip: "ip"
        case .isIP: "isIP"
        case .ipIsCanonical: "ip.isCanonical"
        case .cidr: "cidr"
        case .isCIDR: "isCIDR"
        case .family: "family"
        case .isUnspecified: "isUnspecified"
        case .isLoopback: "isLoopback"
        case .isGlobalUnicast: "isGlobalUnicast"
        case .isLinkLocalMulticast: "isLinkLocalMulticast"
        case .isLinkLocalUnicast: "isLinkLocalUnicast"
        case .containsIP: "containsIP"
        case .containsCIDR: "containsCIDR"
        case .masked: "masked"
        case .prefixLength: "prefixLength"
        case .decimal: "decimal"
        case .money: "money"
        case .date: "date"
        case .round: "round"
        case .allocate: "allocate"
        case .instalments: "instalments"
        case .sum: "sum"
        case .convert: "convert"
        case .dateIn: "date_in"
        case .modulo: "mod"
        case .abs: "abs"
        case .min: "min"
        case .max: "max"
        }
    }

    private static let byName: [String: FunctionID] = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0.name, $0) })

    /// The function of a name, as `name` gives it.
    public init?(name: String) {
        guard let id = Self.byName[name] else { return nil }
        self = id
    }

    /// The function as a message names it: `+`, `size`.
    public var shownName: String {
        switch self {
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .add, .subtract, .multiply, .divide,
            .remainder:
            String(name.dropFirst().dropLast())
        case .in: "in"
        case .negate: "-"
        case .not: "not"
        case .index: "[ ]"
        default: name
        }
    }
}
