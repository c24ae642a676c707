using System.Net;

namespace MetaSync.Worker.Cli.Client;

/// <summary>What the API refused, in its own words where it had some.</summary>
internal sealed class ApiProblemException(HttpStatusCode status, string? detail) : Exception(detail ?? $"The API answered {(int)status}.")
{
    public HttpStatusCode Status { get; } = status;

    /// <summary>Whether the same request may succeed in a moment.</summary>
    public bool IsPassing => Status is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;

    public int ExitCode => (Status, detail) switch
    {
        (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, _) => CommandLine.NotAllowed,
        (HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity, not null) => CommandLine.WrongUsage,
        _ => CommandLine.Failed,
    };
}
