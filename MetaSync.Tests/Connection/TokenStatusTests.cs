using System.Globalization;
using MetaSync.ApiService.Connection;

namespace MetaSync.Tests.Connection;

public sealed class TokenStatusTests
{
    private const string NewToken = "Make a new one and set Meta:AccessToken.";
    private const string Renewal = "Have its user renew the access, or make a new token.";

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("2026-12-01 12:00", "2026-12-01 12:00", null)] // seven days
    [InlineData("2026-12-01 11:59", null, $"The token expires on 2026-12-01 11:59 UTC. {NewToken}")]
    [InlineData("2026-11-24 12:01", null, $"The token expires on 2026-11-24 12:01 UTC. {NewToken}")]
    [InlineData("2026-11-24 12:00", null, $"The token expired on 2026-11-24 12:00 UTC. {NewToken}")]
    [InlineData("2025-01-01 00:00", null, $"The token expired on 2025-01-01 00:00 UTC. {NewToken}")]
    [InlineData(null, "2026-11-30 00:00", $"The token's access to data expires on 2026-11-30 00:00 UTC. {Renewal}")]
    [InlineData("2027-01-20 00:00", "2026-11-23 00:00", $"The token's access to data expired on 2026-11-23 00:00 UTC. {Renewal}")]
    [InlineData("2026-11-25 00:00", "2026-11-23 00:00", $"The token expires on 2026-11-25 00:00 UTC. {NewToken}")] // a new token helps with both
    public void A_token_that_ends_within_seven_days_is_warned_of(string? expires, string? closes, string? warning)
    {
        var status = new TokenStatus("valid", null, null, null, null, Instant(expires), Instant(closes), null, null);
        Assert.Equal(warning, status.Warning(Instant("2026-11-24 12:00")!.Value));
    }

    private static DateTimeOffset? Instant(string? text) => text is null ? null : DateTimeOffset.Parse(text + "Z", CultureInfo.InvariantCulture);
}
