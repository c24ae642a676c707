using MetaSync.Access;
using MetaSync.ApiService.Sync;
using MetaSync.Sync;
using Npgsql;

namespace MetaSync.ApiService.Access;

/// <summary>Writes down what a route is asked for, before it does it, and how it ended. What can't be written down is not done.</summary>
internal sealed class AuditFilter(AuditLog audit, ILogger<AuditFilter> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var action = http.GetEndpoint()!.Metadata.GetRequiredMetadata<AuditedAction>().Action;
        var id = await audit.BeginAsync(Entry(http, action), http.RequestAborted);
        object? result;
        try
        {
            result = await next(context);
        }
        catch
        {
            await EndAsync(id, StatusCodes.Status500InternalServerError, null);
            throw;
        }

        var (status, batch) = Read(result);
        await EndAsync(id, status, batch);
        return result;
    }

    /// <summary>Who asks for what, and from where. The route's pattern stands for the path, which could hold anything.</summary>
    public static AuditEntry Entry(HttpContext context, string action) => new(
        action,
        Caller.Name(context),
        Guid.TryParse(context.GetRouteValue("batchId") as string, out var batch) ? batch : null,
        Caller.Address(context),
        new() { ["request"] = $"{context.Request.Method} {(context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText}".TrimEnd() });

    private async Task EndAsync(long id, int status, Guid? batch)
    {
        try
        {
            await audit.EndAsync(id, AuditOutcome.OfStatus(status), status, batch, CancellationToken.None);
        }
        catch (NpgsqlException exception)
        {
            logger.OutcomeNotWritten(id, status, exception); // it is done: to say otherwise now would be wrong
        }
    }

    private static (int Status, Guid? Batch) Read(object? result) => result switch
    {
        INestedHttpResult nested => Read(nested.Result),
        IValueHttpResult { Value: Answer<SyncReceipt> receipt } => (((IStatusCodeHttpResult)result).StatusCode ?? StatusCodes.Status200OK, receipt.Data.BatchId),
        IStatusCodeHttpResult { StatusCode: { } status } => (status, null),
        _ => (StatusCodes.Status200OK, null),
    };
}
