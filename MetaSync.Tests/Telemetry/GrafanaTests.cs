using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Telemetry;

/// <summary>The Grafana dashboard shows what there is.</summary>
public sealed partial class GrafanaTests
{
    [Fact]
    public void Every_metric_of_the_dashboard_is_documented_and_every_documented_one_is_shown()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "telemetry.md"));
        var documented = Row().Matches(page).ToDictionary(row => row.Groups[2].Value, row => row.Groups[1].Value);
        Assert.All(documented, name => Assert.StartsWith(name.Value.Replace('.', '_'), name.Key));

        var dashboard = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "grafana", "metasync.json")))!;
        var queries = dashboard["panels"]!.AsArray().SelectMany(panel => panel!["targets"]!.AsArray()).Select(target => target!["expr"]!.GetValue<string>()).ToArray();
        var metrics = queries.SelectMany(query => Metric().Matches(query)).Select(metric => HistogramPart().Replace(metric.Value, "")).ToHashSet();
        Assert.Equal(documented.Keys.Order(), metrics.Order());

        var attributes = queries.SelectMany(query => Label().Matches(query)).SelectMany(label => label.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries))
            .Where(label => label is not "le").ToHashSet();
        Assert.All(attributes, attribute => Assert.Contains(Attribute().Matches(page).Select(each => each.Groups[1].Value.Replace('.', '_')), attribute.Equals));
    }

    [GeneratedRegex(@"^\| `(metasync\.[a-z_.]+)` \|.*\| `([a-z_]+)` \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    /// <summary>A metric stands before its labels, its range or the end of its bracket; an attribute stands in brackets of its own.</summary>
    [GeneratedRegex(@"metasync_[a-z_]+(?=\{|\[|\)$|\))(?<!by \([a-z_, ]*)")]
    private static partial Regex Metric();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex HistogramPart();

    [GeneratedRegex(@"by \(([^)]+)\)")]
    private static partial Regex Label();

    [GeneratedRegex(@"`([a-z_.]+)`")]
    private static partial Regex Attribute();
}
