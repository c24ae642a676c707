namespace MetaSync.ApiService.Calendar;

/// <summary>The days of accounts, each as one character.</summary>
/// <param name="StartDate">The day of each account's first character.</param>
/// <param name="EndDate">The day of its last.</param>
/// <param name="AsOf">When that was so.</param>
/// <param name="Legend">What the characters mean.</param>
/// <param name="Accounts">The accounts.</param>
internal sealed record CalendarAnswer(
    DateOnly StartDate, DateOnly EndDate, DateTimeOffset AsOf, IReadOnlyDictionary<char, string> Legend, IReadOnlyList<AccountDays> Accounts);

/// <summary>The days of an account.</summary>
/// <param name="Account">Its name, such as <c>act_1</c>.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Currency">Of all its amounts.</param>
/// <param name="TimeZone">Of all its days; null until a worker has read the account from Meta.</param>
/// <param name="Today">Its current day.</param>
/// <param name="OldestDay">The oldest day that Meta still has.</param>
/// <param name="Days">One character per day; a space for one that has not begun.</param>
/// <param name="Completeness">Whether they are all in.</param>
internal sealed record AccountDays(
    string Account, string? Name, string? Currency, string? TimeZone, DateOnly Today, DateOnly OldestDay, string Days, Completeness Completeness);
