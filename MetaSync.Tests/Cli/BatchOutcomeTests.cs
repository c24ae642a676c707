using MetaSync.Worker.Cli;

namespace MetaSync.Tests.Cli;

public sealed class BatchOutcomeTests
{
    [Theory]
    [InlineData("succeeded", null, 0)]
    [InlineData("failed", null, 1)]
    [InlineData("cancelled", null, 5)]
    [InlineData("paused", "day-failed", 1)] // nothing will happen any more, and so it is an end for whoever waits
    [InlineData("paused", "requested", 0)]
    [InlineData("running", null, 0)]
    [InlineData("waiting", "requested", 0)]
    public void How_a_batch_ended_is_an_exit_code(string state, string? pause, int exitCode)
    {
        var batch = Batches.In(state, new(0, 0, 0, 0, 0, 0, 0)) with { Paused = pause is null ? null : new(Batches.Noon, pause) };
        Assert.Equal(exitCode, BatchOutcome.ExitCode(batch));
    }

    [Fact]
    public void What_did_not_end_well_names_the_command_that_says_why_and_the_one_that_mends_it()
    {
        var failed = BatchOutcome.Sentence(Batches.In("failed", new(0, 0, 0, 0, 29, 2, 0)));
        Assert.StartsWith("29 of 31 days succeeded, 300 rows; 2 failed", failed, StringComparison.Ordinal);
        Assert.Contains("'days 019ab1c2-d3e4 --state failed'", failed);
        Assert.Contains("'retry 019ab1c2-d3e4'", failed);
        Assert.Contains("'retry 019ab1c2-d3e4'", BatchOutcome.Sentence(Batches.In("cancelled", new(0, 0, 0, 0, 29, 0, 2))));
    }

    [Fact]
    public void The_report_of_a_batch_says_how_far_it_is_why_it_waits_and_when_it_will_be_done()
    {
        var batch = Batches.In("waiting", new(18, 0, 1, 0, 12, 0, 0)) with
        {
            Current = new("act_1", new(2026, 1, 13), "rate_limit", "account", Batches.Noon.AddMinutes(5), null),
            Estimate = new(Batches.Noon.AddMinutes(10), Batches.Noon.AddMinutes(25)),
        };
        Assert.Equal(
            [
                "Batch 019ab1c2-d3e4-7000-8000-000000000001: waiting",
                "2026-01-01 to 2026-01-31 of act_1, asked for 12:00:00; mode all, normal priority",
                "12 of 31 days are done (38.7 %): 12 succeeded, 1 waiting, 18 queued; 300 rows",
                "act_1 2026-01-13 waits until 12:05:00: Meta's rate limit (account).",
                "It will be done between 12:10:00 and 12:25:00, if it goes on like this.",
            ],
            BatchReport.Lines(batch, Batches.Noon));
    }

    [Fact]
    public void A_batch_that_is_held_says_since_when_and_how_it_goes_on()
    {
        var batch = Batches.In("paused", new(0, 0, 0, 19, 12, 0, 0)) with
        {
            Options = new("missing", 7, "low", true),
            RequestedBy = "nightly",
            Paused = new(Batches.Noon.AddDays(-1), "requested"),
        };
        Assert.Equal(
            [
                "Batch 019ab1c2-d3e4-7000-8000-000000000001: paused",
                "2026-01-01 to 2026-01-31 of act_1, asked for 12:00:00 by nightly; mode missing, low priority, 7 days a job, stops at the first failure",
                "12 of 31 days are done (38.7 %): 12 succeeded, 19 paused; 300 rows",
                "Held since 2026-11-23 12:00:00, because somebody asked for it. 'resume 019ab1c2-d3e4' lets it go on.",
            ],
            BatchReport.Lines(batch, Batches.Noon));
    }
}
