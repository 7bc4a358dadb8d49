using System.Data;

namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>A column of a table: its name, type, and nullability.</summary>
internal record StoredColumn(string Name, DbType Type, bool IsNullable = false);
