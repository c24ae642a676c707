using System.Globalization;
using MetaSync.Worker.Meta;

namespace MetaSync.Tests.Meta;

public sealed class ApiVersionsTests
{
    [Theory]
    [InlineData("v26.0", "2026-11-24", null)]
    [InlineData("v25.0", "2026-11-24", null)]
    [InlineData("v25.0", "2027-01-18", null)]
    [InlineData("v25.0", "2027-01-19", "v25.0 of the Marketing API is of 2026-02-18, and Meta ends a version after about a year. Set Meta:ApiVersion to v26.0.")]
    [InlineData("v26.0", "2027-06-30", "v26.0 of the Marketing API is of 2026-07-29, and Meta ends a version after about a year. Set Meta:ApiVersion to a newer one.")]
    [InlineData("v24.0", "2026-09-08", null)]
    [InlineData("v24.0", "2026-09-09", "Meta ends v24.0 of the Marketing API on 2026-10-06. Set Meta:ApiVersion to v26.0.")]
    [InlineData("v24.0", "2026-10-05", "Meta ends v24.0 of the Marketing API on 2026-10-06. Set Meta:ApiVersion to v26.0.")]
    [InlineData("v24.0", "2026-10-06", "Meta ended v24.0 of the Marketing API on 2026-10-06. Set Meta:ApiVersion to v26.0.")]
    [InlineData("v23.0", "2026-07-01", "Meta ended v23.0 of the Marketing API on 2026-06-09. Set Meta:ApiVersion to v25.0.")]
    [InlineData("v22.0", "2026-11-24", "Meta has ended v22.0 of the Marketing API. Set Meta:ApiVersion to v26.0.")]
    [InlineData("v9.0", "2026-11-24", "Meta has ended v9.0 of the Marketing API. Set Meta:ApiVersion to v26.0.")]
    [InlineData("v22.0", "2025-01-01", "Meta has ended v22.0 of the Marketing API. Set Meta:ApiVersion to v23.0.")] // a clock that is wrong
    [InlineData("v27.0", "2030-01-01", null)] // newer than this calendar
    [InlineData("v100.0", "2026-11-24", null)]
    [InlineData("latest", "2026-11-24", null)]
    public void A_version_that_has_ended_or_soon_will_is_warned_of(string version, string today, string? warning) =>
        Assert.Equal(warning, ApiVersions.Warning(version, DateOnly.Parse(today, CultureInfo.InvariantCulture)));

    [Fact]
    public void The_calendar_runs_from_old_to_new_and_knows_the_default()
    {
        Assert.Equal(ApiVersions.Known, ApiVersions.Known.OrderBy(version => version.From));
        Assert.Contains(ApiVersions.Known, version => version.Name == new MetaOptions().ApiVersion);
    }
}
