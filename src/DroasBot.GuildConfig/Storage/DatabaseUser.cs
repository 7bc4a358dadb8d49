namespace DroasBot.GuildConfig.Storage;

/// <summary>Who has a database open.</summary>
/// <param name="ProcessId">The id of the process that has the file open; on a server, that of the server's own process for the session.</param>
/// <param name="Program">The program, as its command line or its connection names it.</param>
/// <param name="Address">The network address that a session comes from; <see langword="null"/> for this machine.</param>
/// <param name="State">What a session is doing, in the server's words; <see langword="null"/> for a file.</param>
internal sealed record DatabaseUser(int ProcessId, string Program, string? Address = null, string? State = null);
