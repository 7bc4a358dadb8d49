using System.Data;

namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>A column that is written, and the source of its value.</summary>
/// <typeparam name="T">The type that a row is created from.</typeparam>
internal sealed record StoredColumn<T>(string Name, DbType Type, Func<T, object?> Value, bool IsNullable = false) : StoredColumn(Name, Type, IsNullable);
