using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using MetaSync.Worker.Reports;

namespace MetaSync.Worker.Cli;

/// <summary>The commands of this executable. Without one it is the worker.</summary>
internal static partial class CommandLine
{
    public const int Succeeded = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;

    /// <summary>Not every day that was asked about is in.</summary>
    public const int Gaps = 3;

    /// <summary>The API wants a key, or another one.</summary>
    public const int NotAllowed = 4;

    /// <summary>The batch was cancelled, or whoever waited stopped to.</summary>
    public const int Cancelled = 5;

    /// <summary>Whether the arguments are a command; else they are the worker's configuration.</summary>
    public static bool Takes(string[] args) => args is [not ['-', ..], ..] or ["--help" or "-h" or "-?" or "--version"];

    public static RootCommand Create()
    {
        var root = new RootCommand("Brings Meta ad results into PostgreSQL, day by day. Without a command: runs the days that are in the queue.")
        {
            SyncCommand.Create(),
            StatusCommand.Create(),
            DaysCommand.Create(),
            SteeringCommands.Pause(),
            SteeringCommands.Resume(),
            SteeringCommands.Retry(),
            SteeringCommands.Cancel(),
            AccountsCommand.Create(),
            ExportCommand.Create(),
            MigrateCommand.Create(),
            KeysCommand.Create(),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Create().Parse(args);
        if (parsed.Action is HelpWithExamples || (parsed.Errors.Count == 0 && Slip(parsed) is null))
            return await parsed.InvokeAsync();

        // A misspelled command is also a missing one, and a misspelled option makes an argument too many: the slip itself says enough.
        var complaints = Slip(parsed) is { } slip
            ? [$"Unrecognized command or argument '{slip}'.{Meant(parsed, slip)}"]
            : parsed.Errors.Select(error => Space().Replace(error.Message, " ")).Distinct();
        Terminal.Say($"{string.Join(' ', complaints)} --help shows the usage.");
        return WrongUsage;
    }

    /// <summary>The first word that is no part of the command, or that looks like an option and would pass for a value.</summary>
    private static string? Slip(ParseResult parsed) =>
        parsed.Tokens.FirstOrDefault(token => token.Type is TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal))?.Value ?? (parsed.UnmatchedTokens is [var first, ..] ? first : null);

    /// <summary>Which command or option was meant by a misspelled one.</summary>
    private static string Meant(ParseResult parsed, string slip)
    {
        var command = parsed.CommandResult.Command;
        string[] known = [.. command.Subcommands.Select(each => each.Name), .. command.Options.Select(option => option.Name)];
        return Typo.Of(slip, known) is { } meant ? $" Did you mean '{meant}'?" : "";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
