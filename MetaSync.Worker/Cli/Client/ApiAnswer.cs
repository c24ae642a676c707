using System.Text.Json;

namespace MetaSync.Worker.Cli.Client;

/// <summary>What the API said: as it is for programs, and as records for sentences.</summary>
/// <param name="Data">The answer without its envelope.</param>
/// <param name="IsReplay">Whether it is the answer to an earlier request with the same idempotency key.</param>
internal sealed record ApiAnswer(JsonElement Data, bool IsReplay = false)
{
    public T As<T>() => Data.Deserialize<T>(JsonSerializerOptions.Web) ?? throw new JsonException("The data is null.");
}
