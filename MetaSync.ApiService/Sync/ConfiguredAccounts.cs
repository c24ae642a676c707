namespace MetaSync.ApiService.Sync;

/// <summary>The ad accounts of <c>Meta:Accounts</c>, written as a list (<c>act_1,act_2</c>) or as a section with one entry each.</summary>
internal sealed class ConfiguredAccounts(IConfiguration configuration)
{
    public IReadOnlyList<string> Names { get; } = Read(configuration.GetSection("Meta:Accounts"));

    private static string[] Read(IConfigurationSection section) =>
        [.. section.GetChildren().Select(child => child.Value).Prepend(section.Value)
            .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Distinct(StringComparer.Ordinal)];
}
