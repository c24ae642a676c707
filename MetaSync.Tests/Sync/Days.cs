using System.Globalization;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Sync;

/// <summary>What the order of days is compared with.</summary>
internal static class Days
{
    public static IEnumerable<DateOnly> From(string first, int count) =>
        Enumerable.Range(0, count).Select(DateOnly.ParseExact(first, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddDays);

    /// <summary>The days of the calls, each as often as it was begun: pages of one run count once.</summary>
    public static IEnumerable<DateOnly> DaysInOrder(this IEnumerable<Call> calls) =>
        calls.Where(call => call.After is null).Select(call => call.Day!.Value);

    /// <summary>No call was received before the one before it was answered.</summary>
    public static void AreOneAtATime(this IReadOnlyList<Call> calls)
    {
        foreach (var (before, after) in calls.Zip(calls.Skip(1)))
            Assert.True(before.Finished <= after.Received, $"{before.Day} was answered at {before.Finished:O}, and {after.Day} was asked for at {after.Received:O}");
    }
}
