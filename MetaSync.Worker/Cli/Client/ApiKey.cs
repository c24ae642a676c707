using System.Net.Http.Headers;

namespace MetaSync.Worker.Cli.Client;

/// <summary>The key that opens the API. It comes from the environment only: an argument would stand in the shell's history and in the list of processes.</summary>
internal sealed class ApiKey
{
    public const string Variable = "METASYNC_API_KEY";

    private readonly string _text;

    private ApiKey(string text) => _text = text;

    public static ApiKey? FromEnvironment()
    {
        var text = Environment.GetEnvironmentVariable(Variable)?.Trim();
        if (string.IsNullOrEmpty(text))
            return null;
        return text.All(character => character is > ' ' and <= '~')
            ? new ApiKey(text)
            : throw new CommandException(CommandLine.NotAllowed, $"{Variable} is not a key: it has characters that no key has. 'keys create' makes one.");
    }

    public AuthenticationHeaderValue Header() => new("Bearer", _text);
}
