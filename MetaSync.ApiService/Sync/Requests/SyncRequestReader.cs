using System.Globalization;
using System.Text.Json;
using MetaSync.ApiService.Accounts;
using MetaSync.Sync;

namespace MetaSync.ApiService.Sync;

/// <summary>Reads a request field by field, so that each complaint can name the field, its value and what is allowed.</summary>
internal sealed class SyncRequestReader(IReadOnlyList<KnownAccount> known, DateTimeOffset now)
{
    private static readonly string[] Fields = ["startDate", "endDate", "accounts", "mode", "chunkDays", "priority", "stopOnFailure", "dryRun"];

    private readonly Dictionary<string, string[]> _errors = [];

    public IDictionary<string, string[]> Errors => _errors;

    /// <summary>The plan, or null when <see cref="Errors"/> says why there is none.</summary>
    public SyncPlan? Read(JsonElement body)
    {
        if (body.ValueKind is not JsonValueKind.Object)
        {
            _errors["$"] = [$"The body is {RequestFields.Shown(body)}, and has to be an object such as {{\"startDate\":\"2026-01-01\",\"endDate\":\"2026-01-31\"}}."];
            return null;
        }

        foreach (var property in body.EnumerateObject().Where(property => !Fields.Contains(property.Name)))
            _errors[property.Name] = [$"{property.Name} is not a field of a sync request. The fields are {string.Join(", ", Fields)}."];

        var start = ReadDay(body, "startDate");
        var end = ReadDay(body, "endDate");
        var accounts = ReadAccounts(body);
        CheckRange(start, end, accounts);
        var options = new RequestFields(body, _errors);
        var (mode, chunkDays, priority) = (options.Mode(), options.ChunkDays(), options.Priority());
        var (stopOnFailure, dryRun) = (options.Flag("stopOnFailure"), options.Flag("dryRun"));
        return _errors.Count > 0
            ? null
            : new SyncPlan(new DateRange(start!.Value, end!.Value), [.. accounts.Select(account => account.Account)], mode, chunkDays, priority, stopOnFailure, dryRun);
    }

    private DateOnly? ReadDay(JsonElement body, string field)
    {
        if (!body.TryGetProperty(field, out var value))
        {
            _errors[field] = [$"{field} is missing. Give a day as yyyy-MM-dd, for example 2026-01-31."];
        }
        else if (value.ValueKind is not JsonValueKind.String
            || !DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            _errors[field] = [$"{field} is {RequestFields.Shown(value)}, which is not a calendar day. Give a day as yyyy-MM-dd, for example 2026-01-31."];
        }
        else
        {
            return day;
        }

        return null;
    }

    /// <summary>A day is a day of the account: what is today in one zone is tomorrow in another.</summary>
    private void CheckRange(DateOnly? start, DateOnly? end, IReadOnlyList<KnownAccount> accounts)
    {
        foreach (var account in accounts)
        {
            if (start < account.OldestDay)
                Complain("startDate", start, $"Meta keeps {AccountCalendar.MonthsKept} months: {account.OldestDay:yyyy-MM-dd} is the first day that {account.Place} can be asked for");
            if (start > account.Today)
                Complain("startDate", start, Future(account));
            if (end > account.Today)
                Complain("endDate", end, Future(account));
        }

        if (end < start)
            _errors.TryAdd("endDate", [$"endDate is {end:yyyy-MM-dd}, which is before startDate, {start:yyyy-MM-dd}. Both are included, so one day has the same date twice."]);
    }

    private void Complain(string field, DateOnly? day, string why) => _errors.TryAdd(field, [$"{field} is {day:yyyy-MM-dd}, and {why}."]);

    private static string Future(KnownAccount account) => $"that is in the future: today, {account.Today:yyyy-MM-dd}, is the last day that {account.Place} can be asked for";

    private IReadOnlyList<KnownAccount> ReadAccounts(JsonElement body)
    {
        if (!body.TryGetProperty("accounts", out var value))
        {
            return known.Count > 0 ? known : Refuse("accounts is missing, and there are none to take instead: Meta:Accounts names none, and no worker has yet "
                + "read from Meta which the token can see (GET /api/connection says how things stand). Give a list such as [\"act_1\"].");
        }

        if (value.ValueKind is not JsonValueKind.Array || value.EnumerateArray().Any(account => account.ValueKind is not JsonValueKind.String))
            return Refuse($"accounts is {RequestFields.Shown(value)}, and has to be a list of account names such as [\"act_1\"].");

        string[] accounts = [.. value.EnumerateArray().Select(account => account.GetString()!).Distinct(StringComparer.Ordinal)];
        if (accounts.Length == 0)
            return Refuse("accounts is an empty list. Leave it out for all accounts, or name at least one.");

        var found = accounts.ToDictionary(account => account, Find);
        string[] unknown = [.. accounts.Where(account => found[account] is null)];
        return unknown.Length == 0
            ? [.. accounts.Select(account => found[account]!)]
            : Refuse($"accounts names {Quoted(unknown)}, which {(unknown.Length == 1 ? "is" : "are")} not known. {Known()}");
    }

    private KnownAccount? Find(string account) => known.Count > 0
        ? known.FirstOrDefault(one => one.Account == account)
        : ConfiguredAccounts.IsName(account) ? KnownAccount.Unread(account, now) : null;

    private string Known() => known.Count > 0
        ? $"There are {string.Join(", ", known.Take(AccountsShown).Select(account => account.Account))}{(known.Count > AccountsShown ? " and more" : "")}: GET /api/accounts lists them."
        : "An ad account is written as act_ and its digits.";

    private const int AccountsShown = 10;

    private KnownAccount[] Refuse(string complaint)
    {
        _errors["accounts"] = [complaint];
        return [];
    }

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{RequestFields.Shortened(name)}'"));
}
