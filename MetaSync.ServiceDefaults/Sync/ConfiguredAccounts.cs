using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace MetaSync.Sync;

/// <summary>
/// The ad accounts of <c>Meta:Accounts</c>, written as a list (<c>act_1,act_2</c>) or as a section with one entry each.
/// None means all accounts that the token can see.
/// </summary>
public sealed partial class ConfiguredAccounts(IConfiguration configuration)
{
    /// <summary>The accounts' names, each once.</summary>
    /// <exception cref="OptionsValidationException">A name is not one of an ad account.</exception>
    public IReadOnlyList<string> Names { get; } = Checked(Read(configuration.GetSection("Meta:Accounts")));

    /// <summary>Whether a text is written like the name of an ad account.</summary>
    public static bool IsName(string text) => AccountName().IsMatch(text);

    private static string[] Checked(string[] names) => Array.Find(names, name => !IsName(name)) is not { } wrong
        ? names
        : throw new OptionsValidationException("Meta:Accounts", typeof(string),
            [$"Meta:Accounts names '{wrong}', and an ad account is written as act_ and its digits, for example act_1."]);

    private static string[] Read(IConfigurationSection section) =>
        [.. section.GetChildren().Select(child => child.Value).Prepend(section.Value)
            .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"^act_[0-9]{1,20}\z")]
    private static partial Regex AccountName();
}
