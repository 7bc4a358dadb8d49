namespace DroasBot.GuildConfig.Commands.Transfer;

/// <summary>The names of the members of a line.</summary>
internal static class GuildMembers
{
    public const string GuildId = "guildId";
    public const string WelcomeChannelId = "welcomeChannelId";
    public const string Background = "background";
    public const string FilePath = "filePath";
    public const string ContentHash = "contentHash";
    public const string MediaType = "mediaType";
    public const string Settings = "settings";
}
