using System.Text.Json;

namespace MetaSimulator.Graph;

internal delegate void FieldWriter<T>(Utf8JsonWriter json, JsonEncodedText name, in T item);

// A field of a node: its name, and how to write it. A writer that writes nothing omits the field.
internal sealed record Field<T>(string Name, FieldWriter<T> Writer)
{
    private readonly JsonEncodedText _encoded = JsonEncodedText.Encode(Name);

    public void Write(Utf8JsonWriter json, in T item) => Writer(json, _encoded, in item);
}
