namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>The result of inspecting a database.</summary>
/// <param name="Exists">Whether there is a database at all.</param>
/// <param name="Migrations">The applied migrations, in order.</param>
/// <param name="HasForeignTables">Whether it lacks the first migration, and has a table that the library would create.</param>
internal sealed record DatabaseState(bool Exists, IReadOnlyList<string> Migrations, bool HasForeignTables)
{
    public static DatabaseState Missing { get; } = new(Exists: false, [], HasForeignTables: false);
}
