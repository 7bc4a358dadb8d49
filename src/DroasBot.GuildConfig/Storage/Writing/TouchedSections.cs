using DroasBot.GuildConfig.Settings;

namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Determines which sections of a guild a write changes.</summary>
internal static class TouchedSections
{
    /// <summary>Gets what a proposal changes; nothing, if there is none.</summary>
    public static IReadOnlyList<string> Of(GuildConfigSnapshot before, Proposal? proposal) => proposal is null ? [] : Between(before, proposal.After(before.Revision));

    /// <summary>Gets the names of the sections whose stored text differs, and the paths of other differences.</summary>
    private static List<string> Between(GuildConfigSnapshot before, GuildConfigSnapshot after)
    {
        var touched = new List<string>();
        if (before.WelcomeChannelId != after.WelcomeChannelId)
        {
            touched.Add(GuildConfigSnapshot.WelcomeChannelPath);
        }

        if (before.Background != after.Background)
        {
            touched.Add(GuildConfigSnapshot.BackgroundPath);
        }

        if (!before.Settings.HasSameText(after.Settings))
        {
            var (old, @new) = (SettingsDocument.Parse(before.Settings.Text), SettingsDocument.Parse(after.Settings.Text));
            touched.AddRange(old.Sections.Union(@new.Sections).Where(section => !IsSame(old.Find(section), @new.Find(section))));
        }

        return touched;
    }

    /// <summary>The text of a section is not empty, so it differs from none.</summary>
    private static bool IsSame(ReadOnlyMemory<byte>? one, ReadOnlyMemory<byte>? other)
        => one.GetValueOrDefault().Span.SequenceEqual(other.GetValueOrDefault().Span);
}
