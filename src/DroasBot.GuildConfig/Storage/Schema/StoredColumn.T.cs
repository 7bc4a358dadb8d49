using System.Data;

namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>A column that is written, and where its value comes from.</summary>
/// <typeparam name="T">What a row is made of.</typeparam>
internal sealed record StoredColumn<T>(string Name, DbType Type, Func<T, object?> Value, bool IsNullable = false) : StoredColumn(Name, Type, IsNullable);
