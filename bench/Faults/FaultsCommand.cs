using System.CommandLine;
using MetaSync.Faults.Soak;

namespace MetaSync.Bench.Faults;

/// <summary><c>faults</c>: not among <c>all</c>, as it takes as long as it is told to.</summary>
internal static class FaultsCommand
{
    private const int TheIssues = 1000;

    public static Command Create(Option<bool> small, Option<DirectoryInfo> output)
    {
        var count = new Option<int>("--count") { Description = "At least so many faults.", DefaultValueFactory = _ => TheIssues };
        var seed = new Option<int?>("--seed") { Description = "Repeats the faults of a run; drawn when left out." };
        var lanes = new Option<int>("--lanes") { Description = "So many systems beside each other.", DefaultValueFactory = _ => 4 };
        var minutes = new Option<double?>("--minutes") { Description = "Strikes no more after so many minutes, and reports what has been." };
        count.Validators.Add(result => AtLeastOne(result, "--count"));
        lanes.Validators.Add(result => AtLeastOne(result, "--lanes"));
        var command = new Command("faults", "random faults in whole systems, and every promise checked") { count, seed, lanes, minutes };
        command.SetAction((parsed, cancellationToken) =>
        {
            var folder = parsed.GetValue(output)!;
            var options = new SoakOptions(parsed.GetValue(seed) ?? Random.Shared.Next(), parsed.GetValue(count), parsed.GetValue(lanes))
            {
                Evidence = Path.Combine(folder.FullName, "evidence"),
                Limit = parsed.GetValue(minutes) is { } limit ? TimeSpan.FromMinutes(limit) : null,
            };
            var measurement = new Measurement("faults", "random faults", (run, token) => FaultsBench.MeasureAsync(run, options, token)) { ComparesWithPeer = false };
            return Run.AllAsync([measurement], parsed.GetValue(small), folder, cancellationToken);
        });
        return command;
    }

    private static void AtLeastOne(System.CommandLine.Parsing.OptionResult result, string name)
    {
        if (result.GetValueOrDefault<int>() < 1)
            result.AddError($"{name} is {result.GetValueOrDefault<int>()}; it has to be 1 or more.");
    }
}
