import ProvisoTool

/// The program, and nothing else: all that it does is in `ProvisoTool`.
@main
enum ProvisoMain {
    static func main() async { await Commands.main() }
}
