using System.Data;

namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>A column of a table: its name, what it holds, and whether it may hold nothing.</summary>
internal record StoredColumn(string Name, DbType Type, bool IsNullable = false);
