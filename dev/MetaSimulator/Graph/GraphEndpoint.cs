using MetaSimulator.Batches;
using MetaSimulator.Control;
using MetaSimulator.Data;
using MetaSimulator.Faults;
using MetaSimulator.Runs;
using MetaSimulator.Tokens;
using MetaSimulator.Usage;

namespace MetaSimulator.Graph;

internal sealed class GraphEndpoint(
    Simulation simulation,
    GraphRoutes routes,
    RunBook runs,
    TokenBook tokens,
    SimulatorClock clock,
    TimeProvider time,
    Journal journal,
    FaultBook faults,
    UsageMeters meters,
    IHostApplicationLifetime lifetime)
{
    public async Task Answer(HttpContext http)
    {
        var world = simulation.World;
        var call = await GraphCall.Read(http, world, runs);
        if (BatchPart.Of(call) is { } parts)
            await AnswerParts(call, parts, world);
        else
            await Answer(call, world);
    }

    // The batch itself is no call; each of its parts is one.
    private async Task AnswerParts(GraphCall batch, BatchPart[] parts, World world)
    {
        var answered = new List<PartContext>();
        foreach (var part in parts)
        {
            var context = new PartContext(batch, part);
            var call = await GraphCall.Read(context.Http, world, runs);
            await Answer(call, world);
            batch.Usage = call.Usage;
            batch.TraceId = call.TraceId;
            answered.Add(context);
        }

        UsageHeaders.Write(batch, world.Options);
        BatchReply.Write(batch, answered);
        await batch.Http.Response.BodyWriter.FlushAsync(batch.Http.RequestAborted);
    }

    private async Task Answer(GraphCall call, World world)
    {
        var http = call.Http;
        journal.Begin(call);
        call.TraceId = TraceIds.Make(world.Options.Seed, call.Sequence);
        meters.Charge(call);
        // Runs before the first byte leaves, so whoever has the answer finds it in the journal.
        http.Response.OnStarting(() =>
        {
            UsageHeaders.Write(call, world.Options);
            Finish(call, http.Response.StatusCode);
            return Task.CompletedTask;
        });
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await GraphReply.OrError(call, () => Respond(call, world, gone.Token), gone.Token);
            if (call.Part is { } part)
                await part.Start();
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            http.Abort();
        }
        finally
        {
            if (!http.Response.HasStarted)
                Finish(call, null);
        }
    }

    private void Finish(GraphCall call, int? status)
    {
        meters.Settle(call);
        journal.Finish(call, status);
    }

    private async Task Respond(GraphCall call, World world, CancellationToken gone)
    {
        await Wait(Latency.Before(call, world.Options), gone);
        Admission.Check(call, world.Options, tokens, clock.Now);
        if (faults.Match(call) is not { } rule)
        {
            await Data(call, world, gone);
            return;
        }

        call.Outcome = call.Outcome with { Fault = rule.Action };
        await FaultActions.Table[rule.Action](new(call, rule, time, () => GraphReply.OrError(call, () => Data(call, world, gone), gone), gone));
    }

    private async Task Data(GraphCall call, World world, CancellationToken gone)
    {
        if (call.Refusal is { } refusal)
            throw new GraphErrorException(refusal);
        var answer = routes.Find(call);
        GraphReply.Write(call, 200, answer);
        await Wait(Latency.After(call, world.Options), gone);
        await call.Http.Response.BodyWriter.FlushAsync(gone);
    }

    private Task Wait(TimeSpan duration, CancellationToken gone) =>
        duration > TimeSpan.Zero ? Task.Delay(duration, time, gone) : Task.CompletedTask;
}
