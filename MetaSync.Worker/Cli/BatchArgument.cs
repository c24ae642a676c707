using System.CommandLine;
using MetaSync.Worker.Cli.Client;

namespace MetaSync.Worker.Cli;

/// <summary>The argument that names a batch.</summary>
internal static class BatchArgument
{
    private const string Forms = $"A batch: its id, the beginning of its id, or '{BatchName.Latest}' for the newest that somebody asked for";

    public static Argument<string> Required() => new("batch") { Description = $"{Forms}." };

    public static Argument<string?> Optional(string otherwise) => new("batch") { Description = $"{Forms}; {otherwise}.", Arity = ArgumentArity.ZeroOrOne };
}
