import Amounts

/// Foundation, which reads the environment and the files of these tests, has a `Decimal` of its own.
typealias Decimal = Amounts.Decimal
