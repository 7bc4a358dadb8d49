using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace DroasBot.GuildConfig.AspNetCore.Requests;

/// <summary>The expected state of the guild: the revisions in <c>If-Match</c>, or no configuration with <c>If-None-Match: *</c>.</summary>
internal static class Precondition
{
    private const long NoRow = 0;

    /// <summary>Returns the revision that the guild must have.</summary>
    /// <param name="http">The request.</param>
    /// <param name="configs">Looks the guild up, if the request allows several revisions or any.</param>
    /// <param name="guildId">The guild.</param>
    /// <param name="isRequired">Whether a request without a precondition is refused.</param>
    /// <returns>The revision; <see langword="null"/> for any.</returns>
    /// <exception cref="RequestProblem">There is no precondition, or it cannot be met.</exception>
    public static async ValueTask<long?> ReadAsync(HttpContext http, IGuildConfigService configs, ulong guildId, bool isRequired)
    {
        var (match, noneMatch) = (http.Request.Headers.IfMatch, http.Request.Headers.IfNoneMatch);
        if (match.Count == 0 && noneMatch.Count == 0)
        {
            return isRequired
                ? throw new RequestProblem(
                    StatusCodes.Status428PreconditionRequired,
                    "Send If-Match with the ETag of the guild as you read it, so that no change is overwritten unseen; \"0\" is the ETag of a guild without a configuration.")
                : null;
        }

        if (noneMatch.Count > 0)
        {
            return match.Count == 0 && noneMatch == "*"
                ? NoRow
                : throw RequestProblem.Bad(HeaderNames.IfNoneMatch, "A change needs If-Match with ETags, or If-None-Match: * for a guild that must not have a configuration yet.");
        }

        if (match != "*")
        {
            var named = ReadRevisions(match);
            if (named is [var only])
            {
                return only;
            }

            var current = await configs.GetAsync(guildId, http.RequestAborted).ConfigureAwait(false);
            return named.Contains(current.Revision) ? current.Revision : throw Moved(guildId, named, current.Revision);
        }

        var present = await configs.GetAsync(guildId, http.RequestAborted).ConfigureAwait(false);
        return present.Exists ? null : throw Moved(guildId, [], present.Revision);
    }

    /// <summary>Weak tags, and tags that are not revisions, never match.</summary>
    private static List<long> ReadRevisions(IList<string?> values)
        => EntityTagHeaderValue.TryParseStrictList([.. values.OfType<string>()], out var tags)
            ? [.. tags.Where(static tag => !tag.IsWeak).Select(static tag => Revision(tag)).OfType<long>()]
            : throw RequestProblem.Bad(HeaderNames.IfMatch, "If-Match must be an ETag in quotes, as in \"5\", a list of them, or *.");

    private static long? Revision(EntityTagHeaderValue tag)
        => long.TryParse(tag.Tag.AsSpan()[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null;

    private static GuildConfigConflictException Moved(ulong guildId, List<long> named, long actual) => new(guildId, named.FirstOrDefault(-1), actual);
}
