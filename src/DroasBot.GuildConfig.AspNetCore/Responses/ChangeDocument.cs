using System.Globalization;

namespace DroasBot.GuildConfig.AspNetCore.Responses;

/// <summary>A change, as sent to clients.</summary>
/// <param name="Revision">The number of the change.</param>
/// <param name="Kind">The kind of change: Created, Updated, Deleted, Restored or Erased.</param>
/// <param name="ChangedAt">When.</param>
/// <param name="ActorId">The snowflake of the user who made it; <see langword="null"/> if unknown.</param>
/// <param name="Reason">Why; <see langword="null"/> if not given.</param>
/// <param name="Differences">Every value that it altered.</param>
internal sealed record ChangeDocument(
    long Revision, string Kind, DateTimeOffset ChangedAt, string? ActorId, string? Reason, IReadOnlyList<DifferenceDocument> Differences)
{
    public static ChangeDocument Of(GuildConfigChange change)
        => new(
            change.Revision,
            change.Kind.ToString(),
            change.ChangedAt,
            change.ActorId?.ToString(CultureInfo.InvariantCulture),
            change.Reason,
            [.. change.Differences.Select(static difference => new DifferenceDocument(difference.Path, difference.Before, difference.After))]);
}
