using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Sample.Transfer;

/// <summary>What one guild has, as a line of an export says it. Revisions and times belong to a database, so they are not in it.</summary>
internal sealed record GuildRecord(ulong GuildId, ulong? WelcomeChannelId, GuildBackground? Background, string SettingsJson)
{
    public const string NoSettings = "{}";

    /// <summary>Gets whether the guild has nothing but its row.</summary>
    public bool IsEmpty => WelcomeChannelId is null && Background is null && SettingsJson == NoSettings;

    public static GuildRecord Of(GuildConfigSnapshot snapshot)
        => new(snapshot.GuildId, snapshot.WelcomeChannelId, BackgroundOf(snapshot), snapshot.SettingsJson);

    /// <summary>Makes a guild what the record says. What is so already is left alone: it need not be what this host would write.</summary>
    public void Apply(GuildConfigEditor editor, GuildConfigSnapshot present)
    {
        editor.WelcomeChannelId = WelcomeChannelId;
        if (Background is null)
        {
            editor.ClearBackground();
        }
        else if (Background != BackgroundOf(present))
        {
            Background.Apply(editor);
        }

        if (SettingsJson != present.SettingsJson)
        {
            editor.ReplaceSettingsJson(SettingsJson);
        }
    }

    private static GuildBackground? BackgroundOf(GuildConfigSnapshot snapshot)
        => snapshot.Background is { } background ? new GuildBackground(background.FilePath, background.ContentHash, background.MediaType) : null;
}
