using System.CommandLine;
using MetaSync.Bench;
using MetaSync.Bench.Enqueue;
using MetaSync.Bench.Faults;
using MetaSync.Bench.Handover;
using MetaSync.Bench.Lanes;
using MetaSync.Bench.Load;
using MetaSync.Bench.Season;
using MetaSync.Bench.Start;

// The table of contents: one line and one folder a measurement.
Measurement[] measurements =
[
    new("enqueue", "a range of days into the queue, against the peer and Quartz itself", EnqueueBench.MeasureAsync),
    new("handover", "the end of one day to the start of the next, and whole years", HandoverBench.MeasureAsync),
    new("start", "the commit of a range to its first day's start, and to the first call", StartBench.MeasureAsync),
    new("lanes", "20 accounts beside each other, and what waiting days cost", LanesBench.MeasureAsync),
    new("load", "pages to stored rows, against a plain COPY", LoadBench.MeasureAsync),
];

var small = new Option<bool>("--small") { Description = "Few days and few rounds, within a minute: shows that it works, its figures mean nothing.", Recursive = true };
var output = new Option<DirectoryInfo>("--out")
{
    Description = "Where report.md and report.json are written.",
    Recursive = true,
    DefaultValueFactory = _ => new("artifacts/bench"),
};
var root = new RootCommand("Measures MetaSync on a PostgreSQL of its own, and prints a Markdown table.") { small, output };
foreach (var measurement in measurements)
    root.Add(Command(measurement.Name, measurement.Description, measurement));
root.Add(FaultsCommand.Create(small, output));
root.Add(Command("season", "500 batches while a season passes: what grows?", new Measurement("season", "what grows", SeasonBench.MeasureAsync) { ComparesWithPeer = false }));
root.Add(Command("all", "all of them", measurements));
// A run that is broken off ends its processes first.
return await root.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });

Command Command(string name, string description, params Measurement[] chosen)
{
    var command = new Command(name, description);
    command.SetAction((parsed, cancellationToken) => Run.AllAsync(chosen, parsed.GetValue(small), parsed.GetValue(output)!, cancellationToken));
    return command;
}
