using MetaSync.Sync;
using MetaSync.Worker.Cli.Client;

namespace MetaSync.Tests.Cli;

/// <summary>Batches as the API would tell of them.</summary>
internal static class Batches
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeZoneInfo.Local.GetUtcOffset(new DateTime(2026, 11, 24, 12, 0, 0)));

    public static readonly Guid Id = Guid.Parse("019ab1c2-d3e4-7000-8000-000000000001");

    public static Batch In(string state, Counts counts) => new(
        Id, "range", state, new DateRange(new(2026, 1, 1), new(2026, 1, 31)), ["act_1"], new("all", 1, "normal", false), Noon, null, null, counts, 300, 38.7m, null, null);
}
