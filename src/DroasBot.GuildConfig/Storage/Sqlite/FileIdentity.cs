namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Identifies a file, whatever its name: while anybody has it open, no other file has the same identity.</summary>
/// <param name="Inode">Its number in its file system; 0 where <see cref="PathIdentity.IsExact"/> is not.</param>
/// <param name="Device">Its file system; 0 where <see cref="PathIdentity.IsExact"/> is not.</param>
internal readonly record struct FileIdentity(ulong Inode, ulong Device);
