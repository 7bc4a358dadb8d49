namespace DroasBot.GuildConfig.Storage;

/// <summary>Everybody who is seen to have a database open.</summary>
/// <param name="Users">They, by process id.</param>
/// <param name="Unseen">A sentence on who would not be seen; <see langword="null"/> if nobody can hide.</param>
internal sealed record DatabaseUsers(IReadOnlyList<DatabaseUser> Users, string? Unseen);
