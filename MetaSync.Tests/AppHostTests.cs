using System.Net.Http.Json;
using MetaSync.Tests.Support;

namespace MetaSync.Tests;

/// <summary>The whole application as it is started for a developer, on a server that it starts itself.</summary>
public sealed class AppHostTests
{
    [Fact]
    public async Task The_application_starts_on_nothing_and_syncs_a_week()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.MetaSync_AppHost>(cancel);
        builder.WithoutVolumes();
        await using var app = await builder.BuildAsync(cancel);
        await app.StartAsync(cancel);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("api", cancel);
        using var api = app.CreateHttpClient("api", "http");

        using var response = await api.PostAsJsonAsync("/api/sync", new { startDate = "2026-01-01", endDate = "2026-01-07" }, cancel);
        var location = response.Headers.Location!;

        await Eventually.TrueAsync(
            async () => (await api.GetStringAsync(location, cancel)).Contains("\"state\":\"succeeded\"", StringComparison.Ordinal), "the week is in", cancel);
        Assert.Contains("\"status\":\"Healthy\"", await api.GetStringAsync("/health", cancel));
        Assert.Contains("\"status\":\"Healthy\"", await api.GetStringAsync("/alive", cancel));
    }
}
