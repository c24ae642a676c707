using Microsoft.Extensions.Options;

namespace MetaSync.ApiService.Sync;

/// <summary>The ad accounts of <c>Meta:Accounts</c>, written as a list (<c>act_1,act_2</c>) or as a section with one entry each.</summary>
internal sealed class ConfiguredAccounts(IConfiguration configuration)
{
    /// <exception cref="OptionsValidationException">A name is not one of an ad account.</exception>
    public IReadOnlyList<string> Names { get; } = Checked(Read(configuration.GetSection("Meta:Accounts")));

    private static string[] Checked(string[] names) => Array.Find(names, name => !SyncRequestReader.AccountName().IsMatch(name)) is not { } wrong
        ? names
        : throw new OptionsValidationException("Meta:Accounts", typeof(string),
            [$"Meta:Accounts names '{wrong}', and an ad account is written as act_ and its digits, for example act_1."]);

    private static string[] Read(IConfigurationSection section) =>
        [.. section.GetChildren().Select(child => child.Value).Prepend(section.Value)
            .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Distinct(StringComparer.Ordinal)];
}
