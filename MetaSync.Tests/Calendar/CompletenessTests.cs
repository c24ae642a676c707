using MetaSync.ApiService.Calendar;

namespace MetaSync.Tests.Calendar;

public sealed class CompletenessTests
{
    [Theory]
    [InlineData(365, 365, 0, 0, 0, 0, 0, 0, 0, "365 of 365 days are in.")]
    [InlineData(365, 365, 3, 28, 0, 0, 0, 0, 0, "365 of 365 days are in, 3 of them without delivery, 28 provisional.")]
    [InlineData(365, 365, 0, 28, 0, 0, 0, 0, 0, "365 of 365 days are in, 28 of them provisional.")]
    [InlineData(365, 362, 3, 28, 0, 0, 1, 2, 0, "362 of 365 days are in, 3 of them without delivery, 28 provisional; 1 failed, 2 were never fetched.")]
    [InlineData(365, 300, 0, 0, 1, 60, 2, 3, 0, "300 of 365 days are in, 1 of them not read again because that failed; 60 are on the way, 2 failed, 3 were never fetched.")]
    [InlineData(2, 1, 0, 0, 0, 1, 0, 0, 0, "1 of 2 days is in; 1 is on the way.")]
    [InlineData(1, 1, 0, 0, 0, 0, 0, 0, 0, "1 of 1 day is in.")]
    [InlineData(1, 1, 1, 0, 0, 0, 0, 0, 0, "1 of 1 day is in, without delivery.")]
    [InlineData(1, 1, 0, 1, 1, 0, 0, 0, 0, "1 of 1 day is in, provisional, not read again because that failed.")]
    [InlineData(1, 0, 0, 0, 0, 0, 0, 1, 0, "0 of 1 day is in; 1 was never fetched.")]
    [InlineData(31, 0, 0, 0, 0, 0, 0, 31, 0, "0 of 31 days are in; 31 were never fetched.")]
    [InlineData(1825, 1125, 0, 0, 0, 0, 0, 700, 700, "1125 of 1825 days are in; 700 were never fetched and Meta no longer keeps them.")]
    [InlineData(1825, 1824, 0, 0, 0, 0, 0, 1, 1, "1824 of 1825 days are in; 1 was never fetched and Meta no longer keeps it.")]
    [InlineData(1825, 1100, 0, 0, 0, 0, 0, 725, 700, "1100 of 1825 days are in; 725 were never fetched, 700 of which Meta no longer keeps.")]
    [InlineData(1825, 1823, 0, 0, 0, 0, 0, 2, 1, "1823 of 1825 days are in; 2 were never fetched, 1 of which Meta no longer keeps.")]
    [InlineData(0, 0, 0, 0, 0, 0, 0, 0, 0, "No day of the range has begun yet.")]
    public void The_sentence_accounts_for_every_day(
        int days, int inside, int empty, int provisional, int failedAgain, int unfinished, int failed, int missing, int outOfReach, string sentence)
    {
        Assert.Equal(days, inside + unfinished + failed + missing);
        Assert.Equal(sentence, new Completeness(days, inside, empty, provisional, failedAgain, unfinished, failed, missing, outOfReach).Sentence);
    }
}
