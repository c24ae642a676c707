using System.Text.Json.Serialization;
using MetaSync.Sync;

namespace MetaSync.ApiService.Accounts;

/// <summary>An ad account that may be asked for.</summary>
/// <param name="Account">Its name, such as <c>act_1</c>.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Currency">Of all its amounts.</param>
/// <param name="TimeZone">Of all its days; null until a worker has read the account from Meta.</param>
/// <param name="Today">Its current day.</param>
/// <param name="OldestDay">The oldest day that Meta still has.</param>
/// <param name="ReadAt">When Meta was last asked about it.</param>
/// <param name="Problem">Why its days fail at the moment.</param>
/// <param name="Remedy">What is to be done about that.</param>
internal sealed record KnownAccount(
    string Account, string? Name, string? Currency, string? TimeZone, DateOnly Today, DateOnly OldestDay, DateTimeOffset? ReadAt, string? Problem, string? Remedy)
{
    /// <summary>One of which nothing is known but its name: its days may be those of any place on Earth.</summary>
    public static KnownAccount Unread(string account, DateTimeOffset now) => Of(account, null, now);

    /// <summary>One with a zone, or with none that is known.</summary>
    public static KnownAccount Of(string account, AccountZone? zone, DateTimeOffset now) =>
        new(account, null, null, zone?.Name, AccountCalendar.Today(zone, now), AccountCalendar.Oldest(zone, now), null, null, null);

    /// <summary>For sentences about its days.</summary>
    [JsonIgnore]
    public string Place => TimeZone is null ? Account : $"{Account} ({TimeZone})";
}
