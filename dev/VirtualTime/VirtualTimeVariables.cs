using System.Globalization;

namespace MetaSync.Time;

/// <summary>What a process is told in its environment about the clock that it shares with others.</summary>
internal static class VirtualTimeVariables
{
    public const string Origin = "VIRTUAL_TIME_ORIGIN";
    public const string Start = "VIRTUAL_TIME_START";
    public const string Speed = "VIRTUAL_TIME_SPEED";

    public static DateTimeOffset ReadInstant(string name) =>
        DateTimeOffset.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw new InvalidOperationException($"{name} has to be an instant such as 2026-01-31T12:00:00Z: a startup hook for virtual time was asked for.");

    public static double ReadSpeed() =>
        double.TryParse(Environment.GetEnvironmentVariable(Speed), CultureInfo.InvariantCulture, out var speed) && speed >= 1
            ? speed
            : throw new InvalidOperationException($"{Speed} has to be a number from 1: a startup hook for virtual time was asked for.");
}
