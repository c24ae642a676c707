using MetaSync.Worker.Cli;
using MetaSync.Worker.Cli.Client;

namespace MetaSync.Tests.Cli;

public sealed class BatchNameTests
{
    private static readonly Batch Older = Batches.In("succeeded", new(0, 0, 0, 0, 31, 0, 0)) with { BatchId = Guid.Parse("019ab1c2-0000-7000-8000-000000000001") };
    private static readonly Batch Newer = Older with { BatchId = Guid.Parse("019ab1c2-1111-7000-8000-000000000002") };
    private static readonly Batch Nightly = Older with { BatchId = Guid.Parse("019ab1d0-0000-7000-8000-000000000003"), Kind = "refresh" };

    [Fact]
    public void Latest_is_the_newest_that_somebody_asked_for() => Assert.Equal(Newer.BatchId, BatchName.Choose("latest", [Nightly, Newer, Older]));

    [Theory]
    [InlineData("019ab1c2-0")]
    [InlineData("019AB1C2-0")]
    [InlineData("019ab1c2-0000-7000-8000-000000000001")]
    public void A_beginning_that_only_one_has_is_enough(string name) => Assert.Equal(Older.BatchId, BatchName.Choose(name, [Nightly, Newer, Older]));

    [Fact]
    public void A_beginning_that_several_have_names_two_of_them()
    {
        var refused = Assert.Throws<CommandException>(() => BatchName.Choose("019ab1c2", [Nightly, Newer, Older]));
        Assert.Equal((CommandLine.Failed, true, true), (refused.ExitCode, refused.Message.Contains($"{Newer.BatchId}", StringComparison.Ordinal), refused.Message.Contains($"{Older.BatchId}", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("fff")]
    [InlineData("latest")]
    public void What_nothing_is_called_is_a_sentence_with_a_way_out(string name) =>
        Assert.Contains("'", Assert.Throws<CommandException>(() => BatchName.Choose(name, [Nightly])).Message);

    [Fact]
    public void What_stands_on_the_screen_names_a_batch_even_if_another_one_is_a_millisecond_older()
    {
        var time = DateTimeOffset.UnixEpoch.AddYears(56);
        Assert.NotEqual(BatchName.Short(Guid.CreateVersion7(time)), BatchName.Short(Guid.CreateVersion7(time.AddMilliseconds(1))));
    }
}
