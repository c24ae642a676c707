using System.Net.Http.Headers;
using MetaSync.Access;

namespace MetaSync.Worker.Cli.Client;

/// <summary>The key that opens the API. It comes from the environment only: an argument would stand in the shell's history and in the list of processes.</summary>
internal sealed class EnvironmentKey
{
    public const string Variable = "METASYNC_API_KEY";

    private readonly string _text;

    private EnvironmentKey(string text) => _text = text;

    public static EnvironmentKey? FromEnvironment()
    {
        var text = Environment.GetEnvironmentVariable(Variable)?.Trim();
        if (string.IsNullOrEmpty(text))
            return null;
        return ApiKeyText.Digest(text) is not null
            ? new EnvironmentKey(text)
            : throw new CommandException(CommandLine.NotAllowed, $"{Variable} is not a key: a key is msk_ and 43 letters, digits, dashes and underscores. 'keys create' makes one.");
    }

    public AuthenticationHeaderValue Header() => new("Bearer", _text);
}
