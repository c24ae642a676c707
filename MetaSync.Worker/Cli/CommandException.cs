namespace MetaSync.Worker.Cli;

/// <summary>Ends a command with an exit code and a sentence.</summary>
internal sealed class CommandException(int exitCode, string sentence) : Exception(sentence)
{
    public int ExitCode { get; } = exitCode;
}
