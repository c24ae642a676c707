using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using MetaSync.Access;
using MetaSync.Sync;

namespace MetaSync.Worker.Cli;

/// <summary><c>keys</c>: the API's keys, straight from the database. Who has the database decides who may use the API.</summary>
internal static partial class KeysCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "Whose key it is, or what for: letters, digits, dots, dashes." };

    private static readonly Option<string> Scope = new Option<string>("--scope")
    {
        Description = "read, or write, which includes read.",
        DefaultValueFactory = _ => AccessScope.Read,
    }.AcceptOnlyFromAmong(AccessScope.Read, AccessScope.Write);

    private static readonly Option<TimeSpan?> Expires = new("--expires")
    {
        Description = "For how long it works, such as 90d or 12h. For ever when left out.",
        CustomParser = ParseLifetime,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON." };

    private static string Actor => $"operator {Environment.UserName}";

    public static Command Create()
    {
        Name.Validators.Add(CheckName);
        var create = new Command("create", "Makes a key and prints it, this once.") { Name, Scope, Expires };
        create.SetAction((parsed, cancellationToken) => RunAsync(keys => CreateAsync(keys, parsed, cancellationToken), cancellationToken));
        var list = new Command("list", "Lists all keys, also those that do not work any more.") { Json };
        list.SetAction((parsed, cancellationToken) => RunAsync(keys => ListAsync(keys, parsed, cancellationToken), cancellationToken));
        var revoke = new Command("revoke", "Makes a key stop working, within seconds.") { Name };
        revoke.SetAction((parsed, cancellationToken) => RunAsync(keys => RevokeAsync(keys, parsed, cancellationToken), cancellationToken));
        return new Command("keys", "Makes, lists and revokes the keys of the API. Needs ConnectionStrings:metasync, as the worker does.") { create, list, revoke };
    }

    private static async Task<int> CreateAsync(ApiKeys keys, ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = parsed.GetRequiredValue(Name);
        if (await keys.CreateAsync(name, parsed.GetRequiredValue(Scope), parsed.GetValue(Expires), Actor, cancellationToken) is not var (key, text))
        {
            await Console.Error.WriteLineAsync($"There is, or was, a key '{name}', and the audit log knows it by that name. Choose another one.");
            return CommandLine.Failed;
        }

        await Console.Error.WriteLineAsync($"The key '{name}' may {string.Join(" and ", key.Scopes)}, {Until(key)}. It is shown this once:");
        Console.WriteLine(text);
        return CommandLine.Succeeded;
    }

    private static async Task<int> ListAsync(ApiKeys keys, ParseResult parsed, CancellationToken cancellationToken)
    {
        var all = await keys.ListAsync(cancellationToken);
        if (parsed.GetValue(Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(all, JsonSerializerOptions.Web));
            return CommandLine.Succeeded;
        }

        if (all.Count == 0)
        {
            await Console.Error.WriteLineAsync("There is no key yet. 'keys create <name>' makes one.");
            return CommandLine.Succeeded;
        }

        Payload.Table(
            ["name", "key", "scopes", "made", "last used", "works"],
            all.Select(key => new[] { key.Name, key.Prefix + "…", string.Join(' ', key.Scopes), Date(key.CreatedAt), Date(key.LastUsedAt), Works(key) }));
        return CommandLine.Succeeded;
    }

    private static async Task<int> RevokeAsync(ApiKeys keys, ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = parsed.GetRequiredValue(Name);
        if (await keys.RevokeAsync(name, Actor, cancellationToken) is not { } at)
        {
            await Console.Error.WriteLineAsync($"There is no key '{name}'. 'keys list' shows all.");
            return CommandLine.Failed;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The key '{name}' does not work any more, since {at:yyyy-MM-dd HH:mm:ss} UTC."));
        return CommandLine.Succeeded;
    }

    private static async Task<int> RunAsync(Func<ApiKeys, Task<int>> run, CancellationToken cancellationToken)
    {
        try
        {
            var builder = Host.CreateApplicationBuilder();
            builder.Logging.ClearProviders(); // stdout is for the key
            builder.Services.AddSingleton(TimeProvider.System);
            builder.AddSyncStore();
            builder.Services.AddSingleton<ApiKeys>();
            using var host = builder.Build();
            await host.Services.GetRequiredService<Schema>().ApplyAsync(cancellationToken); // this may well be the first thing that is done with the database
            return await run(host.Services.GetRequiredService<ApiKeys>());
        }
        catch (Exception exception) when (StartupErrors.Explain(exception) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return CommandLine.Failed;
        }
    }

    private static TimeSpan? ParseLifetime(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (Lifetime().Match(text) is { Success: true } match && int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) is > 0 and var count)
            return match.Groups[2].Value is "d" ? TimeSpan.FromDays(count) : TimeSpan.FromHours(count);
        result.AddError($"--expires is '{text}', and has to be a number of days or hours such as 90d or 12h.");
        return null;
    }

    private static void CheckName(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (!WellFormedName().IsMatch(text))
            result.AddError($"The name is '{text}', and has to be 1 to 63 letters, digits, dots, dashes and underscores, a letter or digit first.");
    }

    private static string Until(ApiKey key) =>
        key.ExpiresAt is { } end ? string.Create(CultureInfo.InvariantCulture, $"until {end:yyyy-MM-dd HH:mm} UTC") : "until it is revoked";

    private static string Works(ApiKey key) => key switch
    {
        { RevokedAt: { } at } => $"revoked {Date(at)}",
        { ExpiresAt: { } at } when at <= TimeProvider.System.GetUtcNow() => $"expired {Date(at)}",
        _ => Until(key),
    };

    private static string Date(DateTimeOffset? instant) => instant?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "never";

    [GeneratedRegex(@"^([0-9]{1,4})([dh])\z")]
    private static partial Regex Lifetime();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}\z")]
    private static partial Regex WellFormedName();
}
