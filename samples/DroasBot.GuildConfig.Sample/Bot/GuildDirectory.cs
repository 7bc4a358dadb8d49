namespace DroasBot.GuildConfig.Sample.Bot;

/// <summary>The guilds that the bot is in: what a gateway would tell it.</summary>
internal sealed class GuildDirectory(IGuildConfigService configs)
{
    private readonly Lock _joining = new();
    private volatile ulong[] _guildIds = [];

    public int Count => _guildIds.Length;

    public IReadOnlyList<ulong> All => _guildIds;

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var guildIds = new List<ulong>();
        await foreach (var snapshot in configs.ListAsync(cancellationToken))
        {
            guildIds.Add(snapshot.GuildId);
        }

        _guildIds = [.. guildIds];
    }

    /// <summary>Copies the list, so that picking from it needs no lock.</summary>
    public void Add(ulong guildId)
    {
        lock (_joining)
        {
            _guildIds = [.. _guildIds, guildId];
        }
    }

    public void Remove(IReadOnlyCollection<ulong> guildIds)
    {
        lock (_joining)
        {
            _guildIds = [.. _guildIds.Except(guildIds)];
        }
    }

    public ulong Pick(Random random)
    {
        var guildIds = _guildIds;
        return guildIds[random.Next(guildIds.Length)];
    }
}
