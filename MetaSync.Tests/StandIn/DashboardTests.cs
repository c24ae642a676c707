using System.Text.Json;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.StandIn;

/// <summary>The buttons that the AppHost gives the dashboard, pressed one after the other.</summary>
public sealed class DashboardTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_commands_sync_the_last_week_and_pause_and_resume_the_newest_batch()
    {
        ProjectResource? resource = null;
        await using var app = await SyncApplication.StartAsync(server, workers: 0, Cancel, configure: builder => resource = builder.Project("api").Resource);
        var commands = resource!.Annotations.OfType<HttpCommand>().ToDictionary(command => command.DisplayName);
        Assert.Equal(["Sync the last 7 days", "Pause", "Resume"], commands.Keys);

        await Assert.ThrowsAsync<InvalidOperationException>(() => PressAsync("Pause"));
        var receipt = await PressAsync("Sync the last 7 days");
        Assert.Equal(7, receipt.GetProperty("jobCount").GetInt32());
        var yesterday = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1);
        Assert.Equal($"{yesterday:yyyy-MM-dd}", receipt.GetProperty("dateRange").GetProperty("endDate").GetString());
        Assert.Equal("paused", (await PressAsync("Pause")).GetProperty("state").GetString());
        Assert.Equal("queued", (await PressAsync("Resume")).GetProperty("state").GetString());

        async Task<JsonElement> PressAsync(string name)
        {
            using var response = await commands[name].ExecuteAsync(app.Api, Cancel);
            var body = await response.Content.ReadAsStringAsync(Cancel);
            Assert.True(response.IsSuccessStatusCode, body);
            return JsonElement.Parse(body).GetProperty("data");
        }
    }

    [Fact]
    public async Task The_addresses_have_names()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.MetaSync_AppHost>(Cancel);
        Assert.Equal(["Page", "API reference", "Health"], builder.Project("api").Resource.Annotations.OfType<NamedUrl>().Select(url => url.Name));
    }
}
