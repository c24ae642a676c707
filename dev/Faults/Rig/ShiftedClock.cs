using System.Globalization;

namespace MetaSync.Faults.Rig;

/// <summary>The environment of a process whose clock is ahead of the others, or behind them.</summary>
internal static class ShiftedClock
{
    public static IReadOnlyDictionary<string, string> By(TimeSpan shift)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new Dictionary<string, string>
        {
            ["DOTNET_STARTUP_HOOKS"] = RigProcess.Program("VirtualTime"),
            ["VIRTUAL_TIME_ORIGIN"] = now.ToString("O", CultureInfo.InvariantCulture),
            ["VIRTUAL_TIME_START"] = (now + shift).ToString("O", CultureInfo.InvariantCulture),
            ["VIRTUAL_TIME_SPEED"] = "1",
        };
    }
}
