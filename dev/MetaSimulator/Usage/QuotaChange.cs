using System.Text.Json;
using MetaSimulator.Data;

namespace MetaSimulator.Usage;

// Other access, of the app or to one account; whether calls are refused; how full a meter is.
internal sealed record QuotaChange(string? Tier, string? Account, bool? Enforced, MeterFill? Fill)
{
    public void Check(World world)
    {
        if (Tier is null && Enforced is null && Fill is null)
            throw new JsonException("Give tier, enforced or fill.");
        if (Tier is not null && Usage.Tier.Find(Tier) is null)
            throw new JsonException("The tier is limited or full.");
        if (Account is not null && Tier is null)
            throw new JsonException("The account is the one whose tier changes.");
        if (Account is not null && world.Find(Account) is null)
            throw new JsonException($"There is no account {Account}.");
        Fill?.Check(world);
    }
}

internal sealed record MeterFill(string? Account, string Meter, double Percent)
{
    public void Check(World world)
    {
        if (Meter is not ("score" or "buc" or "app" or "load"))
            throw new JsonException("The meter is score, buc, app or load.");
        if (Percent is not (>= 0 and <= 1000))
            throw new JsonException("percent must be 0 to 1000.");
        if (Meter is "score" or "buc" && (Account is null || world.Find(Account) is null))
            throw new JsonException($"There is no account {Account}.");
    }
}
