public import Encoding
public import Hosting

/// The billing system behind an engine.
///
/// Which primitives there are is said by `primitive` files alone; a host carries out whatever call it is given by that call's name.
/// It makes a call at most once under its key, and only while the records of `assuming` have the revisions that they were read with:
/// otherwise it answers `stale` and does nothing. A host that is not sure whether a call happened answers `unknown` and is asked
/// later.
public protocol BillingHost: Sendable {
    /// Carries out calls in this order.
    ///
    /// - Returns: an answer for each call, in the order of the calls. A call without an answer counts as `unknown`.
    mutating func perform(_ calls: [Call]) async -> [Answer]

    /// Reads records with their revisions, as they are now.
    ///
    /// - Returns: a record for each query, in the order of the queries; `nil` for one that does not exist.
    mutating func read(_ queries: [Query]) async -> [HostRecord?]

    /// Reads a page of all records of a type that fulfil the query's conditions, in the order of their identities.
    ///
    /// The page is complete: no record that fulfils them is left out between its first and its last.
    ///
    /// - Returns: `nil` if that cannot be said now; then the run that asks goes to the exception queue.
    mutating func list(_ query: ListQuery) async -> ListPage?

    /// Says of each key whether a call was made under it.
    ///
    /// - Returns: the answer to the call, `absent` if nothing happened under the key, `unknown` if that cannot be said.
    mutating func answers(toKeys keys: [Text]) async -> [Answer]
}

extension BillingHost {
    /// Where a host cannot list records, workflows that read lists go to the exception queue.
    public mutating func list(_ query: ListQuery) async -> ListPage? { nil }

    /// Where a host cannot look calls up, a person decides what happened.
    public mutating func answers(toKeys keys: [Text]) async -> [Answer] { keys.map { _ in .unknown } }
}
