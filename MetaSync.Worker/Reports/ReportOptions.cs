namespace MetaSync.Worker.Reports;

/// <summary>A report as it is configured: an entry of the list <c>Reports</c>.</summary>
internal sealed class ReportOptions
{
    /// <summary>Under which its rows are stored, as ad or country_by_age.</summary>
    public string Name { get; set; } = "";

    /// <summary>What a row is about: account, campaign, adset or ad.</summary>
    public string Level { get; set; } = "ad";

    /// <summary>Meta's names of the metrics, written as a list (<c>impressions,spend</c>) or as a section with one entry each; so are the next two.</summary>
    public string[] Fields { get; set; } = [];

    /// <summary>What a row is divided by, as age and gender.</summary>
    public string[] Breakdowns { get; set; } = [];

    /// <summary>How long after a click or a view an action is still counted, as 7d_click.</summary>
    public string[] ActionAttributionWindows { get; set; } = [];

    public static ReportOptions Read(IConfigurationSection section)
    {
        var options = new ReportOptions
        {
            Fields = List(section.GetSection(nameof(Fields))),
            Breakdowns = List(section.GetSection(nameof(Breakdowns))),
            ActionAttributionWindows = List(section.GetSection(nameof(ActionAttributionWindows))),
        };
        options.Name = section[nameof(Name)] ?? options.Name;
        options.Level = section[nameof(Level)] ?? options.Level;
        return options;
    }

    private static string[] List(IConfigurationSection section) =>
        [.. section.GetChildren().Select(child => child.Value).Prepend(section.Value)
            .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
}
