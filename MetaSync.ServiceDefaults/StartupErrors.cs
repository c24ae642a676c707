using Microsoft.Extensions.Options;
using Npgsql;

namespace MetaSync;

/// <summary>A process that can't start because of how it is set up says so in a sentence, without a stack trace.</summary>
public static class StartupErrors
{
    /// <summary>Has the process end with the sentence when it can't start.</summary>
    public static void AreSentences() => AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
    {
        if (unhandled.ExceptionObject is OperationCanceledException)
            Environment.Exit(0); // stopped before it had started
        if (Explain((Exception)unhandled.ExceptionObject) is not { } sentence)
            return;
        Console.Error.WriteLine(sentence);
        Environment.Exit(1);
    };

    /// <summary>The sentence for an exception; null for one that only a stack trace can explain.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        AggregateException several when several.InnerExceptions.All(inner => Explain(inner) is not null) =>
            string.Join(Environment.NewLine, several.InnerExceptions.Select(Explain)),
        OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures),
        NpgsqlException database => $"The database of ConnectionStrings:metasync can't be used: {database.Message}",
        IOException { Message: var message } when message.Contains("address already in use", StringComparison.OrdinalIgnoreCase) => message,
        _ => null,
    };
}
