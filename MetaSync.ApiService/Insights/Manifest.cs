using System.Text.Json.Serialization;
using MetaSync.Sync;

namespace MetaSync.ApiService.Insights;

/// <summary>What an export holds, and what it can't because it isn't in. Of the same moment as the rows.</summary>
/// <param name="Report">The report.</param>
/// <param name="DateRange">The days that were asked for, both ends included.</param>
/// <param name="GeneratedAt">The moment whose data it is.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="AsOf">When Meta was asked for the oldest and for the newest of them; null when no day is in.</param>
/// <param name="Days">The days of all accounts together.</param>
/// <param name="Accounts">Each account.</param>
/// <param name="Columns">The columns, in their order.</param>
internal sealed record Manifest(
    string Report, DateRange DateRange, DateTimeOffset GeneratedAt, long Rows, Readings? AsOf, ManifestDays Days,
    IReadOnlyList<ManifestAccount> Accounts, IReadOnlyList<ManifestColumn> Columns)
{
    /// <summary>In a file: that every row was written. Where there are no rows beside it, it is left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Complete { get; init; }
}

/// <summary>When Meta was asked.</summary>
internal sealed record Readings(DateTimeOffset Earliest, DateTimeOffset Latest)
{
    public static Readings? Of(IEnumerable<Readings?> readings)
    {
        Readings[] known = [.. readings.OfType<Readings>()];
        return known.Length == 0 ? null : new Readings(known.Min(one => one.Earliest), known.Max(one => one.Latest));
    }
}

/// <summary>Days by what is known of them: each that was asked for is in, failed or missing.</summary>
/// <param name="Asked">All of them.</param>
/// <param name="In">Those that Meta has answered, also without a row.</param>
/// <param name="Empty">Of those, the ones without a row.</param>
/// <param name="Provisional">Of those that are in, the ones that Meta may still restate.</param>
/// <param name="Failed">Not in, and the last try failed.</param>
/// <param name="Missing">Neither in nor failed.</param>
internal sealed record ManifestDays(int Asked, int In, int Empty, int Provisional, int Failed, int Missing)
{
    public static ManifestDays Sum(IEnumerable<ManifestDays> days) => days.Aggregate(new ManifestDays(0, 0, 0, 0, 0, 0), (sum, one) => new ManifestDays(
        sum.Asked + one.Asked, sum.In + one.In, sum.Empty + one.Empty, sum.Provisional + one.Provisional, sum.Failed + one.Failed, sum.Missing + one.Missing));
}

/// <summary>An account's part. Its sums are those of the column, to compare with what a program has read; reach has none, because people can't be added up.</summary>
internal sealed record ManifestAccount(
    string Account, string? Name, string? Currency, string? TimeZone, long Rows, decimal Spend, long Impressions, long Clicks, Readings? AsOf, ManifestDays Days,
    IReadOnlyList<DateRange> Provisional, IReadOnlyList<DateRange> Failed, IReadOnlyList<DateRange> Missing);

/// <summary>A column.</summary>
internal sealed record ManifestColumn(string Name, string Type);
