using System.Globalization;

namespace MetaSync.ApiService.Events;

/// <summary>What has changed between two looks at the database, ready to be told to all who watch.</summary>
/// <param name="Since">All that was committed with an earlier time of change has been told with these events or before them.</param>
/// <param name="Events">The events, days before their batches.</param>
internal sealed record Changes(DateTimeOffset? Since, IReadOnlyList<FeedEvent> Events)
{
    /// <summary>An event's id: opaque to the viewer, for us the time from which on to look again.</summary>
    public string? Cursor => Since is { } since ? Write(since) : null;

    public static string Write(DateTimeOffset since) => (since.Ticks / TimeSpan.TicksPerMicrosecond).ToString("x", CultureInfo.InvariantCulture);

    public static DateTimeOffset? Read(string cursor) =>
        long.TryParse(cursor, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var microseconds)
        && microseconds >= 0 && microseconds <= DateTimeOffset.MaxValue.Ticks / TimeSpan.TicksPerMicrosecond
            ? new DateTimeOffset(microseconds * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero)
            : null;
}

/// <summary>One event, written once for all who are told of it.</summary>
/// <param name="Kind"><c>day</c>, <c>batch</c>, <c>reload</c>, <c>ping</c> or <c>end</c>.</param>
/// <param name="BatchId">Whom it is of interest to; null for everybody.</param>
/// <param name="Data">JSON.</param>
/// <param name="Ends">Whether the batch has come to its end.</param>
internal sealed record FeedEvent(string Kind, Guid? BatchId, string Data, bool Ends = false)
{
    public static readonly FeedEvent Ping = new("ping", null, "{}"), End = new("end", null, "{}");
}
