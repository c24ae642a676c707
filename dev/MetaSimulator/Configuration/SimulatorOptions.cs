using System.ComponentModel.DataAnnotations;

namespace MetaSimulator.Configuration;

/// <summary>The section <c>Simulator</c>; works with none.</summary>
internal sealed record SimulatorOptions
{
    public const string Section = "Simulator";

    /// <summary>Everything that is generated follows from this number.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>How many ads an account has that does not say so itself; wins over <see cref="Size"/>, and is 40 if neither is given.</summary>
    [Range(1, 9_999_999)]
    public int? AdsPerAccount { get; init; }

    /// <summary>A name for how many ads an account has that does not say so itself.</summary>
    [EnumDataType(typeof(AccountSize))]
    public AccountSize? Size { get; init; }

    /// <summary>The ad accounts; none means act_1 to act_5.</summary>
    public IReadOnlyList<AccountOptions> Accounts { get; init; } = [];

    /// <summary>Real time that an answer takes.</summary>
    public LatencyOptions Latency { get; init; } = new();

    public QuotaOptions Quota { get; init; } = new();

    /// <summary>The usage headers: normal, absent, or with their numbers as strings.</summary>
    [RegularExpression("normal|absent|strings")]
    public string Headers { get; init; } = "normal";

    /// <summary>What X-Business-Use-Case-Usage is keyed by: account or business.</summary>
    [RegularExpression("account|business")]
    public string BucKey { get; init; } = "account";

    public AsyncOptions Async { get; init; } = new();

    /// <summary>The one token that is accepted at first.</summary>
    [Required]
    public string AccessToken { get; init; } = "simulator";

    /// <summary>If set, every call has to prove that it knows it, by appsecret_proof.</summary>
    [MinLength(1)]
    public string? AppSecret { get; init; }

    /// <summary>Versions before this one are answered with 2635.</summary>
    [RegularExpression(VersionPattern)]
    public string MinimumVersion { get; init; } = "v25.0";

    /// <summary>The version of a path that names none.</summary>
    [RegularExpression(VersionPattern)]
    public string DefaultVersion { get; init; } = "v25.0";

    /// <summary>Versions after this one are unknown paths.</summary>
    [RegularExpression(VersionPattern)]
    public string LatestVersion { get; init; } = "v26.0";

    /// <summary>How long a cursor is accepted, in the simulator's time.</summary>
    public TimeSpan CursorLifetime { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>More rows on one page are answered with code 1, "reduce the amount of data".</summary>
    [Range(1, 100_000)]
    public int MaximumLimit { get; init; } = 5_000;

    /// <summary>More rows on one page of a query with breakdowns are the same.</summary>
    [Range(1, 100_000)]
    public int MaximumPageRows { get; init; } = 1_000;

    /// <summary>A synchronous query of more rows is answered with 1487534, whatever its limit.</summary>
    [Range(1, 100_000_000)]
    public int MaximumSyncRows { get; init; } = 65_000;

    /// <summary>An async run of more rows fails with 1504045.</summary>
    [Range(1, 100_000_000)]
    public int MaximumRunRows { get; init; } = 90_000;

    /// <summary>The share of hourly rows that come without their hour.</summary>
    [Range(0, 1)]
    public double MissingBreakdownKeyShare { get; init; }

    private const string VersionPattern = @"^v\d{1,4}\.\d{1,4}$";
}
