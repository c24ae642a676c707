namespace MetaSimulator.Runs;

// What a failed run says of itself, from v25 on.
internal sealed record RunError(int Code, int Subcode, string Message, string UserTitle, string UserMessage)
{
    public static RunError TooLarge { get; } = new(-3, 1504045, "Report too large", "Report Too Large", "Narrow the request.");

    public static RunError GenerationFailed { get; } =
        new(-2, 2490547, "Report generation failed", "Report Generation Failed", "The report could not be generated. Try again later.");
}
