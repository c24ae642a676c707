using System.CommandLine;
using System.Net;
using System.Text.Json;
using MetaSync.Worker.Cli.Client;

namespace MetaSync.Worker.Cli;

/// <summary>Makes a command a client of the API: where the API is, what opens it, and how each thing that can go wrong ends.</summary>
internal static class ApiCommand
{
    public const string AddressVariable = "METASYNC_API";

    private const string UsualAddress = "http://localhost:5080";

    public static readonly Option<bool> Json = new("--json") { Description = "Print the API's data as JSON." };

    private static readonly Option<string> Api = new("--api")
    {
        Description = $"Where the API answers; else what {AddressVariable} says, else {UsualAddress}.",
        HelpName = "url",
    };

    public static Command Of(Command command, Func<ApiClient, ParseResult, CancellationToken, Task<int>> run)
    {
        command.Options.Add(Api);
        command.SetAction((parsed, cancellationToken) => EndWithASentenceAsync(parsed, run, cancellationToken));
        return command;
    }

    private static async Task<int> EndWithASentenceAsync(
        ParseResult parsed, Func<ApiClient, ParseResult, CancellationToken, Task<int>> run, CancellationToken cancellationToken)
    {
        Uri? address = null;
        try
        {
            address = Address(parsed);
            using var api = new ApiClient(address, EnvironmentKey.FromEnvironment());
            return await run(api, parsed, cancellationToken);
        }
        catch (CommandException exception)
        {
            return End(exception.ExitCode, exception.Message);
        }
        catch (ApiProblemException problem) when (problem.Status is HttpStatusCode.Unauthorized)
        {
            return End(CommandLine.NotAllowed, Environment.GetEnvironmentVariable(EnvironmentKey.Variable) is { Length: > 0 }
                ? $"The API at {address} does not accept the key in {EnvironmentKey.Variable}: it is another API's, or has expired, or was revoked. 'keys create' makes a new one."
                : $"The API at {address} takes only calls with a key. Set {EnvironmentKey.Variable} to one; whoever runs MetaSync makes it with 'keys create'.");
        }
        catch (ApiProblemException problem)
        {
            return End(problem.ExitCode, problem.Message);
        }
        catch (HttpRequestException exception)
        {
            return End(CommandLine.Failed, $"The API at {address} can't be reached: {exception.Message}. Is it running? Name another with --api.");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return End(CommandLine.Cancelled, "Not waiting any longer. What was enqueued goes on without us.");
        }
        catch (OperationCanceledException)
        {
            return End(CommandLine.Failed, $"The API at {address} did not answer in time.");
        }
        catch (IOException exception)
        {
            return End(CommandLine.Failed, $"What the API at {address} answers can't be passed on: {exception.Message}");
        }
        catch (JsonException)
        {
            return End(CommandLine.Failed, $"What answers at {address} is not the API of MetaSync. Name another with --api.");
        }
    }

    private static Uri Address(ParseResult parsed)
    {
        var (name, text) = parsed.GetValue(Api) is { } option ? ("--api", option)
            : Environment.GetEnvironmentVariable(AddressVariable) is { Length: > 0 } variable ? (AddressVariable, variable)
            : ("", UsualAddress);
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new CommandException(CommandLine.WrongUsage, $"{name} is '{text}', and has to be an address such as {UsualAddress}.");
    }

    private static int End(int exitCode, string sentence)
    {
        Terminal.Say(sentence);
        return exitCode;
    }
}
