namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>The data that the requests of a transaction need before they run.</summary>
/// <param name="Guilds">Distinct guilds.</param>
/// <param name="Changes">Earlier changes of these guilds.</param>
internal sealed record WriteNeeds(IReadOnlyCollection<ulong> Guilds, IReadOnlyCollection<(ulong GuildId, long Revision)> Changes)
{
    public static WriteNeeds None { get; } = new([], []);

    public static WriteNeeds Of(ulong guildId) => new([guildId], []);

    public static WriteNeeds Of(IEnumerable<GuildOperation> operations)
    {
        var (guilds, changes) = (new HashSet<ulong>(), new HashSet<(ulong, long)>());
        foreach (var operation in operations)
        {
            guilds.Add(operation.GuildId);
            if (operation.EarlierRevision is { } revision)
            {
                changes.Add((operation.GuildId, revision));
            }
        }

        return new(guilds, changes);
    }
}
