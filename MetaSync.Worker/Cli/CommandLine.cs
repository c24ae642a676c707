using System.CommandLine;

namespace MetaSync.Worker.Cli;

/// <summary>The commands of this executable. Without one it is the worker.</summary>
internal static class CommandLine
{
    public const int Succeeded = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;

    /// <summary>Whether the arguments are a command; else they are the worker's configuration.</summary>
    public static bool Takes(string[] args) => args is [not ['-', ..], ..] or ["--help" or "-h" or "-?" or "--version"];

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Brings Meta ad results into PostgreSQL, day by day. Without a command: runs the days that are in the queue.")
        {
            SyncCommand.Create(),
            MigrateCommand.Create(),
            KeysCommand.Create(),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count == 0)
            return await parsed.InvokeAsync();

        var complaints = parsed.Errors.Select(error => error.Message).Distinct();
        await Console.Error.WriteLineAsync($"{string.Join(' ', complaints)} --help shows the usage.");
        return WrongUsage;
    }
}
