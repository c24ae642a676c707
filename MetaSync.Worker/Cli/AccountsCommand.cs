using System.CommandLine;
using System.Globalization;
using MetaSync.Worker.Cli.Client;

namespace MetaSync.Worker.Cli;

/// <summary><c>accounts</c>: the ad accounts that may be asked for.</summary>
internal static class AccountsCommand
{
    private sealed record Account(
        [property: System.Text.Json.Serialization.JsonPropertyName("account")] string Id,
        string? Name, string? Currency, string? TimeZone, DateOnly Today, DateOnly OldestDay, string? Problem, string? Remedy);

    public static Command Create() => ApiCommand.Of(
        new Command("accounts", "The ad accounts: time zone, currency, current and oldest day, and what is wrong with them.") { ApiCommand.Json },
        RunAsync);

    private static async Task<int> RunAsync(ApiClient api, ParseResult parsed, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync("/api/accounts", cancellationToken);
        if (parsed.GetValue(ApiCommand.Json))
        {
            Payload.Json(answer);
            return CommandLine.Succeeded;
        }

        Payload.Table(
            ["account", "name", "currency", "time zone", "today", "oldest day", "note"],
            answer.As<Account[]>().Select(account => new[]
            {
                account.Id,
                account.Name ?? "-",
                account.Currency ?? "-",
                account.TimeZone ?? "not read yet",
                account.Today.ToString("O", CultureInfo.InvariantCulture),
                account.OldestDay.ToString("O", CultureInfo.InvariantCulture),
                $"{account.Problem} {account.Remedy}".Trim(),
            }));
        return CommandLine.Succeeded;
    }
}
