using System.Globalization;
using MetaSync.Faults.Soak;
using Alone = MetaSync.Tests.Support.Alone;

namespace MetaSync.Tests.Faults.Soak;

/// <summary>All kinds of faults at random, while days are enqueued and run without a pause.</summary>
[Trait("Category", "Faults"), Collection(nameof(Alone))]
public sealed class SoakTests
{
    private const int Faults = 100;

    /// <summary>Some cases can't strike on a machine that is too busy to bring a day into the middle of its run; they do not count.</summary>
    private const int Spare = 10;

    [Fact]
    public async Task A_hundred_faults_at_random_lose_double_and_reorder_nothing_and_leave_nothing_stuck()
    {
        FaultsPostgres.RequirePrograms();
        var seed = Environment.GetEnvironmentVariable("FAULTS_SEED") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : Random.Shared.Next();

        var result = await FaultSoak.RunAsync(new(seed, Faults + Spare, Lanes: 3) { Say = Say, Evidence = Environment.GetEnvironmentVariable("FAULTS_EVIDENCE") }, TestContext.Current.CancellationToken);

        foreach (var sentence in result.Sentences())
            Say(sentence);
        Assert.True(result.Violations.Count == 0, $"FAULTS_SEED={seed}:\n{string.Join('\n', result.Violations.Take(20))}");
        Assert.InRange(result.Faults, Faults, int.MaxValue);
    }

    private static void Say(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
