namespace MetaSync.Worker.Cli.Client;

/// <summary>The state of the data, day by day.</summary>
/// <param name="StartDate">The day of the first letter.</param>
/// <param name="EndDate">The last day.</param>
/// <param name="Legend">What each letter means.</param>
/// <param name="Accounts">One line for each.</param>
internal sealed record DataCalendar(DateOnly StartDate, DateOnly EndDate, IReadOnlyDictionary<string, string> Legend, IReadOnlyList<CalendarAccount> Accounts)
{
    public bool IsComplete() => Accounts.All(account => account.Completeness is { Days: > 0 } days && days.In == days.Days);

    /// <summary>The days that have come, in words; those after an account's today are left out.</summary>
    public IEnumerable<CalendarDay> Days() => Accounts.SelectMany(account => account.Days.Select((letter, index) =>
        Legend.TryGetValue(letter.ToString(), out var state) ? new CalendarDay(account.Account, StartDate.AddDays(index), state) : null).OfType<CalendarDay>());

    /// <summary>Where the API has it. What is left out is left to the API.</summary>
    public static string Path(string? start, string? end, IReadOnlyCollection<string>? accounts)
    {
        var query = new List<string>();
        if (start is not null)
            query.Add($"startDate={Uri.EscapeDataString(start)}");
        if (end is not null)
            query.Add($"endDate={Uri.EscapeDataString(end)}");
        if (accounts is { Count: > 0 })
            query.Add($"accounts={string.Join(',', accounts.Select(Uri.EscapeDataString))}");
        return query.Count == 0 ? "/api/calendar" : $"/api/calendar?{string.Join('&', query)}";
    }
}

/// <summary>One day of the calendar.</summary>
internal sealed record CalendarDay(string Account, DateOnly Day, string State);

/// <summary>An account's days, a letter for each, and what they add up to.</summary>
internal sealed record CalendarAccount(string Account, string Days, Completeness Completeness)
{
    public bool HasUnfinishedDays(IReadOnlyDictionary<string, string> legend) =>
        Days.Any(letter => legend.GetValueOrDefault(letter.ToString()) is "queued" or "running" or "waiting" or "paused");
}

/// <summary>How many of the days are in, and a sentence that says so.</summary>
internal sealed record Completeness(int Days, int In, string Sentence);
