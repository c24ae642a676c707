using System.CommandLine;

namespace MetaSync.Worker.Cli;

/// <summary>How each command is used, as its help shows it.</summary>
internal static class Examples
{
    public const string ExitCodesAndEnvironment = """
        Exit codes:
          0  done; the batch has ended well; every day is in
          1  failed; the batch has ended with failed days
          2  wrong usage
          3  complete but with gaps: not every day of the range is in
          4  not signed in, or not allowed
          5  the batch was cancelled, or you stopped waiting

        Environment:
          METASYNC_API      where the API answers, when there is no --api
          METASYNC_API_KEY  the key that opens it
          NO_COLOR          no colours

        """;

    private static readonly Dictionary<string, (string Line, string Meaning)[]> OfCommands = new()
    {
        [""] =
        [
            ("sync 2026-01-01 2026-01-31 --wait", "Enqueues a month, and shows how far it is."),
            ("status latest", "How far the newest batch is, why it waits, and when it will be done."),
            ("export 2026-01-01 2026-01-31 --output january.csv", "Takes the month's numbers away."),
        ],
        ["sync"] =
        [
            ("sync 2026-01-01 2026-01-31 --account act_1 --wait", "Enqueues a month of one account, and ends as it ends."),
            ("sync 2024-01-01 2025-12-31 --mode missing --dry-run", "Shows which days two years lack, and what they would cost; enqueues nothing."),
            ("sync 2024-01-01 2025-12-31 --mode missing-and-failed --chunk-days 7 --priority low", "Fills the gaps a week at a time, behind everything else."),
        ],
        ["status"] =
        [
            ("status", "The newest batches."),
            ("status 019ab1c2 --watch", "Follows the batch whose id begins like that to its end, and exits with its outcome."),
            ("status latest --watch --json", "A line of JSON for each change, for programs."),
        ],
        ["days"] =
        [
            ("days latest --state failed", "Which days of the newest batch failed, and what Meta said."),
            ("days --account act_1 --start 2025-01-01 --end 2025-12-31", "Whether the year is complete; exits with 3 when it is not."),
        ],
        ["pause"] = [("pause latest", "Holds the newest batch: the day that runs is let finish, and what is behind the batch goes on.")],
        ["resume"] = [("resume latest", "Lets it go on, behind what is in the queue by now.")],
        ["retry"] = [("retry 019ab1c2", "Runs the batch's failed and cancelled days again.")],
        ["cancel"] = [("cancel latest --yes", "Cancels what is left of the newest batch, without a question.")],
        ["accounts"] = [("accounts", "The ad accounts, their time zones and current days, and what is wrong with them.")],
        ["export"] =
        [
            ("export 2026-01-01 2026-01-31 --output january.csv", "Writes the file when all of it has come, and not before."),
            ("export 2026-01-01 2026-01-31 --account act_1 --format ndjson | jq .spend", "Streams to the next program."),
            ("export 2025-01-01 2025-12-31 --report country --output 2025.parquet", "Another report, as Parquet."),
        ],
        ["migrate"] = [("migrate", "Brings the schema up to date under the role that owns it, before API and workers of a new version start.")],
        ["keys create"] = [("keys create dashboard --scope read --expires 90d", "Makes a key that may read for 90 days, and prints it, this once.")],
        ["keys list"] = [("keys list", "All keys, when each was last used, and which still work.")],
        ["keys revoke"] = [("keys revoke dashboard", "Makes it stop working, within seconds.")],
    };

    /// <summary>Those of a command; a command that only holds others has theirs.</summary>
    public static IEnumerable<(string Line, string Meaning)> Of(Command command) =>
        OfCommands.TryGetValue(Path(command), out var examples) ? examples : command.Subcommands.SelectMany(Of);

    /// <summary>Its name behind the names that it stands under.</summary>
    private static string Path(Command command) => command is RootCommand
        ? ""
        : string.Join(' ', command.Parents.OfType<Command>().Where(parent => parent is not RootCommand).Select(parent => parent.Name).Append(command.Name));
}
