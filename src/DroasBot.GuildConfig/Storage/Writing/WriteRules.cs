using DroasBot.GuildConfig.Backgrounds;
using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>What every write goes by: the rules for backgrounds and settings, and the time.</summary>
internal sealed class WriteRules(BackgroundRules backgrounds, SettingsRegistry settings, TimeProvider timeProvider)
{
    public BackgroundRules Backgrounds { get; } = backgrounds;

    /// <summary>Gets the present time in UTC, to the millisecond, as it is stored.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(timeProvider.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Gives an earlier version a new revision, after checking it as any other write; <see langword="null"/> restores "no row".</summary>
    public GuildConfigSnapshot Restore(GuildConfigSnapshot present, GuildConfigSnapshot? earlier, long revision, DateTimeOffset now)
    {
        if (earlier is null)
        {
            return GuildConfigSnapshot.Absent(present.GuildId, settings.Defaults);
        }

        var background = earlier.Background;
        if (background is not null)
        {
            Backgrounds.Check(background.FilePath, background.MediaType);
            background = background.IsSameFile(present.Background) ? present.Background : background;
        }

        // Settings that stay as they are need not be ones that this host would write.
        if (earlier.Settings.Json != present.Settings.Json)
        {
            settings.Validate(present.GuildId, earlier.Settings);
        }

        return new GuildConfigSnapshot(
            present.GuildId,
            earlier.WelcomeChannelId,
            background,
            earlier.Settings,
            present.Exists ? present.CreatedAtMilliseconds : earlier.CreatedAtMilliseconds,
            now.ToUnixTimeMilliseconds(),
            revision);
    }
}
