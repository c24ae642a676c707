namespace MetaSimulator.Graph;

// The fields that a node has: strict about what is asked for, and sure of what always comes back.
internal sealed class FieldSet<T>(string nodeType, Field<T>[] fields, string[] always, string[] byDefault)
{
    // The fields come in the order of the table.
    public Field<T>[] Select(string? text)
    {
        var asked = string.IsNullOrWhiteSpace(text) ? byDefault : ListParameter.Parse(text, "fields");
        var unknown = asked.FirstOrDefault(name => !fields.Any(field => field.Name == name));
        if (unknown is not null)
            throw new GraphErrorException(GraphErrors.NonexistingField(unknown, nodeType));

        return [.. fields.Where(field => asked.Contains(field.Name) || always.Contains(field.Name))];
    }
}
