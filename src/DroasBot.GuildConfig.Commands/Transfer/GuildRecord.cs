using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Commands.Transfer;

/// <summary>The values of one guild, as in a line of an export. Revisions and times belong to a database, so they are not included.</summary>
internal sealed record GuildRecord(ulong GuildId, ulong? WelcomeChannelId, GuildBackground? Background, string SettingsJson)
{
    public const string NoSettings = "{}";

    public static GuildRecord Of(GuildConfigSnapshot snapshot)
        => new(snapshot.GuildId, snapshot.WelcomeChannelId, BackgroundOf(snapshot), snapshot.SettingsJson);

    /// <summary>Returns the guild as if it were stored, for comparison.</summary>
    public GuildConfigSnapshot ToSnapshot(SettingsRegistry registry)
        => new(GuildId, WelcomeChannelId, Background?.ToAsset(), registry.Read(SettingsJson), createdAt: 0, updatedAt: 0, revision: 1);

    /// <summary>Edits a guild to match the record. Matching values are not rewritten: they may differ from what this host would write.</summary>
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
