using MetaSync.Worker.Cli;
using MetaSync.Worker.Cli.Client;

namespace MetaSync.Tests.Cli;

public sealed class BatchWordsTests
{
    private static readonly DateTimeOffset Now = Batches.Noon;

    [Theory]
    [InlineData(null, null, 0, "act_1 2026-01-31", null)]
    [InlineData("rate_limit", "account", 5, "act_1 2026-01-31 waits until 12:05:00: Meta's rate limit (account)", "act_1 2026-01-31 waits until 12:05:00: Meta's rate limit (account).")]
    [InlineData("rate_limit", null, 24 * 60, "act_1 2026-01-31 waits until 2026-11-25 12:00:00: Meta's rate limit", "act_1 2026-01-31 waits until 2026-11-25 12:00:00: Meta's rate limit.")]
    [InlineData("token", null, 1, "act_1 2026-01-31 waits until 12:01:00: Meta does not accept the token", "act_1 2026-01-31 waits until 12:01:00: Meta does not accept the token: Expired. Make a new one.")]
    [InlineData("report", null, 1, "act_1 2026-01-31 waits until 12:01:00: Meta prepares the report", null)]
    [InlineData("retry", null, 1, "act_1 2026-01-31 waits until 12:01:00: the last try failed", null)]
    public void A_day_that_waits_says_why_and_until_when(string? reason, string? meter, int minutes, string description, string? notice)
    {
        var current = new Current("act_1", new(2026, 1, 31), reason, meter, reason is null ? null : Now.AddMinutes(minutes), reason is "token" ? new("Expired", "Make a new one.") : null);
        Assert.Equal(description, BatchWords.Describe(current, Now));
        Assert.Equal(notice, BatchWords.Notice(current, Now));
    }

    [Fact]
    public void A_batch_that_is_at_no_day_has_days() => Assert.Equal(("Days", null), (BatchWords.Describe(null, Now), BatchWords.Notice(null, Now)));
}
