namespace MetaSync.Worker.Sync;

/// <summary>Another worker has the day now; whatever this run still does must stop, and nothing of it counts.</summary>
internal sealed class DayTakenOverException : Exception;
