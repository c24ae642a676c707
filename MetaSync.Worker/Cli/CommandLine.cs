using System.CommandLine;

namespace MetaSync.Worker.Cli;

/// <summary>The commands of this executable. Without one it is the worker.</summary>
internal static class CommandLine
{
    public const int Succeeded = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Brings Meta ad results into PostgreSQL, day by day. Without a command: runs the days that are in the queue.")
        {
            SyncCommand.Create(),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count == 0)
            return await parsed.InvokeAsync();

        await Console.Error.WriteLineAsync(string.Join(' ', parsed.Errors.Select(error => error.Message)));
        return WrongUsage;
    }
}
