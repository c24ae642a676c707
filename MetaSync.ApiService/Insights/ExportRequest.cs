using MetaSync.ApiService.Calendar;

namespace MetaSync.ApiService.Insights;

/// <summary>An export that somebody asked for, found to be sound.</summary>
/// <param name="Report">The report.</param>
/// <param name="Filter">The days and accounts.</param>
/// <param name="Format">How it is written.</param>
/// <param name="Raw">Whether CSV has texts as they are, also those that a spreadsheet would run.</param>
internal sealed record ExportRequest(string Report, DayFilter Filter, ExportFormat Format, bool Raw)
{
    /// <summary>What is exported where no report is named: the one that there always is.</summary>
    public const string DefaultReport = "ad";

    /// <summary>Such as <c>metasync_ad_2026-01-01_2026-01-31.csv</c>.</summary>
    public string FileName =>
        $"metasync_{string.Concat(Report.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' ? letter : '-'))}_{Filter.DateRange.StartDate:yyyy-MM-dd}_{Filter.DateRange.EndDate:yyyy-MM-dd}.{Format.Name}";

    /// <summary>Reads what an export has besides a filter.</summary>
    public static (ExportFormat Format, bool Raw) Read(string? format, string? raw, IDictionary<string, string[]> errors)
    {
        var found = ExportFormat.All.FirstOrDefault(one => one.Name == (format ?? ExportFormat.Json.Name));
        if (found is null)
            errors["format"] = [$"format is '{Shortened(format!)}', and has to be one of {string.Join(", ", ExportFormat.All.Select(one => one.Name))}."];
        if (raw is not (null or "0" or "1"))
            errors["raw"] = [$"raw is '{Shortened(raw)}', and has to be 1, for a CSV whose texts are all as they are stored, or 0, for one that a spreadsheet opens without harm."];
        return (found ?? ExportFormat.Json, raw == "1");
    }

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
