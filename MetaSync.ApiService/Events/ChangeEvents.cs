using System.Text.Json;
using MetaSync.ApiService.Accounts;
using MetaSync.ApiService.Calendar;
using MetaSync.ApiService.Sync;
using MetaSync.Sync;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Npgsql;

namespace MetaSync.ApiService.Events;

/// <summary>Makes events of jobs and batches that have changed.</summary>
internal sealed class ChangeEvents(
    NpgsqlDataSource database, KnownAccounts accounts, CalendarReading calendar, SyncProgress progress, IOptions<JsonOptions> json)
{
    /// <summary>When more jobs change at once, as when a year of fifty accounts is enqueued, a viewer does better to read the calendar again.</summary>
    public const int MostAtOnce = 1000;

    /// <param name="jobs">Ids of rows of <c>metasync.sync_days</c>.</param>
    /// <param name="batches">Ids of batches.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<FeedEvent>> OfAsync(IReadOnlyCollection<long> jobs, IReadOnlyCollection<Guid> batches, CancellationToken cancellationToken)
    {
        var events = new List<FeedEvent>();
        if (jobs.Count > MostAtOnce)
            events.Add(new("reload", null, Json(new Reload(jobs.Count))));
        else if (jobs.Count > 0)
            events.AddRange((await DaysAsync([.. jobs], cancellationToken)).Select(day => new FeedEvent("day", day.BatchId, Json(day))));

        if (batches.Count > 0)
            events.AddRange((await progress.FindAsync(batches, cancellationToken)).Select(Event));
        return events;
    }

    public FeedEvent Event(SyncBatch batch) =>
        new("batch", batch.BatchId, Json(batch), Ends: batch.State is "succeeded" or "failed" or "cancelled");

    private async Task<IReadOnlyList<DayChange>> DaysAsync(long[] jobs, CancellationToken cancellationToken)
    {
        var days = new List<DayChange>();
        await using (var command = database.CreateCommand("SELECT batch_id, account, day, end_day, state FROM metasync.sync_days WHERE id = ANY ($1) ORDER BY updated_at"))
        {
            command.Parameters.Add(new() { Value = jobs });
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
                days.Add(new(row.GetGuid(0), row.GetString(1), row.GetFieldValue<DateOnly>(2), row.GetFieldValue<DateOnly>(3), row.GetString(4), null));
        }

        var names = days.Select(day => day.Account).ToHashSet();
        var range = new DateRange(days.Min(day => day.Day), days.Max(day => day.EndDay));
        var known = (await accounts.ListAsync(cancellationToken)).Where(account => names.Contains(account.Account));
        var drawn = (await calendar.ReadAsync(new DayFilter(range, [.. known], null), cancellationToken)).Accounts.ToDictionary(account => account.Account);
        return
        [
            .. days.Select(day => day with
            {
                Calendar = drawn.GetValueOrDefault(day.Account)?.Days.Substring(day.Day.DayNumber - range.StartDate.DayNumber, day.EndDay.DayNumber - day.Day.DayNumber + 1),
            }),
        ];
    }

    private string Json<T>(T value) => JsonSerializer.Serialize(value, json.Value.SerializerOptions);
}
