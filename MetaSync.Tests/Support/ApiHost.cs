using System.Net;
using System.Net.Http.Headers;
using MetaSync.Access;
using MetaSync.ApiService.Access;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace MetaSync.Tests.Support;

/// <summary>The API in this process, behind a real socket and as in production, so that a test can see its routes and make keys.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private readonly Factory _factory;

    private ApiHost(Factory factory, string connectionString)
    {
        (_factory, ConnectionString) = (factory, connectionString);
        Address = factory.ClientOptions.BaseAddress;
        Anonymous = Client();
    }

    /// <summary>Where it answers.</summary>
    public Uri Address { get; }

    public string ConnectionString { get; }

    /// <summary>A client without a key. Like all of them it follows no redirect and keeps no cookie by itself.</summary>
    public HttpClient Anonymous { get; }

    public IServiceProvider Services => _factory.Services;

    public NpgsqlDataSource Database => Services.GetRequiredService<NpgsqlDataSource>();

    /// <summary>All routes, as the router knows them.</summary>
    public IReadOnlyList<RouteEndpoint> Routes => [.. Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    /// <param name="server">Where its database comes from.</param>
    /// <param name="cancellationToken">The test's.</param>
    /// <param name="database">A database of the server; none for a new one.</param>
    /// <param name="environment">The environment that it runs in.</param>
    /// <param name="settings">Its settings; without any a key is needed.</param>
    public static async Task<ApiHost> StartAsync(
        PostgresServer server, CancellationToken cancellationToken, string? database = null, string environment = "Production",
        params (string Key, string Value)[] settings)
    {
        database ??= await server.CreateDatabaseAsync(cancellationToken);
        var factory = new Factory(
            environment, [("ConnectionStrings:metasync", database), ("Access:Mode", "Keys"), ("Meta:Accounts", "act_1"), ("Access:TriesPerMinute", "100000"), .. settings]);
        factory.UseKestrel(0);
        factory.StartServer();
        return new ApiHost(factory, database);
    }

    /// <summary>Makes a key, and a client that comes with it.</summary>
    public async Task<HttpClient> WithKeyAsync(string name, string scope, CancellationToken cancellationToken) =>
        Client(await CreateKeyAsync(name, scope, cancellationToken));

    public async Task<string> CreateKeyAsync(string name, string scope, CancellationToken cancellationToken) =>
        (await Services.GetRequiredService<ApiKeys>().CreateAsync(name, scope, null, "test", cancellationToken))!.Value.Text;

    public HttpClient Client(string? key = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { BaseAddress = Address };
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>A client that keeps cookies, as a browser does.</summary>
    public HttpClient Browser(CookieContainer? cookies = null) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies ?? new(), UseProxy = false }) { BaseAddress = Address };

    public Task<T?> ScalarAsync<T>(string sql, CancellationToken cancellationToken) => Database.ScalarAsync<T>(sql, cancellationToken);

    public Task ExecuteAsync(string sql, CancellationToken cancellationToken) => Database.ExecuteAsync(sql, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Anonymous.Dispose();
        await _factory.DisposeAsync();
    }

    private sealed class Factory(string environment, (string Key, string Value)[] settings) : WebApplicationFactory<AccessOptions>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment(environment);
            foreach (var (key, value) in settings)
                builder.UseSetting(key, value);
        }
    }
}
