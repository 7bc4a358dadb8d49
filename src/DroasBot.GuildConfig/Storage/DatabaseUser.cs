namespace DroasBot.GuildConfig.Storage;

/// <summary>A process or session that has a database open.</summary>
/// <param name="ProcessId">The id of the process that has the file open; on a server, of the server process for the session.</param>
/// <param name="Program">The program, from its command line or its connection.</param>
/// <param name="Address">The network address that a session comes from; <see langword="null"/> for this machine.</param>
/// <param name="State">What a session is doing, as the server reports it; <see langword="null"/> for a file.</param>
internal sealed record DatabaseUser(int ProcessId, string Program, string? Address = null, string? State = null);
