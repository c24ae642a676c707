namespace MetaSimulator.Runs;

internal static class RunStatus
{
    public const string NotStarted = "Job Not Started";
    public const string Started = "Job Started";
    public const string Running = "Job Running";
    public const string Completed = "Job Completed";
    public const string Failed = "Job Failed";
    public const string Skipped = "Job Skipped";
}
