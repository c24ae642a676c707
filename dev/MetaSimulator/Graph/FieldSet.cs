using System.Text.Json;

namespace MetaSimulator.Graph;

// The fields that a node has: strict about what is asked for, and sure of what always comes back.
internal sealed class FieldSet<T>(string nodeType, Field<T>[] fields, string[] always, string[] byDefault)
{
    // Takes a,b and ["a","b"]; the fields come in the order of the table.
    public Field<T>[] Select(string? text)
    {
        var asked = string.IsNullOrWhiteSpace(text) ? byDefault : Names(text);
        var unknown = asked.FirstOrDefault(name => !fields.Any(field => field.Name == name));
        if (unknown is not null)
            throw new GraphErrorException(GraphErrors.NonexistingField(unknown, nodeType));

        return [.. fields.Where(field => asked.Contains(field.Name) || always.Contains(field.Name))];
    }

    private static string[] Names(string text)
    {
        if (!text.StartsWith('['))
            return text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

        try
        {
            return JsonSerializer.Deserialize<string[]>(text)!;
        }
        catch (JsonException)
        {
            throw new GraphErrorException(GraphErrors.InvalidParameter("fields must be a list of strings"));
        }
    }
}
