using MetaSimulator.Configuration;
using MetaSimulator.Control;
using MetaSimulator.Data;
using MetaSimulator.Faults;
using MetaSimulator.Graph;
using MetaSimulator.Runs;
using MetaSimulator.Tokens;
using MetaSimulator.Usage;

namespace MetaSimulator;

/// <summary>A local server that answers like Meta's Graph API.</summary>
public static class Simulator
{
    /// <summary>Builds the server; tests pass their own arguments and clock.</summary>
    public static WebApplication Build(string[] args, TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        // Request lines hold the token when it came by query, so they are not logged.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddSimulatorOptions();
        builder.Services.AddGzip();
        builder.Services.AddSingleton<Simulation>();
        builder.Services.AddSingleton<SimulatorClock>();
        builder.Services.AddSingleton<Journal>();
        builder.Services.AddSingleton<FaultBook>();
        builder.Services.AddSingleton<UsageMeters>();
        builder.Services.AddSingleton<RunBook>();
        builder.Services.AddSingleton<TokenBook>();
        builder.Services.AddSingleton<GraphRoutes>();
        builder.Services.AddSingleton<GraphEndpoint>();
        var app = builder.Build();
        app.UseResponseCompression();
        app.MapControlPlane();
        app.Map("/{**path}", static (HttpContext http, GraphEndpoint graph) => graph.Answer(http));
        return app;
    }
}
