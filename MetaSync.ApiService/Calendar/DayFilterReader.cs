using System.Globalization;
using MetaSync.ApiService.Accounts;
using MetaSync.Sync;

namespace MetaSync.ApiService.Calendar;

/// <summary>Reads a query field by field, so that each complaint can name the field, its value and what is allowed.</summary>
/// <param name="accounts">The accounts that may be asked for.</param>
/// <param name="reports">The reports that are configured, or that there are days of.</param>
/// <param name="now">For an account's current day where none is known.</param>
internal sealed class DayFilterReader(IReadOnlyList<KnownAccount> accounts, IReadOnlyList<string> reports, DateTimeOffset now)
{
    /// <summary>Ten years, three times what Meta keeps: a range of millennia is a slip, and its calendar would be as long.</summary>
    public const int MaxDays = 3660;

    private const int Listed = 10;

    private readonly Dictionary<string, string[]> _errors = [];

    public IDictionary<string, string[]> Errors => _errors;

    /// <summary>The filter, or null when <see cref="Errors"/> says why there is none.</summary>
    public DayFilter? Read(DayQuery query)
    {
        var chosen = ReadAccounts(query.Accounts);
        var end = ReadDay("endDate", query.EndDate) ?? Today(chosen);
        var start = ReadDay("startDate", query.StartDate) ?? YearUpTo(end);
        CheckRange(start, end);
        var report = ReadReport(query.Report);
        return _errors.Count > 0 ? null : new DayFilter(new DateRange(start, end), chosen, report);
    }

    private DateOnly Today(IReadOnlyList<KnownAccount> chosen) =>
        chosen.Count > 0 ? chosen.Max(account => account.Today) : AccountCalendar.Today(null, now);

    private static DateOnly YearUpTo(DateOnly end) => end.Year > 1 ? end.AddYears(-1).AddDays(1) : DateOnly.MinValue;

    private DateOnly? ReadDay(string field, string? value)
    {
        if (value is null)
            return null;
        if (DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day > DateOnly.MinValue && day < DateOnly.MaxValue)
            return day; // the first and the last one are infinities in PostgreSQL

        _errors[field] = [$"{field} is '{Shortened(value)}', which is not a calendar day. Give a day as yyyy-MM-dd, for example 2026-01-31."];
        return null;
    }

    private void CheckRange(DateOnly start, DateOnly end)
    {
        if (_errors.ContainsKey("startDate") || _errors.ContainsKey("endDate"))
            return;

        var range = new DateRange(start, end);
        if (end < start)
            _errors["endDate"] = [$"endDate is {end:yyyy-MM-dd}, which is before startDate, {start:yyyy-MM-dd}. Both are included, so one day has the same date twice."];
        else if (range.Count > MaxDays)
            _errors["startDate"] = [$"startDate is {start:yyyy-MM-dd}, and from there to endDate, {end:yyyy-MM-dd}, are {range.Count} days. At most {MaxDays} can be read at once."];
    }

    private IReadOnlyList<KnownAccount> ReadAccounts(string? value)
    {
        if (value is null)
            return accounts;

        string[] names = [.. value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
        if (names.Length == 0)
            return Refuse("accounts is empty. Leave it out for all accounts, or name them as act_1,act_2.");

        var known = accounts.ToDictionary(account => account.Account);
        string[] unknown = [.. names.Where(name => !known.ContainsKey(name))];
        return unknown.Length == 0
            ? [.. names.Select(name => known[name])]
            : Refuse($"accounts names {Quoted(unknown)}, which {(unknown.Length == 1 ? "is" : "are")} not known. {Known()}");
    }

    private string Known() => accounts.Count > 0
        ? $"There are {List(accounts.Select(account => account.Account))}: GET /api/accounts lists them."
        : "None is: Meta:Accounts names none, and no worker has yet read from Meta which the token can see (GET /api/connection says how things stand).";

    private KnownAccount[] Refuse(string complaint)
    {
        _errors["accounts"] = [complaint];
        return [];
    }

    private string? ReadReport(string? value)
    {
        if (value is null || reports.Contains(value))
            return value;

        _errors["report"] = [$"report is '{Shortened(value)}', which is not known. " + (reports.Count > 0
            ? $"There are {List(reports)}."
            : "None is yet: a worker says at its start which reports it fetches.")];
        return null;
    }

    private static string List(IEnumerable<string> names)
    {
        string[] shown = [.. names.Take(Listed + 1)];
        return string.Join(", ", shown.Take(Listed)) + (shown.Length > Listed ? " and more" : "");
    }

    private static string Quoted(string[] names) => List(names.Select(name => $"'{Shortened(name)}'"));

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
