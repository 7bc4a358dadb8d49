using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace DroasBot.GuildConfig.AspNetCore.Requests;

/// <summary>A merge patch of one guild. Immutable, so the edit may run again.</summary>
internal sealed class GuildPatch
{
    private const string WelcomeChannel = "welcomeChannelId";
    private const string Background = "background";
    private const string ContentHash = "contentHash";
    private const string Settings = "settings";

    private readonly ulong? _welcomeChannelId;
    private readonly bool _setsWelcomeChannel;
    private readonly BackgroundContent? _background;
    private readonly bool _setsBackground;
    private readonly JsonObject? _settings;
    private readonly List<GuildSettingsViolation> _violations = [];

    private GuildPatch(JsonObject patch, BackgroundContent? background)
    {
        foreach (var (name, value) in patch)
        {
            switch (name)
            {
                case WelcomeChannel:
                    (_setsWelcomeChannel, _welcomeChannelId) = (true, ReadChannel(value));
                    break;
                case Background:
                    (_setsBackground, _background) = (true, background);
                    break;
                case Settings when value is JsonObject settings:
                    _settings = settings;
                    break;
                case Settings:
                    Refuse(Settings, "settings must be an object with a member for each section that changes; null resets a section.");
                    break;
                default:
                    Refuse(name, $"A patch may contain {WelcomeChannel}, {Background} and {Settings}; '{name}' cannot be changed.");
                    break;
            }
        }
    }

    /// <summary>Reads a patch, and looks up the image that it names.</summary>
    public static async Task<GuildPatch> ReadAsync(JsonObject body, IGuildBackgroundStore backgrounds, CancellationToken cancellationToken)
    {
        BackgroundContent? content = null;
        GuildSettingsViolation? violation = null;
        if (body.TryGetPropertyValue(Background, out var value) && value is not null)
        {
            (content, violation) = await FindContentAsync(value, backgrounds, cancellationToken).ConfigureAwait(false);
        }

        var patch = new GuildPatch(body, content);
        if (violation is not null)
        {
            patch._violations.Add(violation);
        }

        return patch;
    }

    /// <summary>Edits the guild.</summary>
    /// <exception cref="RequestProblem">The patch is not valid; every violation is listed.</exception>
    public void Apply(GuildConfigEditor guild)
    {
        var violations = new List<GuildSettingsViolation>(_violations);
        try
        {
            guild.MergeJson(_settings ?? []);
        }
        catch (GuildSettingsValidationException invalid)
        {
            violations.AddRange(invalid.Violations);
        }
        catch (ArgumentException unfit)
        {
            violations.Add(new GuildSettingsViolation(Settings, unfit.Message));
        }
        catch (GuildConfigException unreadable)
        {
            throw new RequestProblem(StatusCodes.Status409Conflict, unreadable.Message);
        }

        if (violations.Count > 0)
        {
            throw new RequestProblem(StatusCodes.Status400BadRequest, "The patch is not valid, and nothing was changed.", violations);
        }

        if (_setsWelcomeChannel)
        {
            guild.WelcomeChannelId = _welcomeChannelId;
        }

        if (_background is not null)
        {
            guild.SetBackground(_background);
        }
        else if (_setsBackground)
        {
            guild.ClearBackground();
        }
    }

    private static async Task<(BackgroundContent? Content, GuildSettingsViolation? Violation)> FindContentAsync(
        JsonNode value, IGuildBackgroundStore backgrounds, CancellationToken cancellationToken)
    {
        if (value is not JsonObject { Count: 1 } asset || asset[ContentHash] is not JsonValue hash || hash.GetValueKind() != JsonValueKind.String)
        {
            return (null, new GuildSettingsViolation(Background, "background must be null, or an object with only the contentHash of an image in the database. Upload a new image instead."));
        }

        try
        {
            return await backgrounds.FindAsync(hash.GetValue<string>(), cancellationToken).ConfigureAwait(false) is { } content
                ? (content, null)
                : (null, new GuildSettingsViolation(Background, "The database has no image with this contentHash. Upload it first."));
        }
        catch (ArgumentException)
        {
            return (null, new GuildSettingsViolation(Background, "contentHash must be 64 lower-case hexadecimal digits."));
        }
    }

    private ulong? ReadChannel(JsonNode? value)
    {
        if (value is null)
        {
            return null;
        }

        if (value.GetValueKind() == JsonValueKind.String && Parameters.TryReadSnowflake(value.GetValue<string>(), out var id))
        {
            return id;
        }

        Refuse(WelcomeChannel, $"{WelcomeChannel} must be null, or a snowflake as a string of digits: JavaScript rounds numbers of that size.");
        return null;
    }

    private void Refuse(string path, string message) => _violations.Add(new GuildSettingsViolation(path, message));
}
