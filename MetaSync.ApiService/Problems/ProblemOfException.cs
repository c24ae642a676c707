using MetaSync.ApiService.Access;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using Quartz;

namespace MetaSync.ApiService.Problems;

/// <summary>Turns what escapes a handler into a problem document that says what happened and what to do, and nothing about our insides.</summary>
internal sealed class ProblemOfException(ILogger<ProblemOfException> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        var problem = Describe(exception);
        context.Response.StatusCode = problem.Status!.Value;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "5";
            logger.DatabaseRefused(context.Request.Method, context.Request.Path, exception);
        }
        else if (problem.Status == StatusCodes.Status500InternalServerError)
        {
            logger.Unexpected(context.Request.Method, context.Request.Path, exception); // the framework leaves that to who handles it
        }

        // Whatever it accepts: what is not answered here would be answered with a stack trace in development.
        await TypedResults.Problem(problem).ExecuteAsync(context);
        return true;
    }

    private static ProblemDetails Describe(Exception exception) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => ProblemType.TooLarge.Describe(
            $"The body is larger than {RequestLimits.MaxBodyBytes / 1024} KiB, and a request for a sync never is. Nothing was enqueued."),
        IOException { Source: "Microsoft.AspNetCore.Server.Kestrel.Core" } => ProblemType.InvalidRequest.Describe(
            "The body can't be read, because it is not framed as HTTP wants it: a chunk's size is no number, or too large a one."),
        BadHttpRequestException bad => new() { Status = bad.StatusCode, Detail = bad.Message },
        NpgsqlException or SchedulerException => ProblemType.DatabaseUnavailable.Describe(
            "The database did not answer or refused. Nothing was enqueued, unless only its answer to the commit was lost. "
            + "Send the request again in a moment: a day that waits already is not enqueued twice."),
        _ => ProblemType.Unexpected.Describe("The request could not be answered, and the reason is in the API's log under the trace id. Whoever runs MetaSync can look it up."),
    };
}
