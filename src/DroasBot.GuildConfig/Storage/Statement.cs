using System.Data;

namespace DroasBot.GuildConfig.Storage;

/// <summary>The text of an SQL statement that every engine supports, and its parameters. Each is one object, by which sessions find their prepared statement.</summary>
/// <param name="sql">The text.</param>
/// <param name="parameters">The parameters in the order of their values.</param>
internal sealed class Statement(string sql, params IReadOnlyList<(string Name, DbType Type)> parameters)
{
    public string Sql => sql;

    public IReadOnlyList<(string Name, DbType Type)> Parameters => parameters;

    /// <summary>Gets how long the engine may take, in seconds; <see langword="null"/> for the connection's limit. Longer for scans of whole tables.</summary>
    public int? TimeoutSeconds { get; init; }
}
