using System.Globalization;
using DroasBot.GuildConfig.Sample.Transfer;

namespace DroasBot.GuildConfig.Sample;

/// <summary>Writes configurations as plain text.</summary>
internal static class SnapshotText
{
    private const string NotSet = "none";

    /// <summary>How much of a hash a person needs to tell one image from another.</summary>
    private const int ShownDigits = 12;

    public static string Channel(GuildConfigSnapshot? snapshot)
        => snapshot?.WelcomeChannelId?.ToString(CultureInfo.InvariantCulture) ?? NotSet;

    public static string Background(GuildConfigSnapshot? snapshot)
        => snapshot?.Background is { } background ? $"{background.FilePath ?? $"image {background.ContentHash![..ShownDigits]}"} ({background.MediaType})" : NotSet;

    /// <summary>Names the sections in which the guild has anything but the defaults: only that is stored.</summary>
    public static string Settings(GuildConfigSnapshot snapshot) => string.Join(", ", StoredSettings.Sections(snapshot.SettingsJson).DefaultIfEmpty(NotSet));

    public static void Write(TextWriter output, GuildConfigSnapshot snapshot)
    {
        output.WriteLine($"guild       {snapshot.GuildId}");
        output.WriteLine($"channel     {Channel(snapshot)}");
        output.WriteLine($"background  {Background(snapshot)}");
        output.WriteLine($"settings    {Settings(snapshot)}");
        output.WriteLine($"revision    {snapshot.Revision}{(snapshot.Exists ? "" : " (nothing stored: these are the defaults)")}");
        if (snapshot.Exists)
        {
            output.WriteLine($"created     {snapshot.CreatedAt:u}");
            output.WriteLine($"updated     {snapshot.UpdatedAt:u}");
        }
    }

    public static void WriteColumnNames(TextWriter output) => WriteColumns(output, "guild", "channel", "revision", "background");

    public static void WriteColumns(TextWriter output, GuildConfigSnapshot snapshot)
        => WriteColumns(
            output,
            snapshot.GuildId.ToString(CultureInfo.InvariantCulture),
            Channel(snapshot),
            snapshot.Revision.ToString(CultureInfo.InvariantCulture),
            Background(snapshot));

    private static void WriteColumns(TextWriter output, string guild, string channel, string revision, string background)
        => output.WriteLine($"{guild,-20}  {channel,-20}  {revision,10}  {background}");
}
