using Aspire.Hosting.Processes;

namespace MetaSync.Tests.StandIn;

public sealed class ProjectEnvironmentTests : IAsyncDisposable
{
    private const string PrintEnvironment = "env; echo that is all; exec sleep 600";
    private readonly ScriptedApplication _app = new(
        "--environment=Development", "--Parameters:meta_accounts=act_7", "--ConnectionStrings:metasync=Host=elsewhere");

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_project_is_told_what_Aspire_would_tell_it()
    {
        var api = _app.AddScript("api", "exec sleep 600");
        api.Resource.Annotations.Add(new Endpoint("http", "http", 5080));
        var worker = _app.AddScript("worker", PrintEnvironment)
            .WithReference(_app.Builder.AddConnectionString("metasync"))
            .WithReference(api)
            .WithEnvironment("Meta__BaseUrl", api.GetEndpoint("http"))
            .WithEnvironment("Meta__Accounts", _app.Builder.AddParameter("meta-accounts"))
            .WithEnvironment("Twice", "first").WithEnvironment("Twice", "second");
        var development = new Dictionary<string, string> { ["DOTNET_ENVIRONMENT"] = "Development" };
        worker.Resource.Annotations.Add(new LaunchProfile("worker", [], development));

        await _app.StartAsync();

        var environment = await EnvironmentAsync();
        var url = _app.Application.GetEndpoint("api", "http").ToString().TrimEnd('/');
        Assert.DoesNotContain(":5080", url);
        Dictionary<string, string> expected = new()
        {
            ["ConnectionStrings__metasync"] = "Host=elsewhere",
            ["services__api__http__0"] = url,
            ["API_HTTP"] = url,
            ["Meta__BaseUrl"] = url,
            ["Meta__Accounts"] = "act_7",
            ["Twice"] = "second",
            ["DOTNET_LAUNCH_PROFILE"] = "worker",
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["OTEL_SERVICE_NAME"] = "worker",
            ["OTEL_TRACES_SAMPLER"] = "always_on",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
            ["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory",
            ["LOGGING__CONSOLE__FORMATTERNAME"] = "simple"
        };
        Assert.Equal(expected, expected.Keys.ToDictionary(name => name, name => environment.GetValueOrDefault(name, "(not set)")));
        Assert.Matches("^service.instance.id=[a-z0-9]{8}$", environment["OTEL_RESOURCE_ATTRIBUTES"]);
        Assert.DoesNotContain("ASPNETCORE_URLS", environment.Keys);
    }

    [Fact]
    public async Task A_database_comes_with_its_connection_properties()
    {
        var database = _app.Builder.AddPostgres("postgres").WithImageTag("18.3").AddDatabase("metasync", "rows");
        _app.AddScript("worker", PrintEnvironment).WithReference(database).WaitFor(database);

        await _app.StartAsync();

        var environment = await EnvironmentAsync();
        var (port, password) = (environment["METASYNC_PORT"], environment["METASYNC_PASSWORD"]);
        Assert.Equal($"Host=localhost;Port={port};Username=postgres;Password={password};Database=rows",
            environment["ConnectionStrings__metasync"]);
        Assert.Equal($"postgresql://postgres:{password}@localhost:{port}/rows", environment["METASYNC_URI"]);
        Assert.Equal($"jdbc:postgresql://localhost:{port}/rows", environment["METASYNC_JDBCCONNECTIONSTRING"]);
        Assert.Equal(
            ("localhost", "postgres", "rows"),
            (environment["METASYNC_HOST"], environment["METASYNC_USERNAME"], environment["METASYNC_DATABASENAME"]));
    }

    [Fact]
    public async Task What_comes_from_a_removed_resource_is_left_out_unless_the_test_sets_it()
    {
        var simulator = _app.AddScript("meta-simulator", "exec sleep 600").WithHttpHealthCheck("/");
        simulator.Resource.Annotations.Add(new Endpoint("http", "http", 5090));
        var worker = _app.AddScript("worker", PrintEnvironment).WithReference(simulator).WaitFor(simulator)
            .WithEnvironment("Meta__BaseUrl", simulator.GetEndpoint("http"));
        _app.Builder.Resources.Remove(simulator.Resource);
        _app.Builder.CreateResourceBuilder(worker.Resource).WithEnvironment("Meta__BaseUrl", "http://localhost:1");

        await _app.StartAsync();

        var environment = await EnvironmentAsync();
        Assert.Equal("http://localhost:1", environment["Meta__BaseUrl"]);
        Assert.DoesNotContain("META_SIMULATOR_HTTP", environment.Keys);
    }

    private async Task<Dictionary<string, string>> EnvironmentAsync()
    {
        var lines = await _app.LinesUntilAsync("worker: that is all");
        return lines.Where(line => line.StartsWith("worker: ", StringComparison.Ordinal) && line.Contains('='))
            .Select(line => line["worker: ".Length..].Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
    }
}
