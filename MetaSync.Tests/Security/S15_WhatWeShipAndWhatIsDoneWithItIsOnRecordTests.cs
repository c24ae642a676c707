using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MetaSync.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MetaSync.Tests.Security;

/// <summary>Supply chain and audit: each package that is shipped is locked by its hash and has no known hole, and each action leaves a row that says who, what and when.</summary>
[Collection(nameof(GuardedApi))]
public sealed class S15_WhatWeShipAndWhatIsDoneWithItIsOnRecordTests(GuardedApi guarded)
{
    private static readonly string Locks = Path.Combine(Repository.Root, "dev", "locks");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_project_is_locked_and_each_package_of_a_program_is_the_locked_one()
    {
        var projects = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Where(file => !file.Contains("aspire-probe", StringComparison.Ordinal) && !file.Contains($"{Path.DirectorySeparatorChar}artifacts{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(Path.GetFileNameWithoutExtension);
        Assert.Equal(projects.Order(), Directory.EnumerateFiles(Locks).Select(Path.GetFileNameWithoutExtension).Order());
        foreach (var file in Directory.EnumerateFiles(Locks))
            Assert.DoesNotContain("://", await File.ReadAllTextAsync(file, Cancel)); // from where a package comes is the machine's affair

        foreach (var program in new[] { "MetaSync.ApiService", "MetaSync.Worker" })
        {
            var bill = await BillOfMaterialsAsync(program);
            Assert.Contains(bill, package => package.Name is "Npgsql");
            Assert.Empty(Unlocked(bill, await LockedAsync(program)));
        }
    }

    [Fact]
    public async Task No_package_has_a_known_hole()
    {
        var packages = (await Task.WhenAll(Directory.EnumerateFiles(Locks).Select(file => LockedAsync(Path.GetFileNameWithoutExtension(file))))).SelectMany(locked => locked).Distinct().ToArray();
        Assert.True(packages.Length > 50, $"only {packages.Length} packages were read");
        Assert.Empty(Vulnerable(packages));
        Assert.True(Environment.Version >= new Version(10, 0, 0), "CVE-2025-55315: Kestrel before 10.0.0 takes a request for two");
    }

    [Fact]
    public void The_check_finds_a_package_that_is_not_the_locked_one_and_one_with_a_known_hole()
    {
        Package[] locked = [new("Npgsql", "10.0.3", "hash")];
        Assert.Equal(
            ["Npgsql 10.0.3 is not the locked one", "Other 1.0.0 is not locked"],
            Unlocked([new("Npgsql", "10.0.3", "other"), new("Other", "1.0.0", "hash")], locked));
        Assert.Equal(
            ["Npgsql 8.0.2 has CVE-2024-32655", "System.Text.Json 8.0.4-preview.1 has CVE-2024-43485"],
            Vulnerable([new("Npgsql", "8.0.2", ""), new("Npgsql", "8.0.3", ""), new("System.Text.Json", "8.0.4-preview.1", ""), new("OpenTelemetry.Api", "1.12.0", "")]));
    }

    [Fact]
    public async Task Each_POST_leaves_a_row_in_the_audit_log_and_the_check_finds_one_that_does_not()
    {
        var posts = RouteCall.Of(guarded.Host.Routes).Where(call => call.Method is "POST").ToArray();
        Assert.Contains(posts, call => call.Path.EndsWith("/cancel", StringComparison.Ordinal));
        Assert.Empty(await UnrecordedAsync(guarded.Writer, posts, async () => await guarded.Host.ScalarAsync<long>("SELECT count(*) FROM metasync.audit_log", Cancel)));

        await using var host = await LittleHost.StartAsync(app => app.MapPost("/api/sync/{batchId}/retry", () => Results.Ok()), Cancel);
        Assert.Equal(["POST /api/sync/x/retry"], await UnrecordedAsync(host.Client, RouteCall.Of(host.Routes, "x"), () => Task.FromResult(0L)));
    }

    private static async Task<IReadOnlyList<string>> UnrecordedAsync(HttpClient client, IReadOnlyList<RouteCall> posts, Func<Task<long>> records)
    {
        List<string> unrecorded = [];
        foreach (var call in posts)
        {
            var before = await records();
            using var request = call.Request();
            request.Content = call.Path.StartsWith("/api/", StringComparison.Ordinal)
                ? JsonContent.Create(new { startDate = "2026-01-01", endDate = "2026-01-01" })
                : new FormUrlEncodedContent([new("key", "msk_wrong")]);
            using var response = await client.SendAsync(request, Cancel);
            if (await records() != before + 1)
                unrecorded.Add(call.ToString());
        }

        return unrecorded;
    }

    private sealed record Package(string Name, string Version, string Hash);

    /// <summary>What a program consists of, as the build has written it down beside it: name, version and hash of each package.</summary>
    private static async Task<IReadOnlyList<Package>> BillOfMaterialsAsync(string program)
    {
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var file = Path.Combine(AppContext.BaseDirectory, "..", "..", program, configuration, $"{program}.deps.json");
        var libraries = JsonNode.Parse(await File.ReadAllTextAsync(file, Cancel))!["libraries"]!.AsObject();
        return [.. libraries.Where(library => library.Value!["type"]!.GetValue<string>() is "package").Select(library => library.Key.Split('/') is [var name, var version]
            ? new Package(name, version, library.Value!["sha512"]!.GetValue<string>()["sha512-".Length..])
            : throw new InvalidDataException(library.Key))];
    }

    private static async Task<IReadOnlyList<Package>> LockedAsync(string project)
    {
        var frameworks = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Locks, $"{project}.json"), Cancel))!["dependencies"]!.AsObject();
        return [.. frameworks.SelectMany(framework => framework.Value!.AsObject()).Where(package => package.Value!["contentHash"] is not null)
            .Select(package => new Package(package.Key, package.Value!["resolved"]!.GetValue<string>(), package.Value["contentHash"]!.GetValue<string>()))];
    }

    private static IEnumerable<string> Unlocked(IEnumerable<Package> bill, IReadOnlyCollection<Package> locked) =>
        bill.Where(package => !locked.Contains(package)).Select(package =>
            $"{package.Name} {package.Version} is not {(locked.Any(other => other.Name == package.Name) ? "the locked one" : "locked")}");

    private static IEnumerable<string> Vulnerable(IEnumerable<Package> packages) =>
        from package in packages
        from advisory in Advisory.Known
        where advisory.IsAbout(package.Name, package.Version)
        select $"{package.Name} {package.Version} has {advisory.Id}";
}
