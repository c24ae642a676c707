using System.Globalization;
using Quartz;

namespace MetaSync.Sync;

/// <summary>A day that has a place in its lane, and is to have a job.</summary>
public readonly record struct PlacedDay(long Id, Guid BatchId, string Account, DateOnly Day, string Lane, long Place)
{
    /// <summary>The key of its trigger.</summary>
    public TriggerKey TriggerKey => SyncDayContract.TriggerKey(Account, Day, BatchId, Place);
}

/// <summary>A day as Quartz is told of it.</summary>
/// <param name="Name">The name of its job and of its trigger.</param>
/// <param name="Lane">Its lane.</param>
/// <param name="DayId">The id of its row.</param>
/// <param name="Place">Its place in the lane.</param>
/// <param name="After">The name of the trigger that it comes after.</param>
internal readonly record struct ChainLink(string Name, string Lane, string DayId, string Place, string? After);

/// <summary>The jobs and triggers of days.</summary>
internal static class DayChain
{
    /// <summary>A link for each day, which comes after the one before it in its lane.</summary>
    /// <param name="days">The days, in the order in which they are to run.</param>
    /// <param name="tails">By lane, what the first of its days comes after.</param>
    public static List<ChainLink> Links(IReadOnlyCollection<PlacedDay> days, IReadOnlyDictionary<string, TriggerKey> tails)
    {
        var last = tails.ToDictionary(tail => tail.Key, tail => tail.Value.Name, StringComparer.Ordinal);
        var links = new List<ChainLink>(days.Count);
        foreach (var day in days)
        {
            var name = day.TriggerKey.Name;
            links.Add(new(
                name, day.Lane, day.Id.ToString(CultureInfo.InvariantCulture), day.Place.ToString(CultureInfo.InvariantCulture), last.GetValueOrDefault(day.Lane)));
            last[day.Lane] = name;
        }

        return links;
    }

    /// <summary>A job and a trigger for each link, the trigger released by the end of the one that it comes after.</summary>
    public static Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>> Jobs(IReadOnlyCollection<ChainLink> links, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var jobs = new Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>>(links.Count);
        foreach (var link in links)
        {
            var job = JobBuilder.Create()
                .OfType(new JobType(SyncDayContract.JobName))
                .WithIdentity(new JobKey(link.Name, SyncDayContract.Group))
                .UsingJobData(SyncDayContract.DayIdKey, link.DayId)
                .UsingJobData(SyncDayContract.PlaceKey, link.Place)
                .RequestRecovery()
                .Build();
            var trigger = TriggerBuilder.Create(time)
                .WithIdentity(new TriggerKey(link.Name, SyncDayContract.Group))
                .WithExecutionGroup(link.Lane)
                .StartAt(now)
                .WithSimpleSchedule(schedule => schedule.WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires));
            if (link.After is { } after)
                trigger = trigger.StartAfter(new TriggerKey(after, SyncDayContract.Group), ContinuationCondition.OnAnyOutcome);

            jobs.Add(job, [trigger.Build()]);
        }

        return jobs;
    }
}
