using DroasBot.GuildConfig.Backgrounds;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>The rules for every write: for backgrounds and settings, and the time.</summary>
internal sealed class WriteRules(BackgroundRules backgrounds, SettingsRegistry settings, TimeProvider timeProvider)
{
    public BackgroundRules Backgrounds { get; } = backgrounds;

    /// <summary>Gets the current time in UTC, to the millisecond, as it is stored.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(timeProvider.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Gets a guild without a configuration.</summary>
    public GuildConfigSnapshot Absent(ulong guildId) => GuildConfigSnapshot.Absent(guildId, settings.Defaults);

    /// <summary>Checks an earlier version like any other write, and gets the factory that makes it the current one; <see langword="null"/> if it already is.</summary>
    /// <param name="present">The current guild.</param>
    /// <param name="earlier">The earlier guild; <see langword="null"/> if it had no configuration.</param>
    /// <param name="now">When it is restored.</param>
    public Func<long, GuildConfigSnapshot>? Restore(GuildConfigSnapshot present, GuildConfigSnapshot? earlier, DateTimeOffset now)
    {
        if (earlier is null)
        {
            return present.Exists ? _ => Absent(present.GuildId) : null;
        }

        var background = earlier.Background;
        if (background is not null)
        {
            if (background.FilePath is { } filePath)
            {
                Backgrounds.Check(filePath, background.MediaType);
            }

            background = background.IsSameImage(present.Background) ? present.Background : background;
        }

        // They were valid when they were set; newer rules must not prevent restoring them. The defaults are the current ones.
        var values = settings.Read(earlier.Settings.Text);
        if (!values.HasSameText(present.Settings))
        {
            settings.ThrowIfUnreadable(present.GuildId, values);
        }

        GuildConfigSnapshot After(long revision) => new(
            present.GuildId,
            earlier.WelcomeChannelId,
            background,
            values,
            present.Exists ? present.CreatedAtMilliseconds : earlier.CreatedAtMilliseconds,
            now.ToUnixTimeMilliseconds(),
            revision);
        return After(revision: 1).HasSameValues(present) ? null : After;
    }
}
