using System.Diagnostics;
using System.Diagnostics.Metrics;
using MetaSync.Sync;
using MetaSync.Worker.Meta;

namespace MetaSync.Worker.Sync;

/// <summary>The worker's instruments; their names stand in <c>docs/telemetry.md</c>.</summary>
internal sealed class SyncMetrics
{
    private readonly Counter<long> _days = SyncTelemetry.Meter.CreateCounter<long>(
        "metasync.days", "{day}", "Runs of days, by how they ended.");

    private readonly Counter<long> _rows = SyncTelemetry.Meter.CreateCounter<long>(
        "metasync.rows", "{row}", "Rows stored.");

    private readonly Counter<double> _waiting = SyncTelemetry.Meter.CreateCounter<double>(
        "metasync.day.waiting", "s", "Time for which days were sent to wait, by reason.");

    private readonly Histogram<double> _calls = SyncTelemetry.Meter.CreateHistogram<double>(
        "metasync.meta.call.duration", "s", "Calls to Meta, their bodies included.");

    private readonly Gauge<double> _usage = SyncTelemetry.Meter.CreateGauge<double>(
        "metasync.meta.usage", "%", "How much of a rate limit was used when Meta last said so; may exceed 100.");

    public void Called(string? account, TimeSpan duration, string? error)
    {
        var tags = Of(account);
        if (error is not null)
            tags.Add("error.type", error);
        _calls.Record(duration.TotalSeconds, tags);
    }

    /// <summary>A call that is about no account has none.</summary>
    private static TagList Of(string? account, params ReadOnlySpan<KeyValuePair<string, object?>> others)
    {
        var tags = new TagList(others);
        if (account is not null)
            tags.Add("metasync.account", account);
        return tags;
    }

    public void Used(string? account, MetaUsage usage)
    {
        foreach (var reading in usage.Readings)
            _usage.Record(reading.Percent, Of(account, new KeyValuePair<string, object?>("metasync.meta.meter", reading.Meter)));
    }

    public void Ended(DayOutcome outcome)
    {
        _days.Add(1, new KeyValuePair<string, object?>("metasync.outcome", outcome.Name));
        switch (outcome)
        {
            case DayOutcome.Done done:
                _rows.Add(done.Rows);
                break;
            case DayOutcome.Wait wait:
                _waiting.Add(wait.Delay.TotalSeconds, wait.Meter is null
                    ? new TagList { { "metasync.waiting_reason", wait.Reason } }
                    : new TagList { { "metasync.waiting_reason", wait.Reason }, { "metasync.meta.meter", wait.Meter } });
                break;
            case DayOutcome.Retry retry:
                _waiting.Add(retry.Delay.TotalSeconds, new KeyValuePair<string, object?>("metasync.waiting_reason", WaitingReason.Retry));
                break;
        }
    }
}
