using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DroasBot.GuildConfig.Commands.Transfer;

/// <summary>Writes guilds as lines of JSON, in UTF-8. The same guilds always give the same bytes.</summary>
internal sealed class GuildLineWriter(Stream output) : IDisposable
{
    private const int FlushedAtBytes = 64 * 1024;

    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json = new(Stream.Null, _options);

    public async Task WriteAsync(GuildRecord record, CancellationToken cancellationToken)
    {
        _json.Reset(_buffer);
        Write(record);
        _json.Flush();
        _buffer.Write("\n"u8);
        if (_buffer.WrittenCount >= FlushedAtBytes)
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await output.WriteAsync(_buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        _buffer.ResetWrittenCount();
    }

    public void Dispose() => _json.Dispose();

    private void Write(GuildRecord record)
    {
        _json.WriteStartObject();
        _json.WriteString(GuildMembers.GuildId, record.GuildId.ToString(CultureInfo.InvariantCulture));
        if (record.WelcomeChannelId is { } channel)
        {
            _json.WriteString(GuildMembers.WelcomeChannelId, channel.ToString(CultureInfo.InvariantCulture));
        }

        if (record.Background is { } background)
        {
            _json.WriteStartObject(GuildMembers.Background);
            _json.WriteString(background.ContentHash is null ? GuildMembers.FilePath : GuildMembers.ContentHash, background.ContentHash ?? background.FilePath);
            _json.WriteString(GuildMembers.MediaType, background.MediaType);
            _json.WriteEndObject();
        }

        _json.WritePropertyName(GuildMembers.Settings);
        WriteSettings(record.SettingsJson);
        _json.WriteEndObject();
    }

    /// <summary>Byte for byte: as JSON if it is an object on one line, as a string if it is not.</summary>
    private void WriteSettings(string settings)
    {
        if (StoredSettings.IsPlainObject(settings))
        {
            _json.WriteRawValue(settings, skipInputValidation: true);
        }
        else
        {
            _json.WriteStringValue(settings);
        }
    }
}
