using System.Text.RegularExpressions;

namespace MetaSync.Worker.Reports;

/// <summary>What is wrong with a report, each in sentences that name the key, the value and the way out.</summary>
internal static partial class ReportRules
{
    private static readonly string[] Keys =
    [
        nameof(ReportOptions.Name), nameof(ReportOptions.Level), nameof(ReportOptions.Fields),
        nameof(ReportOptions.Breakdowns), nameof(ReportOptions.ActionAttributionWindows),
    ];

    /// <summary>The list is none, an entry is no report, or there is a key that nobody reads.</summary>
    public static IEnumerable<string> OfShape(IConfigurationSection list) =>
        list.GetChildren().Prepend(list).Where(section => !string.IsNullOrEmpty(section.Value))
            .Select(section => $"{section.Path} is '{section.Value}', and {list.Path} is a list of reports. Write {list.Path}:0:Name, {list.Path}:0:Fields and so on.")
            .Concat(list.GetChildren().SelectMany(report => report.GetChildren()).Where(setting => !Keys.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
                .Select(setting => $"{setting.Path} is no setting. A report has {string.Join(", ", Keys[..^1])} and {Keys[^1]}."));

    public static IEnumerable<string> OfNames(ReportOptions[] reports, IConfigurationSection[] sections) =>
        reports.Zip(sections, (report, section) => (report.Name, section.Path)).Where(named => named.Name is not "").GroupBy(named => named.Name)
            .SelectMany(same => same.Skip(1).Select(again =>
                $"{again.Path}:Name is '{again.Name}', and {same.First().Path} has that name already. Give each report a name of its own."));

    public static IEnumerable<string> Of(ReportOptions report, string path) =>
        OfName(report.Name, path)
            .Concat(OfLevel(report.Level, path))
            .Concat(OfFields(report, path))
            .Concat(report.Breakdowns.Distinct().Select(breakdown => OfBreakdown(breakdown, path)).OfType<string>())
            .Concat(report.ActionAttributionWindows.Distinct().Select(window => OfWindow(window, path)).OfType<string>());

    private static IEnumerable<string> OfName(string name, string path)
    {
        if (name is "")
            yield return $"{path}:Name is not set. Give the report a name, such as ad_by_country: its rows are stored under it.";
        else if (!Name().IsMatch(name))
            yield return $"{path}:Name is '{name}', and has to be up to 40 small letters, digits and underscores, such as ad_by_country.";
    }

    private static IEnumerable<string> OfLevel(string level, string path)
    {
        if (!Levels.Names.Contains(level))
            yield return $"{path}:Level is '{level}', and has to be account, campaign, adset or ad.";
    }

    private static IEnumerable<string> OfFields(ReportOptions report, string path)
    {
        if (report.Fields.Length == 0)
            yield return $"{path}:Fields is not set. Name what is to be fetched, for example impressions,clicks,spend.";
        foreach (var field in report.Fields.Distinct())
        {
            if (OfField(field, report.Level, path) is { } complaint)
                yield return complaint;
            else if (report.Breakdowns.FirstOrDefault(breakdown => !InsightsFields.GoesWith(field, breakdown)) is { } breakdown)
                yield return $"{path}:Fields names '{field}', which Meta does not divide by {breakdown}. Take one of the two out, or make two reports of them.";
        }
    }

    private static string? OfField(string field, string level, string path)
    {
        if (!Field().IsMatch(field))
            return $"{path}:Fields names '{field}', and a field is small letters, digits and underscores, such as inline_link_clicks.";
        if (Breakdowns.Known.Contains(field) || Breakdowns.Gone.ContainsKey(field))
            return $"{path}:Fields names '{field}', which is a breakdown. Put it into {path}:Breakdowns; Meta then sends it with each row.";
        if (InsightsFields.Refused.TryGetValue(field, out var why))
            return $"{path}:Fields names '{field}': {why}. Take it out.";
        if (Levels.IsFiner(field, level))
            return $"{path}:Fields names '{field}', and {path}:Level is '{level}': a row is about more than one. Take it out, or set Level to {field[..field.IndexOf('_')]}.";
        if (!InsightsFields.Known.Contains(field) && Typo.Of(field, InsightsFields.Known) is { } meant)
            return $"{path}:Fields names '{field}', which Meta does not have: did you mean '{meant}'?";
        return null;
    }

    private static string? OfBreakdown(string breakdown, string path)
    {
        if (Breakdowns.Gone.TryGetValue(breakdown, out var instead))
            return $"{path}:Breakdowns names '{breakdown}', which {instead}.";
        if (Breakdowns.Known.Contains(breakdown))
            return null;
        return Typo.Of(breakdown, Breakdowns.Known) is { } meant
            ? $"{path}:Breakdowns names '{breakdown}', which Meta does not have: did you mean '{meant}'?"
            : $"{path}:Breakdowns names '{breakdown}', which Meta does not have. https://developers.facebook.com/docs/marketing-api/insights/breakdowns lists them: age, gender, country, publisher_platform and others.";
    }

    private static string? OfWindow(string window, string path)
    {
        if (AttributionWindows.Gone.TryGetValue(window, out var instead))
            return $"{path}:ActionAttributionWindows names '{window}', which {instead}.";
        return AttributionWindows.Known.Contains(window)
            ? null
            : $"{path}:ActionAttributionWindows names '{window}', which Meta does not have. It has 1d_click, 7d_click, 28d_click, 1d_view, 1d_ev, default and others.";
    }

    [GeneratedRegex(@"^[a-z0-9_]{1,40}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[a-z0-9_]+\z")]
    private static partial Regex Field();
}
