namespace DroasBot.GuildConfig.Storage.Schema;

/// <summary>What a look at a database found.</summary>
/// <param name="Exists">Whether there is a database at all.</param>
/// <param name="Migrations">The migrations that it has, in their order.</param>
/// <param name="HasForeignTables">Whether it lacks the first migration, and has a table that the library would make.</param>
internal sealed record DatabaseState(bool Exists, IReadOnlyList<string> Migrations, bool HasForeignTables)
{
    public static DatabaseState Missing { get; } = new(Exists: false, [], HasForeignTables: false);
}
