using MetaSync.Tests.Support;

namespace MetaSync.Tests.Reports;

internal static class Runs
{
    /// <summary>No run of a day was submitted while another one of the same day was live.</summary>
    public static void AreNeverTwoAtOnce(this IReadOnlyList<Run> runs)
    {
        foreach (var ofDay in runs.GroupBy(run => (run.Account, run.Day)))
        {
            foreach (var (before, after) in ofDay.OrderBy(run => run.Submitted).Zip(ofDay.OrderBy(run => run.Submitted).Skip(1)))
                Assert.True(before.Ends <= after.Submitted, $"{ofDay.Key}: run {after.Id} was submitted at {after.Submitted:O}, and {before.Id} was live until {before.Ends:O}");
        }
    }
}
