using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace DroasBot.GuildConfig.AspNetCore.Responses;

/// <summary>ETags: revisions of guilds, and hashes of images.</summary>
internal static class EntityTags
{
    public static string Of(long revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    public static string OfContent(string hash) => $"\"{hash}\"";

    /// <summary>Whether the client already has the current version.</summary>
    public static bool IsKnown(HttpRequest request, string tag)
        => request.Headers.IfNoneMatch.Count > 0
            && (request.Headers.IfNoneMatch == "*"
                || (EntityTagHeaderValue.TryParseList([.. request.Headers.IfNoneMatch.OfType<string>()], out var tags) && tags.Any(known => known.Tag.Equals(tag, StringComparison.Ordinal))));
}
