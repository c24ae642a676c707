using System.Text.Json;
using MetaSimulator.Data;
using MetaSimulator.Insights;

namespace MetaSimulator.Graph;

internal static class AccountNode
{
    private static readonly FieldSet<Seen> Fields = new(
        "AdAccount",
        [
            new("account_id", static (json, name, in seen) => json.WriteString(name, seen.Account.Id)),
            new("name", static (json, name, in seen) => json.WriteString(name, seen.Account.Name)),
            new("account_status", static (json, name, in _) => json.WriteNumber(name, 1)),
            new("currency", static (json, name, in seen) => json.WriteString(name, seen.Account.Currency.Code)),
            new("timezone_name", static (json, name, in seen) => json.WriteString(name, seen.Account.Zone.Id)),
            new("timezone_offset_hours_utc", static (json, name, in seen) =>
                json.WriteNumber(name, seen.Account.Zone.GetUtcOffset(seen.Now).TotalHours)),
            new("business", static (json, name, in _) => WriteBusiness(json, name)),
            new("id", static (json, name, in seen) => json.WriteString(name, "act_" + seen.Account.Id)),
        ],
        always: ["id"],
        byDefault: ["account_id"]);

    public static Func<Utf8JsonWriter, int?> One(GraphCall call, AdAccount account, DateTimeOffset now)
    {
        var fields = Fields.Select(call.Parameters["fields"]);
        return json =>
        {
            Write(json, fields, new(account, now));
            return null;
        };
    }

    public static Func<Utf8JsonWriter, int?> List(GraphCall call, World world, DateTimeOffset now)
    {
        var fields = Fields.Select(call.Parameters["fields"]);
        var limit = InsightsParameters.Limit(call.Parameters);
        if (limit > world.Options.MaximumLimit)
            throw new GraphErrorException(GraphErrors.ReduceData);

        var paging = new Paging(Hash.Of((ulong)world.Options.Seed, "adaccounts"), after => NextUrl.Build(call, limit, after));
        var start = paging.Start(call.Parameters["after"], now, now, world.Options.CursorLifetime);
        var visible = world.Accounts.Where(account => account.Visible && call.Grant!.Sees(account)).Skip((int)start.Slot).ToArray();
        var page = visible[..Math.Min(limit, visible.Length)];
        return json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("data"u8);
            foreach (var account in page)
                Write(json, fields, new(account, now));
            json.WriteEndArray();
            paging.Write(json, start, start.Slot + page.Length, page.Length > 0, page.Length < visible.Length);
            json.WriteEndObject();
            return page.Length;
        };
    }

    private static void Write(Utf8JsonWriter json, Field<Seen>[] fields, Seen seen)
    {
        json.WriteStartObject();
        foreach (var field in fields)
            field.Write(json, in seen);
        json.WriteEndObject();
    }

    private static void WriteBusiness(Utf8JsonWriter json, JsonEncodedText name)
    {
        json.WriteStartObject(name);
        json.WriteString("id"u8, Usage.UsageReport.BusinessId);
        json.WriteString("name"u8, "Simulated business"u8);
        json.WriteEndObject();
    }

    // The offset from UTC depends on the day of asking.
    private readonly record struct Seen(AdAccount Account, DateTimeOffset Now);
}
