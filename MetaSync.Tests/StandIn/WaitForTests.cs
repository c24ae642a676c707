namespace MetaSync.Tests.StandIn;

public sealed class WaitForTests : IAsyncDisposable
{
    private readonly ScriptedApplication _app = new();
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_project_starts_after_the_database_that_it_waits_for()
    {
        var database = _app.Builder.AddPostgres("postgres").AddDatabase("metasync");
        _app.AddScript("worker", "exec sleep 600").WithReplicas(2).WaitFor(database);
        _app.AddScript("bystander", "exec sleep 600");
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(_cancellation);
        var order = HealthyInOrderAsync(enough.Token);

        await _app.StartAsync();

        await _app.Notifications.WaitForResourceHealthyAsync("worker", _cancellation);
        await enough.CancelAsync();
        Assert.Equal(["bystander", "postgres", "metasync", "worker", "worker"], await order);
    }

    [Fact]
    public async Task A_child_that_ends_is_reported_and_not_started_again()
    {
        _app.AddScript("worker", "echo a last word >&2; exit 3");

        await _app.StartAsync();
        await _app.Notifications.WaitForResourceAsync("worker", KnownResourceStates.Finished, _cancellation);

        var lines = await _app.LinesUntilAsync("exited with code");
        Assert.Contains("worker: a last word", lines);
        Assert.Matches("^worker: worker-[a-z0-9]{8} exited with code 3. It is not started again.$", lines[^1]);
        var unhealthy = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => _app.Notifications.WaitForResourceHealthyAsync("worker", _cancellation));
        Assert.Contains("exit code 3", unhealthy.Message);
    }

    [Fact]
    public async Task Who_waits_for_a_child_that_ended_is_not_started_and_says_why()
    {
        var simulator = _app.AddScript("simulator", "exit 3").WithHttpHealthCheck("/");
        simulator.Resource.Annotations.Add(new Endpoint("http", "http", null));
        _app.AddScript("worker", "exec sleep 600").WaitFor(simulator);

        await _app.StartAsync();

        await _app.Notifications.WaitForResourceAsync("worker", KnownResourceStates.FailedToStart, _cancellation);
        var lines = await _app.LinesUntilAsync("was not started");
        Assert.Contains("worker was not started, because it waits for simulator", lines[^1]);
    }

    private async Task<List<string>> HealthyInOrderAsync(CancellationToken cancellationToken)
    {
        var order = new List<string>();
        try
        {
            await foreach (var e in _app.Notifications.WatchAsync(cancellationToken))
            {
                if (e.IsHealthy) order.Add(e.Resource.Name);
            }
        }
        catch (OperationCanceledException)
        {
            // The test has seen enough.
        }
        return order;
    }
}
