using System.Globalization;
using System.Text.Json.Nodes;

namespace DroasBot.GuildConfig.Commands.Output;

/// <summary>Formats the values of a guild.</summary>
internal static class GuildText
{
    private const string NotSet = "none";

    /// <summary>How many digits of a hash a person needs to distinguish images.</summary>
    private const int ShownDigits = 12;

    public static string Channel(GuildConfigSnapshot guild) => guild.WelcomeChannelId?.ToString(CultureInfo.InvariantCulture) ?? NotSet;

    public static string Background(BackgroundAsset? background)
        => background is null ? NotSet : Background(background.FilePath, background.ContentHash, background.MediaType);

    /// <summary>Shows one side of a difference at a path.</summary>
    public static string Value(string path, JsonNode? value)
        => path switch
        {
            GuildConfigSnapshot.WelcomeChannelPath => value?.GetValue<string>() ?? NotSet,
            GuildConfigSnapshot.BackgroundPath => value is null ? NotSet : Background(Text(value["filePath"]), Text(value["contentHash"]), Text(value["mediaType"])),
            _ => OnOneLine(JsonText.Of(value)),
        };

    public static string OnOneLine(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));

    private static string? Text(JsonNode? value) => value?.GetValue<string>();

    private static string Background(string? path, string? hash, string? mediaType) => $"{path ?? $"image {hash![..ShownDigits]}"} ({mediaType})";
}
