using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace DroasBot.GuildConfig.AspNetCore.Requests;

/// <summary>What a request expects the guild to be: the revisions that it names in <c>If-Match</c>, or none at all in <c>If-None-Match: *</c>.</summary>
internal static class Precondition
{
    private const long NoRow = 0;

    /// <summary>Gives the revision that the guild must have.</summary>
    /// <param name="http">The request.</param>
    /// <param name="configs">Where a guild is looked up, if the request names several revisions or any.</param>
    /// <param name="guildId">The guild.</param>
    /// <param name="isRequired">Whether a request without a precondition is refused.</param>
    /// <returns>The revision; <see langword="null"/> if any will do.</returns>
    /// <exception cref="RequestProblem">There is no precondition, or it cannot be met.</exception>
    public static async ValueTask<long?> ReadAsync(HttpContext http, IGuildConfigService configs, ulong guildId, bool isRequired)
    {
        var (match, noneMatch) = (http.Request.Headers.IfMatch, http.Request.Headers.IfNoneMatch);
        if (match.Count == 0 && noneMatch.Count == 0)
        {
            return isRequired
                ? throw new RequestProblem(
                    StatusCodes.Status428PreconditionRequired,
                    "Send If-Match with the ETag of the guild that was read, so that nobody's change is overwritten unseen; \"0\" is that of a guild without a configuration.")
                : null;
        }

        if (noneMatch.Count > 0)
        {
            return match.Count == 0 && noneMatch == "*"
                ? NoRow
                : throw RequestProblem.Bad(HeaderNames.IfNoneMatch, "A change takes If-Match with ETags, or If-None-Match: * for a guild that must have no configuration yet.");
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

    /// <summary>Weak tags, and what is no revision, never match.</summary>
    private static List<long> ReadRevisions(IList<string?> values)
        => EntityTagHeaderValue.TryParseStrictList([.. values.OfType<string>()], out var tags)
            ? [.. tags.Where(static tag => !tag.IsWeak).Select(static tag => Revision(tag)).OfType<long>()]
            : throw RequestProblem.Bad(HeaderNames.IfMatch, "If-Match is an ETag in quotes, as in \"5\", a list of them, or *.");

    private static long? Revision(EntityTagHeaderValue tag)
        => long.TryParse(tag.Tag.AsSpan()[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null;

    private static GuildConfigConflictException Moved(ulong guildId, List<long> named, long actual) => new(guildId, named.FirstOrDefault(-1), actual);
}
