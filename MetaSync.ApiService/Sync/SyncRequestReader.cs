using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using MetaSync.Sync;

namespace MetaSync.ApiService.Sync;

/// <summary>Reads a request field by field, so that each complaint can name the field, its value and what is allowed.</summary>
internal sealed partial class SyncRequestReader(DateOnly today, IReadOnlyList<string> configuredAccounts)
{
    /// <summary>Meta keeps ad results for 37 months (error 3018 beyond it).</summary>
    private const int MonthsKept = 37;

    private static readonly string[] Fields = ["startDate", "endDate", "accounts"];

    private readonly Dictionary<string, string[]> _errors = [];

    public IDictionary<string, string[]> Errors => _errors;

    /// <summary>The plan, or null when <see cref="Errors"/> says why there is none.</summary>
    public SyncPlan? Read(JsonElement body)
    {
        if (body.ValueKind is not JsonValueKind.Object)
        {
            _errors["$"] = [$"The body is {Shown(body)}, and has to be an object such as {{\"startDate\":\"2026-01-01\",\"endDate\":\"2026-01-31\"}}."];
            return null;
        }

        foreach (var property in body.EnumerateObject().Where(property => !Fields.Contains(property.Name)))
            _errors[property.Name] = [$"{property.Name} is not a field of a sync request. The fields are {string.Join(", ", Fields)}."];

        var start = ReadDay(body, "startDate");
        var end = ReadDay(body, "endDate");
        var accounts = ReadAccounts(body);
        CheckRange(start, end);
        return _errors.Count > 0 ? null : new SyncPlan(new DateRange(start!.Value, end!.Value), accounts);
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
            _errors[field] = [$"{field} is {Shown(value)}, which is not a calendar day. Give a day as yyyy-MM-dd, for example 2026-01-31."];
        }
        else
        {
            return day;
        }

        return null;
    }

    private void CheckRange(DateOnly? start, DateOnly? end)
    {
        var oldest = today.AddMonths(-MonthsKept);
        if (start < oldest)
            _errors["startDate"] = [$"startDate is {start:yyyy-MM-dd}, and Meta keeps {MonthsKept} months: {oldest:yyyy-MM-dd} is the first day that can be asked for."];
        if (start > today)
            _errors["startDate"] = [$"startDate is {start:yyyy-MM-dd}, which is in the future. Today, {today:yyyy-MM-dd}, is the last day that can be asked for."];
        if (end > today)
            _errors["endDate"] = [$"endDate is {end:yyyy-MM-dd}, which is in the future. Today, {today:yyyy-MM-dd}, is the last day that can be asked for."];
        else if (end < start)
            _errors["endDate"] = [$"endDate is {end:yyyy-MM-dd}, which is before startDate, {start:yyyy-MM-dd}. Both are included, so one day has the same date twice."];
    }

    private IReadOnlyList<string> ReadAccounts(JsonElement body)
    {
        if (!body.TryGetProperty("accounts", out var value))
        {
            if (configuredAccounts.Count == 0)
                _errors["accounts"] = ["accounts is missing, and Meta:Accounts names none to take instead. Give a list such as [\"act_1\"]."];
            return configuredAccounts;
        }

        if (value.ValueKind is not JsonValueKind.Array || value.EnumerateArray().Any(account => account.ValueKind is not JsonValueKind.String))
            return Refuse($"accounts is {Shown(value)}, and has to be a list of account names such as [\"act_1\"].");

        string[] accounts = [.. value.EnumerateArray().Select(account => account.GetString()!).Distinct(StringComparer.Ordinal)];
        if (accounts.Length == 0)
            return Refuse("accounts is an empty list. Leave it out for all configured accounts, or name at least one.");

        var unknown = accounts.Where(account => !IsKnown(account)).ToArray();
        return unknown.Length == 0 ? accounts : Refuse($"accounts names {Quoted(unknown)}, which {(unknown.Length == 1 ? "is" : "are")} not known. {Known()}");
    }

    private bool IsKnown(string account) => configuredAccounts.Count > 0 ? configuredAccounts.Contains(account) : AccountName().IsMatch(account);

    private string Known() => configuredAccounts.Count > 0
        ? $"Meta:Accounts has {string.Join(", ", configuredAccounts)}."
        : "An ad account is written as act_ and its digits.";

    private string[] Refuse(string complaint)
    {
        _errors["accounts"] = [complaint];
        return [];
    }

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{Shortened(name)}'"));

    private static string Shown(JsonElement value) => Shortened(value.GetRawText());

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..60] + "…";

    [GeneratedRegex(@"^act_[0-9]{1,20}\z")]
    internal static partial Regex AccountName();
}
