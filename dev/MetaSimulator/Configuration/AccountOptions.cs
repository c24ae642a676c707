using System.ComponentModel.DataAnnotations;

namespace MetaSimulator.Configuration;

internal sealed record AccountOptions
{
    /// <summary>The digits after act_.</summary>
    [RegularExpression(@"^\d{1,18}$")]
    public required string Id { get; init; }

    public string? Name { get; init; }

    public string Currency { get; init; } = "USD";

    /// <summary>An IANA name.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>No ad ran before this day.</summary>
    public DateOnly StartDay { get; init; } = new(2022, 1, 1);

    /// <summary>How many ads the account has; wins over <see cref="Size"/>.</summary>
    [Range(1, 9_999_999)]
    public int? Ads { get; init; }

    /// <summary>Instead of what all accounts have.</summary>
    [EnumDataType(typeof(AccountSize))]
    public AccountSize? Size { get; init; }

    /// <summary>The app's access to the account, instead of <see cref="QuotaOptions.Tier"/>: limited or full.</summary>
    [RegularExpression("limited|full")]
    public string? Tier { get; init; }

    /// <summary>Whether the token may see the account; if not, code 200.</summary>
    public bool Visible { get; init; } = true;

    /// <summary>Zones on both sides of UTC, with and without DST, and a currency without decimals.</summary>
    public static IReadOnlyList<AccountOptions> Defaults { get; } =
    [
        new() { Id = "1", Currency = "USD", TimeZone = "America/Los_Angeles", StartDay = new(2022, 1, 10) },
        new() { Id = "2", Currency = "EUR", TimeZone = "Europe/Berlin", StartDay = new(2022, 3, 1) },
        new() { Id = "3", Currency = "JPY", TimeZone = "Asia/Tokyo", StartDay = new(2022, 5, 16) },
        new() { Id = "4", Currency = "NZD", TimeZone = "Pacific/Auckland", StartDay = new(2022, 8, 29) },
        new() { Id = "5", Currency = "USD", TimeZone = "Pacific/Honolulu", StartDay = new(2023, 1, 1) },
    ];
}
