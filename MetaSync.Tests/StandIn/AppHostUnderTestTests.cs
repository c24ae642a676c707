namespace MetaSync.Tests.StandIn;

public class AppHostUnderTestTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_applications_run_in_one_process_without_meeting()
    {
        var clients = await Task.WhenAll(HealthyApiAsync(), HealthyApiAsync());

        Assert.Distinct(clients);
    }

    [Fact]
    public async Task An_application_that_is_never_built_lets_its_entry_point_return()
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.MetaSync_AppHost>(_cancellation);

        await builder.DisposeAsync();

        await Assert.ThrowsAsync<TaskCanceledException>(() => builder.BuildAsync(_cancellation));
    }

    private async Task<Uri> HealthyApiAsync()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.MetaSync_AppHost>(
            ["--StandIn:Persist=false"], _cancellation);
        foreach (var unneeded in builder.Resources.Where(resource => resource.Name is "worker" or "meta-simulator").ToList())
            builder.Resources.Remove(unneeded);
        await using var app = await builder.BuildAsync(_cancellation);
        await app.StartAsync(_cancellation);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("api", _cancellation);

        using var client = app.CreateHttpClient("api", "http");
        using var response = await client.GetAsync("/health", _cancellation);
        response.EnsureSuccessStatusCode();
        return client.BaseAddress!;
    }
}
