namespace MetaSync.ApiService.Insights;

/// <summary>How values are written as text, alike in CSV and in JSON.</summary>
internal static class ExportText
{
    /// <summary>All six digits that PostgreSQL has, so that texts sort as the moments do.</summary>
    public const string Instant = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
}
