using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage.Reading;

/// <summary>The position of the change log, and what it holds for a requested revision.</summary>
/// <param name="Clock">The clock at the same instant.</param>
/// <param name="HasRevision">Whether the log has a change of that revision.</param>
/// <param name="Mark">The mark of that change.</param>
internal sealed record LogPosition(Clock Clock, bool HasRevision, string? Mark);
