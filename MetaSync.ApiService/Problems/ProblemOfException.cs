using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using Quartz;

namespace MetaSync.ApiService.Problems;

/// <summary>Turns what escapes a handler into a problem document that says what happened and what to do, and nothing about our insides.</summary>
internal sealed class ProblemOfException(IProblemDetailsService problems, ILogger<ProblemOfException> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        var problem = Describe(exception);
        if (problem is null)
            return false;

        context.Response.StatusCode = problem.Status!.Value;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "5";
            logger.DatabaseRefused(context.Request.Method, context.Request.Path, exception);
        }

        return await problems.TryWriteAsync(new() { HttpContext = context, ProblemDetails = problem, Exception = exception });
    }

    private static ProblemDetails? Describe(Exception exception) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => ProblemType.TooLarge.Describe(
            $"The body is larger than {Sync.EnqueueApi.MaxBodyBytes / 1024} KiB, and a request for a sync never is. Nothing was enqueued."),
        BadHttpRequestException bad => new() { Status = bad.StatusCode, Detail = bad.Message },
        NpgsqlException or SchedulerException => ProblemType.DatabaseUnavailable.Describe(
            "The database did not answer or refused. Nothing was enqueued, unless only its answer to the commit was lost. "
            + "Send the request again in a moment: a day that waits already is not enqueued twice."),
        _ => null,
    };
}
