using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information,
        Message = "{Variable} is not set for '{Resource}': it comes from '{Source}', which was removed from the model.")]
    public static partial void LeftOut(ILogger logger, string variable, string resource, string source);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{ResourceId} exited with code {ExitCode}. It is not started again.")]
    public static partial void Exited(ILogger logger, string resourceId, int exitCode);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Resource} was not started, because it waits for {Dependency}: {Reason}")]
    public static partial void NotStarted(ILogger logger, string resource, string dependency, string reason);
}
