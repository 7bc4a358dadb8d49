namespace DroasBot.GuildConfig.Storage;

/// <summary>The processes or sessions that are known to have a database open.</summary>
/// <param name="Users">The users, ordered by process id.</param>
/// <param name="Unseen">A sentence about users that cannot be seen; <see langword="null"/> if all are visible.</param>
internal sealed record DatabaseUsers(IReadOnlyList<DatabaseUser> Users, string? Unseen);
