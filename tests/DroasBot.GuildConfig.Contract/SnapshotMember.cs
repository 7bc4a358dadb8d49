namespace DroasBot.GuildConfig.Contract;

/// <summary>A member of <see cref="GuildConfigSnapshot"/> that an editor sets, and how tests set it.</summary>
/// <param name="Name">The name of the property.</param>
/// <param name="Set">Sets a value that is not the default.</param>
/// <param name="SetAnother">Sets another one.</param>
/// <param name="Alterations">Statements that alter the stored values of the only guild, one column each.</param>
public sealed record SnapshotMember(string Name, Action<GuildConfigEditor> Set, Action<GuildConfigEditor> SetAnother, params IReadOnlyList<string> Alterations)
{
    /// <summary>Gets the members that an editor sets.</summary>
    public static IReadOnlyList<SnapshotMember> All { get; } =
    [
        new(
            nameof(GuildConfigSnapshot.WelcomeChannelId),
            editor => editor.WelcomeChannelId = ulong.MaxValue,
            editor => editor.WelcomeChannelId = 7,
            "UPDATE guild_config SET welcome_channel_id = 99"),
        new(
            nameof(GuildConfigSnapshot.Background),
            editor => editor.SetBackground("événement/a b.png", "image/png"),
            editor => editor.SetBackground("another.jpg", "image/jpeg"),
            "UPDATE background_asset SET file_path = 'altered.png'",
            "UPDATE background_asset SET media_type = 'image/jpeg'",
            "UPDATE background_asset SET created_at = created_at + 1"),
        new(
            nameof(GuildConfigSnapshot.SettingsJson),
            editor => editor.ReplaceSettingsJson("""{ "zz-text" : ["ü\u00fc🎉",1.50e0] }"""),
            editor => editor.ReplaceSettingsJson("""{"zz-text":2}"""),
            "UPDATE guild_config SET settings = '{\"zz-text\":3}'"),
    ];

    /// <summary>Gets the members that result from the change and that no editor sets.</summary>
    public static IReadOnlyList<string> NotSet { get; } =
    [
        nameof(GuildConfigSnapshot.GuildId),
        nameof(GuildConfigSnapshot.Exists),
        nameof(GuildConfigSnapshot.Revision),
        nameof(GuildConfigSnapshot.CreatedAt),
        nameof(GuildConfigSnapshot.UpdatedAt),
    ];

    public static SnapshotMember Named(string name) => All.Single(member => member.Name == name);

    public object? Of(GuildConfigSnapshot snapshot) => typeof(GuildConfigSnapshot).GetProperty(Name)!.GetValue(snapshot);
}
