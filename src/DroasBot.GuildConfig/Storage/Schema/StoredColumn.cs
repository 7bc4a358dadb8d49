using System.Data;

namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>A column of a table: its name and what it holds.</summary>
internal record StoredColumn(string Name, DbType Type);
