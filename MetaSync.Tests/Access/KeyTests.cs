using System.Net;
using MetaSync.Access;
using MetaSync.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace MetaSync.Tests.Access;

public sealed class KeyTests(KeyedApi keyed) : IClassFixture<KeyedApi>
{
    private readonly ApiHost _api = keyed.Api;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void A_key_is_32_random_bytes_in_base64url()
    {
        string[] keys = [.. Enumerable.Range(0, 100).Select(_ => ApiKeyText.Create())];

        Assert.All(keys, key => Assert.Matches("^msk_[A-Za-z0-9_-]{43}$", key));
        Assert.Equal(100, keys.Distinct().Count());
        Assert.All(keys, key => Assert.Equal(32, ApiKeyText.Digest(key)!.Length));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("msk_")]
    [InlineData("msk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("msk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("msk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+")]
    [InlineData("MSK_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_is_not_written_like_a_key_has_no_digest(string? text) => Assert.Null(ApiKeyText.Digest(text));

    [Fact]
    public async Task A_key_that_is_revoked_is_refused_from_then_on()
    {
        using var client = await _api.WithKeyAsync("leaver", AccessScope.Read, Cancel);
        using var before = await client.GetAsync("/api/session", Cancel);
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);

        Assert.NotNull(await _api.Services.GetRequiredService<ApiKeys>().RevokeAsync("leaver", "test", Cancel));

        using var after = await client.GetAsync("/api/session", Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task A_key_that_expires_is_refused_from_then_on()
    {
        var keys = _api.Services.GetRequiredService<ApiKeys>();
        var (key, text) = (await keys.CreateAsync("visitor", AccessScope.Read, TimeSpan.FromDays(90), "test", Cancel))!.Value;
        Assert.Equal(TimeSpan.FromDays(90), key.ExpiresAt - key.CreatedAt);
        using var client = _api.Client(text);
        using var before = await client.GetAsync("/api/session", Cancel);
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);

        await _api.ExecuteAsync("UPDATE metasync.api_keys SET expires_at = now() WHERE name = 'visitor'", Cancel);

        using var after = await client.GetAsync("/api/session", Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task A_names_second_key_is_none_even_after_the_first_was_revoked()
    {
        var keys = _api.Services.GetRequiredService<ApiKeys>();
        Assert.NotNull(await keys.CreateAsync("once", AccessScope.Read, null, "test", Cancel));
        await keys.RevokeAsync("once", "test", Cancel);
        Assert.Null(await keys.CreateAsync("once", AccessScope.Write, null, "test", Cancel));
    }

    [Fact]
    public async Task The_last_use_is_written_down_once_a_minute()
    {
        using var client = await _api.WithKeyAsync("busy", AccessScope.Read, Cancel);
        await client.GetStringAsync("/api/session", Cancel);
        var first = await _api.ScalarAsync<DateTime>("SELECT last_used_at FROM metasync.api_keys WHERE name = 'busy'", Cancel);
        await client.GetStringAsync("/api/session", Cancel);
        Assert.Equal(first, await _api.ScalarAsync<DateTime>("SELECT last_used_at FROM metasync.api_keys WHERE name = 'busy'", Cancel));

        await _api.ExecuteAsync("UPDATE metasync.api_keys SET last_used_at = now() - interval '61 seconds' WHERE name = 'busy'", Cancel);
        await client.GetStringAsync("/api/session", Cancel);
        Assert.True(await _api.ScalarAsync<DateTime>("SELECT last_used_at FROM metasync.api_keys WHERE name = 'busy'", Cancel) > first);
    }

    [Fact]
    public async Task A_stream_of_events_ends_with_its_key()
    {
        using var client = await _api.WithKeyAsync("viewer", AccessScope.Read, Cancel);
        await using var events = await EventReader.OpenAsync(client, "/api/events", Cancel);
        await _api.Services.GetRequiredService<ApiKeys>().RevokeAsync("viewer", "test", Cancel);
        await events.Ended.WaitAsync(TimeSpan.FromSeconds(15), Cancel);
    }

    [Fact]
    public async Task Who_reads_the_tables_can_pose_as_nobody()
    {
        var key = await _api.CreateKeyAsync("read about", AccessScope.Write, Cancel);
        var keys = _api.Services.GetRequiredService<ApiKeys>();
        Assert.NotNull(await keys.FindAsync(ApiKeyText.Digest(key)!, Cancel)); // which is what a cookie holds

        var stored = await _api.ScalarAsync<byte[]>("SELECT hash FROM metasync.api_keys WHERE name = 'read about'", Cancel);
        Assert.Null(await keys.FindAsync(stored!, Cancel));
    }

    [Fact]
    public async Task The_key_itself_is_in_no_table()
    {
        var key = await _api.CreateKeyAsync("secret", AccessScope.Write, Cancel);
        using var client = _api.Client(key);
        await client.GetStringAsync("/api/session", Cancel);

        var dump = await _api.ScalarAsync<string>(
            "SELECT (SELECT json_agg(k)::text FROM metasync.api_keys AS k) || (SELECT json_agg(a)::text FROM metasync.audit_log AS a)", Cancel);
        Assert.Contains("secret", dump);
        Assert.DoesNotContain(key[10..], dump);
        Assert.DoesNotContain(Convert.ToHexString(ApiKeyText.Digest(key)!), dump, StringComparison.OrdinalIgnoreCase);
    }
}
