using DroasBot.GuildConfig.Backgrounds;
using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig;

/// <summary>Edits a private copy of one guild's configuration. Valid only while the edit delegate runs; not thread-safe.</summary>
/// <remarks>After the delegate has returned, every member throws <see cref="InvalidOperationException"/>.</remarks>
public sealed partial class GuildConfigEditor
{
    private readonly GuildConfigSnapshot _original;
    private readonly BackgroundRules _backgroundRules;
    private readonly DateTimeOffset _now;
    private readonly GuildSettingsDraft _settings;
    private ulong? _welcomeChannelId;
    private BackgroundAsset? _background;
    private bool _closed;

    internal GuildConfigEditor(GuildConfigSnapshot original, BackgroundRules backgroundRules, DateTimeOffset now)
    {
        _original = original;
        _backgroundRules = backgroundRules;
        _now = now;
        _settings = new GuildSettingsDraft(original.GuildId, original.Settings);
        _welcomeChannelId = original.WelcomeChannelId;
        _background = original.Background;
    }

    /// <summary>Gets the guild's snowflake.</summary>
    public ulong GuildId
    {
        get
        {
            ThrowIfClosed();
            return _original.GuildId;
        }
    }

    /// <summary>Gets or sets the channel in which the bot welcomes new members; <see langword="null"/> for none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is 0, which is not a snowflake.</exception>
    public ulong? WelcomeChannelId
    {
        get
        {
            ThrowIfClosed();
            return _welcomeChannelId;
        }

        set
        {
            ThrowIfClosed();
            Snowflake.ThrowIfInvalid(value, nameof(WelcomeChannelId));
            _welcomeChannelId = value;
        }
    }

    /// <summary>Gets the background image as edited so far; <see langword="null"/> for none.</summary>
    public BackgroundAsset? Background
    {
        get
        {
            ThrowIfClosed();
            return _background;
        }
    }

    /// <summary>Sets the background image. An existing file is checked; a missing file may be added later.</summary>
    /// <param name="filePath">
    /// The file's path below <see cref="GuildConfigOptions.BackgroundRoot"/>, with forward slashes, at most 1,024 characters. An existing file must be
    /// a regular file of at most 5 MB (5,242,880 bytes), not reached through a link, with the signature of its media type.
    /// </param>
    /// <param name="mediaType"><c>image/png</c> or <c>image/jpeg</c>, in any case.</param>
    /// <exception cref="ArgumentException">The path leaves the root or is not plain, the media type is not allowed, or the file does not meet the requirements.</exception>
    /// <example>
    /// <code>
    /// await configs.UpdateAsync(guildId, guild =&gt; guild.SetBackground("forest.png", "image/png"));
    /// </code>
    /// </example>
    public void SetBackground(string filePath, string mediaType)
    {
        ThrowIfClosed();
        var canonicalType = _backgroundRules.Check(filePath, mediaType);
        SetBackground(filePath, canonicalType, contentHash: null);
    }

    /// <summary>Sets the background image to one in the database.</summary>
    /// <param name="content">The result of <see cref="IGuildBackgroundStore.PutAsync"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="content"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The hash or the media type is malformed. If the database has no such image, the update throws.</exception>
    public void SetBackground(BackgroundContent content)
    {
        ThrowIfClosed();
        ArgumentNullException.ThrowIfNull(content);
        ContentHash.ThrowIfInvalid(content.Hash, nameof(content));
        SetBackground(filePath: null, MediaTypes.CanonicalizeOrThrow(content.MediaType, nameof(content)), content.Hash);
    }

    // Sets the background image to that of another guild.
    internal void SetBackground(BackgroundAsset asset)
    {
        if (asset.FilePath is { } filePath)
        {
            SetBackground(filePath, asset.MediaType);
        }
        else
        {
            SetBackground(filePath: null, asset.MediaType, asset.ContentHash);
        }
    }

    private void SetBackground(string? filePath, string mediaType, string? contentHash)
    {
        var asset = new BackgroundAsset(Guid.CreateVersion7(_now), filePath, mediaType, _now, contentHash);
        _background = asset.IsSameImage(_background) ? _background : asset.IsSameImage(_original.Background) ? _original.Background : asset;
    }

    /// <summary>Removes the background image. The file itself is not deleted.</summary>
    public void ClearBackground()
    {
        ThrowIfClosed();
        _background = null;
    }

    internal void Close() => _closed = true;

    // Throws an InvalidOperationException if returned settings were modified, but not set.
    internal void ThrowIfNotGivenBack() => _settings.ThrowIfNotGivenBack();

    internal bool HasChanges
        => _welcomeChannelId != _original.WelcomeChannelId
            || _background != _original.Background
            || _settings.HasChanges;

    internal GuildConfigSnapshot ToSnapshot(long revision)
    {
        var now = _now.ToUnixTimeMilliseconds();
        return new GuildConfigSnapshot(
            _original.GuildId,
            _welcomeChannelId,
            _background,
            _settings.ToSettings(),
            _original.Exists ? _original.CreatedAtMilliseconds : now,
            now,
            revision);
    }

    private void ThrowIfClosed()
    {
        if (_closed)
        {
            throw new InvalidOperationException(
                "This editor is used up: it is valid only while the edit delegate runs. Call UpdateAsync again and edit inside its delegate.");
        }
    }
}
