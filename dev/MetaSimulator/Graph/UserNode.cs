using System.Text.Json;

namespace MetaSimulator.Graph;

internal static class UserNode
{
    private const string Id = "10160000000000001";

    private static readonly FieldSet<string> Fields = new(
        "User",
        [
            new("id", static (json, name, in id) => json.WriteString(name, id)),
            new("name", static (json, name, in _) => json.WriteString(name, "Simulated system user")),
        ],
        always: ["id"],
        byDefault: ["name"]);

    public static Func<Utf8JsonWriter, int?> Me(GraphCall call)
    {
        var fields = Fields.Select(call.Parameters["fields"]);
        return json =>
        {
            json.WriteStartObject();
            foreach (var field in fields)
                field.Write(json, Id);
            json.WriteEndObject();
            return null;
        };
    }
}
