namespace MetaSync.Bench;

/// <summary>A sentence for whoever started the bench.</summary>
internal sealed class BenchException(string message) : Exception(message);
