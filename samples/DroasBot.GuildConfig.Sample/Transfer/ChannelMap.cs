using System.Globalization;
using System.Text;
using System.Text.Json;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Sample.Transfer;

/// <summary>New ids in the place of old ones: for a guild whose channels were made again.</summary>
/// <remarks>All are replaced in one pass, so two ids may change places. Ids are compared as texts of digits, so none loses precision.</remarks>
internal sealed class ChannelMap
{
    private static readonly JsonReaderOptions _anyDepth = new() { MaxDepth = int.MaxValue };

    private readonly IReadOnlyDictionary<ulong, ulong> _ids;
    private readonly List<(byte[] Old, byte[] New)> _digits;

    public ChannelMap(IReadOnlyDictionary<ulong, ulong> ids)
    {
        _ids = ids;
        _digits = [.. ids.Select(pair => (Digits(pair.Key), Digits(pair.Value)))];
    }

    /// <exception cref="FormatException">The settings cannot be read, or would have a name twice in one object.</exception>
    public GuildRecord Apply(GuildRecord record)
        => _ids.Count == 0
            ? record
            : record with
            {
                WelcomeChannelId = record.WelcomeChannelId is { } channel ? _ids.GetValueOrDefault(channel, channel) : null,
                SettingsJson = Apply(record.SettingsJson),
            };

    private static byte[] Digits(ulong id) => Encoding.ASCII.GetBytes(id.ToString(CultureInfo.InvariantCulture));

    /// <summary>Replaces numbers, strings and names that are one of the ids, and leaves every other byte.</summary>
    private string Apply(string settings)
    {
        var source = Encoding.UTF8.GetBytes(settings);
        var target = new MemoryStream(source.Length);
        var copied = 0;
        var names = new Stack<Dictionary<string, bool>>();
        var reader = new Utf8JsonReader(source, _anyDepth);
        try
        {
            while (reader.Read())
            {
                var replacement = Find(ref reader);
                Track(names, ref reader, replacement);
                if (replacement is not null)
                {
                    // Behind the quote that a string begins with.
                    var start = (int)reader.TokenStartIndex + (reader.TokenType == JsonTokenType.Number ? 0 : 1);
                    target.Write(source.AsSpan(copied, start - copied));
                    target.Write(replacement);
                    copied = start + reader.ValueSpan.Length;
                }
            }
        }
        catch (JsonException malformed)
        {
            throw new FormatException($"The settings are not JSON, so no ids can be replaced in them. {malformed.Message}", malformed);
        }

        target.Write(source.AsSpan(copied));
        return Encoding.UTF8.GetString(target.GetBuffer().AsSpan(0, (int)target.Length));
    }

    /// <summary>A string with an escape in it is no id: nobody escapes digits.</summary>
    private byte[]? Find(ref Utf8JsonReader reader)
    {
        foreach (var (old, @new) in _digits)
        {
            if (reader.TokenType == JsonTokenType.Number ? reader.ValueSpan.SequenceEqual(old)
                : reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && !reader.ValueIsEscaped && reader.ValueSpan.SequenceEqual(old))
            {
                return @new;
            }
        }

        return null;
    }

    /// <summary>Refuses a new name that the same object has already, or gets later: one of the two would be lost.</summary>
    private static void Track(Stack<Dictionary<string, bool>> names, ref Utf8JsonReader reader, byte[]? replacement)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                names.Push([]);
                break;
            case JsonTokenType.EndObject:
                names.Pop();
                break;
            case JsonTokenType.PropertyName:
                var name = Encoding.UTF8.GetString(replacement ?? reader.ValueSpan);
                var isNew = replacement is not null;
                if (!names.Peek().TryAdd(name, isNew) && (isNew || names.Peek()[name]))
                {
                    throw new FormatException($"With the new ids, an object of the settings would have the name '{name}' twice.");
                }

                break;
        }
    }
}
