using System.Globalization;
using System.Net;
using MetaSync.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Npgsql;

namespace MetaSync.Tests.Security;

/// <summary>The API listens where it is told to, a worker nowhere; and at the API there is no back door of a library's.</summary>
public sealed class S02_NothingListensThatNobodyListedTests(PostgresServer server)
{
    private static readonly string[] BackDoors =
    [
        "/quartz", "/quartz-api", "/quartz-api/schedulers", "/scheduler", "/hangfire", "/swagger", "/swagger/v1/swagger.json", "/swagger/index.html", "/metrics", "/env", "/actuator",
        "/actuator/env", "/debug/pprof/", "/dump", "/diagnostics", "/dashboard", "/v1/traces", "/health/details", "/.env", "/appsettings.json", "/.git/config", "/__sim/requests", "/__sim/tokens",
    ];

    private static readonly string[] Tables = ["tcp", "tcp6"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_API_listens_on_its_own_loopback_address_and_a_worker_listens_nowhere()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Who listens where is read from /proc.");
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel);
        var processes = ProcessesWith(new(app.ConnectionString));
        Assert.True(processes.Count >= 2, "the API and the worker are found");

        var port = app.Api.BaseAddress!.Port;
        Assert.Empty(processes.SelectMany(process => Violations(process, [new(IPAddress.Loopback, port), new(IPAddress.IPv6Loopback, port)])));
        Assert.Single(processes, process => Listening(process).Any(endpoint => endpoint.Port == port)); // what is looked for is found
        Assert.Empty(await OpenAsync(app.Api));
    }

    [Fact]
    public async Task The_check_finds_a_port_that_is_open_to_the_network_and_a_library_that_shows_itself()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Who listens where is read from /proc.");
        await using var host = await LittleHost.StartAsync(
            app =>
            {
                app.Urls.Add("http://0.0.0.0:0");
                app.MapGet("/metrics", () => "up 1");
            },
            Cancel);

        Assert.Contains($"0.0.0.0:{host.Address.Port}", Violations(Environment.ProcessId, []));
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{host.Address.Port}") };
        Assert.Equal(["/metrics answers 200"], await OpenAsync(client));
    }

    /// <summary>Paths that are answered with anything but a refusal.</summary>
    private static async Task<IReadOnlyList<string>> OpenAsync(HttpClient client)
    {
        List<string> open = [];
        foreach (var path in BackDoors)
        {
            using var response = await client.GetAsync(path, Cancel);
            if (response.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Unauthorized))
                open.Add($"{path} answers {(int)response.StatusCode}");
        }

        return open;
    }

    private static IEnumerable<string> Violations(int process, IReadOnlyCollection<IPEndPoint> expected) =>
        Listening(process).Except(expected).Select(endpoint => endpoint.ToString());

    /// <summary>Those that were started on a database; the others of this machine are of other tests, perhaps of a run beside this one.</summary>
    private static List<int> ProcessesWith(NpgsqlConnectionStringBuilder database) =>
        [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Where(name => int.TryParse(name, out var id) && id != Environment.ProcessId && Readable($"/proc/{name}/environ") is var environment
                && environment.Contains($"Database={database.Database};", StringComparison.Ordinal) && environment.Contains($"Port={database.Port};", StringComparison.Ordinal))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture))];

    private static IEnumerable<IPEndPoint> Listening(int process)
    {
        var sockets = Directory.EnumerateFiles($"/proc/{process}/fd").Select(file => new FileInfo(file).LinkTarget ?? "")
            .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal)).Select(target => target["socket:[".Length..^1]).ToHashSet();
        return Tables.SelectMany(table => File.ReadLines($"/proc/{process}/net/{table}").Skip(1))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(columns => columns[3] is "0A" && sockets.Contains(columns[9])) // 0A: listens
            .Select(columns => EndPoint(columns[1]));
    }

    /// <summary>Words of four bytes, each in the order of the machine.</summary>
    private static IPEndPoint EndPoint(string text)
    {
        var (address, port) = (text.Split(':')[0], text.Split(':')[1]);
        var bytes = address.Chunk(8).SelectMany(word => Convert.FromHexString(word).Reverse()).ToArray();
        return new IPEndPoint(new IPAddress(bytes), int.Parse(port, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }

    private static string Readable(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return ""; // it has ended, or is somebody else's
        }
    }
}
