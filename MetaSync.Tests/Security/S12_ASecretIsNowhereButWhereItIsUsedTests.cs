using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using MetaSync.Tests.Support;
using MetaSync.Tests.Telemetry;
using Npgsql;

namespace MetaSync.Tests.Security;

/// <summary>Token, app secret, database password, API key and session: in no log, span, table, answer, command line or file; none has a default, and none may be missing.</summary>
public sealed partial class S12_ASecretIsNowhereButWhereItIsUsedTests(PostgresServer server)
{
    private const string Token = "EAAcanary12token", AppSecret = "canary12appsecret", Password = "canary12password";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Planted_secrets_are_found_in_no_log_span_table_answer_or_command_line()
    {
        using var log = new KeptLog();
        await using var receiver = await OtlpReceiver.StartAsync(Cancel);
        var database = await OwnDatabaseAsync();
        var environment = new Dictionary<string, string> { ["ConnectionStrings__metasync"] = database };
        var created = await WorkerCommand.RunAsync(environment, Cancel, "keys", "create", "canary", "--scope", "write");
        var key = created.Out.Trim();
        Assert.StartsWith("msk_", key, StringComparison.Ordinal);

        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, database: database, configure: builder =>
        {
            log.TakeFrom(builder);
            builder.Project("api").WithEnvironment("ASPNETCORE_ENVIRONMENT", "Production").WithEnvironment("Access__Mode", "Keys").WithEnvironment("Logging__LogLevel__Default", "Debug");
            builder.Project("worker").WithEnvironment("Meta__AccessToken", Token).WithEnvironment("Meta__AppSecret", AppSecret).WithEnvironment("Logging__LogLevel__Default", "Debug");
            builder.Project("meta-simulator").WithEnvironment("Simulator__AccessToken", Token).WithEnvironment("Simulator__AppSecret", AppSecret);
            receiver.TakeFromBoth(builder);
        });
        var cookie = await SignInAsync(app.Api.BaseAddress!, key);
        app.Api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);

        await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-02", Cancel)).BatchId, Cancel);
        using (var wrong = await app.Api.GetAsync($"/api/sync/{key}", Cancel)) // a key in an address is its sender's fault, and ours if we spread it
            Assert.Equal(HttpStatusCode.NotFound, wrong.StatusCode);
        await Eventually.TrueAsync(() => Task.FromResult(receiver.Spans.Any(span => span.Attributes.GetValueOrDefault("metasync.day") == "2026-01-02")), "spans are exported", Cancel);

        var answers = await Task.WhenAll(((string[])["/api/session", "/api/audit", "/api/sync", "/api/connection", "/api/accounts", "/health", "/openapi/v1.json"]).Select(async path =>
        {
            using var response = await app.Api.GetAsync(path, Cancel);
            Assert.True(response.IsSuccessStatusCode, $"{path} is answered with {(int)response.StatusCode}");
            return await response.Content.ReadAsStringAsync(Cancel);
        }));
        var tables = await EverythingStored.AsTextAsync(app, Cancel);
        Assert.Contains("2026-01-02", tables);
        Assert.Contains("2026-01-02", log.Text);
        Assert.Empty(Found(
            [Token, AppSecret, Password, key, cookie],
            [("the log", log.Text), ("the telemetry", string.Join('\n', receiver.Bodies)), ("the tables", tables), ("an answer", string.Join('\n', answers)), ("keys create", created.Error), .. CommandLines()]));
    }

    [Fact]
    public async Task The_check_finds_a_secret_in_a_log_and_on_a_command_line()
    {
        using var leaking = Process.Start(new ProcessStartInfo("sh", ["-c", $"read line # --token={Token}-planted"]) { RedirectStandardInput = true })!;
        await Eventually.TrueAsync(() => Task.FromResult(CommandLines().Any(line => line.Text.Contains("-planted", StringComparison.Ordinal))), "it has started", Cancel);

        Assert.Equal(
            [$"{Token}-planted in a command line", $"{Token}-planted in the log"],
            Found([$"{Token}-planted"], [("the log", $"GET /me?access_token={Token}-planted"), ("a table", "nothing"), .. CommandLines()]).Order());
        leaking.StandardInput.Close();
        await leaking.WaitForExitAsync(Cancel);
    }

    [Fact]
    public async Task No_file_of_the_repository_has_what_looks_like_a_secret()
    {
        string[] notOurs = [".git", "artifacts", "bin", "obj", "TestResults", ".vs"];
        var files = Directory.EnumerateFiles(Repository.Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Where(file => !Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar).Intersect(notOurs).Any());
        List<string> violations = [];
        foreach (var file in files)
            violations.AddRange(SecretsIn(await File.ReadAllTextAsync(file, Cancel)).Select(secret => $"{Path.GetRelativePath(Repository.Root, file)}: {secret[..8]}…"));
        Assert.Empty(violations);
    }

    [Fact]
    public void The_check_of_the_files_finds_each_kind_of_secret()
    {
        // In two halves, or this file would be found.
        string[] secrets = ["EAA" + "B" + new string('x', 60), "msk" + "_" + new string('a', 43), "-----BEGIN RSA" + " PRIVATE KEY-----", "ghp" + "_" + new string('a', 36), "AKIA" + new string('Q', 16)];
        Assert.All(secrets, secret => Assert.Single(SecretsIn($"before {secret} after")));
        Assert.Empty(SecretsIn("EAAcanary, msk_…, msk_wrong, a private key"));
    }

    [Theory]
    [InlineData("Meta__AccessToken", "Meta:AccessToken is not set")]
    [InlineData("ConnectionStrings__metasync", "ConnectionStrings:metasync is not set")]
    public async Task A_worker_without_a_secret_does_not_start_and_says_which(string secret, string sentence)
    {
        var environment = new Dictionary<string, string> { ["Meta__AccessToken"] = "set", ["ConnectionStrings__metasync"] = "Host=localhost;Port=1;Timeout=1" };
        environment[secret] = "";

        var (exitCode, _, error) = await WorkerCommand.RunAsync(environment, Cancel);

        Assert.Equal(1, exitCode);
        Assert.Contains(sentence, error);
    }

    [Theory]
    [InlineData("ConnectionStrings:metasync", "ConnectionStrings:metasync is not set")]
    [InlineData("Access:Mode", "Access:Mode is not set")]
    public async Task An_API_without_a_secret_or_a_decision_does_not_start_and_says_which(string setting, string sentence)
    {
        string[] settings = ["ConnectionStrings:metasync=Host=localhost;Port=1;Timeout=1", "Access:Mode=Keys"];

        var (exitCode, _, error) = await ApiExecutable.RunAsync(Cancel, [.. settings.Select(text => text.StartsWith(setting, StringComparison.Ordinal) ? $"--{setting}=" : $"--{text}")]);

        Assert.Equal(1, exitCode);
        Assert.StartsWith(sentence, error, StringComparison.Ordinal);
    }

    private static List<string> Found(IReadOnlyList<string> secrets, IReadOnlyList<(string Where, string Text)> places) =>
        [.. secrets.SelectMany(secret => places.Where(place => place.Text.Contains(secret, StringComparison.Ordinal)).Select(place => $"{secret} in {place.Where}"))];

    private static IEnumerable<string> SecretsIn(string text) => Secret().Matches(text).Select(match => match.Value);

    private static IReadOnlyList<(string Where, string Text)> CommandLines()
    {
        if (!OperatingSystem.IsLinux())
            return [];
        return [.. Directory.EnumerateDirectories("/proc").Where(process => int.TryParse(Path.GetFileName(process), out _)).Select(process =>
        {
            try
            {
                return ("a command line", File.ReadAllText($"{process}/cmdline"));
            }
            catch (IOException)
            {
                return ("", ""); // it has ended
            }
        })];
    }

    /// <summary>A database of a role whose password is a canary.</summary>
    private async Task<string> OwnDatabaseAsync()
    {
        var database = new NpgsqlConnectionStringBuilder(await server.CreateDatabaseAsync(Cancel)) { Pooling = false };
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand($"CREATE ROLE canary12 LOGIN PASSWORD '{Password}'; ALTER DATABASE {database.Database} OWNER TO canary12");
        await command.ExecuteNonQueryAsync(Cancel);
        (database.Username, database.Password) = ("canary12", Password);
        return database.ConnectionString;
    }

    private static async Task<string> SignInAsync(Uri api, string key)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = api };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = new FormUrlEncodedContent([new("key", key), new("returnUrl", "/")]) };
        request.Headers.Add("Origin", api.GetLeftPart(UriPartial.Authority));
        using var response = await browser.SendAsync(request, Cancel);
        Assert.True(response.Headers.Contains("Set-Cookie"), $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(Cancel)}");
        return response.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0].Split('=', 2)[1]).MaxBy(value => value.Length)!;
    }

    [GeneratedRegex(@"\bEAA[A-Za-z0-9]{40,}|\bmsk_[A-Za-z0-9_-]{43}\b|-----BEGIN [A-Z ]*PRIVATE KEY|\bgh[pousr]_[A-Za-z0-9]{36}|\bAKIA[A-Z0-9]{16}\b")]
    private static partial Regex Secret();
}
