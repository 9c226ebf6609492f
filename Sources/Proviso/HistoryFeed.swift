import Dates
import Encoding
import Ingest
import SourceText

/// The events of a file of either kind, in the order of time and in stretches.
enum HistoryFeed {
    case rows(RowFeed)
    case lines(LineFeed)

    /// - Parameters: as for `RowFeed`.
    init(
        _ file: HistoryFile, _ rules: Rules, workers: Int = 1, pieceBytes: Int = DryRun.pieceBytes,
        stretchEvents: Int? = nil
    ) throws(RuleFiles.Problem) {
        switch file {
        case .rows(let path, let mapping):
            self = .rows(
                RowFeed(
                    try RowFile(path, mapping), rules, workers: workers, pieceBytes: pieceBytes,
                    stretchEvents: stretchEvents))
        case .lines(let path): self = .lines(try LineFeed(path, rules, stretchEvents: stretchEvents))
        }
    }

    /// A file of rows, with the place of its row of names.
    var rowFile: (file: RowFile, names: CSVReader.Names)? {
        guard case .rows(let feed) = self, let names = feed.names else { return nil }
        return (feed.file, names)
    }

    var account: HistoryAccount {
        switch self {
        case .rows(let feed): feed.account
        case .lines(let feed): feed.account
        }
    }

    /// The next stretch: all events of its last moment belong to it.
    mutating func read(workers: Int) -> HistoryStretch? {
        switch self {
        case .rows(var feed):
            let stretch = feed.read(workers: workers)
            self = .rows(feed)
            return stretch
        case .lines(let feed): return feed.read(workers: workers)
        }
    }

    /// Tells of an event that the book could not take.
    func refuse(_ refusal: DryRunRefusal, _ account: inout HistoryAccount) {
        let row: SourceFile
        switch self {
        case .rows(let feed): row = feed.file.row(at: refusal.offset, line: refusal.line)
        case .lines(let feed): row = feed.place(refusal.line)
        }
        account.leaveOut(
            refusal.line,
            [
                HistoryMessages.refused(
                    row, type: refusal.type.string, problem: refusal.problem.string, field: refusal.field?.string)
            ])
    }
}
