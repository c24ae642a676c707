using System.Globalization;
using Quartz;

namespace MetaSync.Sync;

/// <summary>A day that has a place in its lane, and is to have a job.</summary>
public readonly record struct PlacedDay(long Id, Guid BatchId, string Account, DateOnly Day, string Lane, long Place)
{
    /// <summary>The key of its trigger.</summary>
    public TriggerKey TriggerKey => SyncDayContract.TriggerKey(Account, Day, BatchId, Place);
}

/// <summary>The jobs and triggers of days.</summary>
internal static class DayChain
{
    /// <summary>A job and a trigger for each day, each trigger released by the end of the one before it in its lane.</summary>
    /// <param name="days">The days, in the order in which they are to run.</param>
    /// <param name="tails">By lane, what the first of its days comes after.</param>
    /// <param name="time">The clock.</param>
    public static Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>> Of(IReadOnlyCollection<PlacedDay> days, Dictionary<string, TriggerKey> tails, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var chain = new Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>>(days.Count);
        foreach (var day in days)
        {
            var job = JobBuilder.Create()
                .OfType(new JobType(SyncDayContract.JobName))
                .WithIdentity(SyncDayContract.JobKey(day.Account, day.Day, day.BatchId, day.Place))
                .UsingJobData(SyncDayContract.DayIdKey, day.Id.ToString(CultureInfo.InvariantCulture))
                .UsingJobData(SyncDayContract.PlaceKey, day.Place.ToString(CultureInfo.InvariantCulture))
                .RequestRecovery()
                .Build();
            var trigger = TriggerBuilder.Create(time)
                .WithIdentity(day.TriggerKey)
                .WithExecutionGroup(day.Lane)
                .StartAt(now)
                .WithSimpleSchedule(schedule => schedule.WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires));
            if (tails.TryGetValue(day.Lane, out var previous))
                trigger = trigger.StartAfter(previous, ContinuationCondition.OnAnyOutcome);

            tails[day.Lane] = day.TriggerKey;
            chain.Add(job, [trigger.Build()]);
        }

        return chain;
    }
}
