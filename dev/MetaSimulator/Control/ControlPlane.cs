using System.Text.Json;
using System.Text.Json.Nodes;
using MetaSimulator.Configuration;
using MetaSimulator.Data;
using MetaSimulator.Faults;
using MetaSimulator.Graph;
using MetaSimulator.Runs;
using MetaSimulator.Tokens;
using MetaSimulator.Usage;

namespace MetaSimulator.Control;

internal static class ControlPlane
{
    public static void MapControlPlane(this WebApplication app)
    {
        var sim = app.MapGroup("/__sim");
        sim.AddEndpointFilter(AnswerProblems);
        sim.MapGet("/health", Health);
        sim.MapGet("/truth", Truth.Stream);
        sim.MapGet("/requests", (Journal journal, string? account) => List(journal.Read(account is null ? null : AdAccount.Node(account))));
        sim.MapGet("/runs", (RunBook runs, SimulatorClock clock) => List([.. runs.All().Select(run => RunEntry.Of(run, clock.Now))]));
        sim.MapGet("/faults", (FaultBook faults) => List(faults.All()));
        sim.MapPost("/faults", AddFaults);
        sim.MapDelete("/faults", ClearFaults);
        sim.MapGet("/clock", Clock);
        sim.MapPost("/clock", SetClock);
        sim.MapGet("/tokens", (TokenBook tokens) => List(tokens.Read()));
        sim.MapPost("/tokens", ChangeToken);
        sim.MapPost("/accounts", ChangeAccount);
        sim.MapGet("/quota", (UsageMeters meters) => List(meters.Read()));
        sim.MapPost("/quota", ChangeQuota);
        sim.MapPost("/reset", Reset);
        sim.Map("/{**path}", () => Results.Problem("There is no such route under /__sim.", statusCode: 404));
    }

    private static IResult Health(Simulation simulation, SimulatorClock clock) => Results.Ok(new
    {
        Status = "ok",
        simulation.World.Options.Seed,
        clock.Now,
        Accounts = simulation.World.Accounts.Select(account => "act_" + account.Id),
    });

    private static IResult Clock(SimulatorClock clock) => Results.Ok(new { clock.Now, clock.Offset });

    private static async Task<IResult> AddFaults(HttpRequest request, FaultBook faults, CancellationToken cancellation) =>
        List(faults.Add(FaultRule.Parse(await Body<JsonElement>(request, cancellation))));

    private static IResult ClearFaults(FaultBook faults)
    {
        faults.Clear();
        return List(faults.All());
    }

    private static async Task<IResult> ChangeToken(HttpRequest request, TokenBook tokens, CancellationToken cancellation)
    {
        tokens.Change(await Body<JsonObject>(request, cancellation));
        return List(tokens.Read());
    }

    private static async Task<IResult> ChangeAccount(HttpRequest request, Simulation simulation, CancellationToken cancellation)
    {
        var change = await Body<AccountChange>(request, cancellation);
        var account = simulation.World.Find(change.Account) ?? throw new JsonException($"There is no account {change.Account}.");
        account.Visible = change.Visible;
        return Results.Ok(new AccountChange("act_" + account.Id, account.Visible));
    }

    private static async Task<IResult> ChangeQuota(HttpRequest request, UsageMeters meters, CancellationToken cancellation)
    {
        meters.Change(await Body<QuotaChange>(request, cancellation));
        return List(meters.Read());
    }

    private static async Task<IResult> SetClock(HttpRequest request, SimulatorClock clock, CancellationToken cancellation)
    {
        var change = await Body<ClockChange>(request, cancellation);
        if (change.Set is null == change.Advance is null)
            throw new JsonException("Give either advance or set.");
        if (change.Set is { } now)
            clock.Set(now);
        clock.Advance(change.Advance ?? TimeSpan.Zero);
        return Clock(clock);
    }

    private static async Task<IResult> Reset(
        HttpRequest request,
        Simulation simulation,
        SimulatorClock clock,
        Journal journal,
        FaultBook faults,
        RunBook runs,
        UsageMeters meters,
        TokenBook tokens,
        CancellationToken cancellation)
    {
        var changes = request.ContentLength is 0 or null && !request.Headers.TransferEncoding.Contains("chunked")
            ? []
            : await Body<JsonObject>(request, cancellation);
        simulation.Become(OptionsOverlay.Apply(simulation.Configured, changes));
        clock.Reset();
        faults.Clear();
        runs.Clear();
        meters.Clear();
        tokens.Clear();
        journal.Clear();
        return Health(simulation, clock);
    }

    private static async Task<T> Body<T>(HttpRequest request, CancellationToken cancellation) =>
        await JsonSerializer.DeserializeAsync<T>(request.Body, StrictJson.Options, cancellation)
        ?? throw new JsonException("The body is null.");

    private static IResult List<T>(IReadOnlyList<T> data) => Results.Ok(new { Data = data });

    private static async ValueTask<object?> AnswerProblems(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception problem) when (problem is JsonException or GraphErrorException)
        {
            return Results.Problem(problem.Message, statusCode: 400);
        }
    }

    private sealed record AccountChange(string Account, bool Visible);

    private sealed record ClockChange(TimeSpan? Advance, DateTimeOffset? Set);
}
