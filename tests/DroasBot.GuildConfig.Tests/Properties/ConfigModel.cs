namespace DroasBot.GuildConfig.Tests.Properties;

/// <summary>A model of the library: a plain dictionary, and the number of changes.</summary>
internal sealed class ConfigModel(long revision)
{
    private Dictionary<ulong, GuildModel> _guilds = [];

    public long Revision { get; private set; } = revision;

    public IReadOnlyDictionary<ulong, GuildModel> Guilds => _guilds;

    public GuildModel? Find(ulong guild) => _guilds.GetValueOrDefault(guild);

    public void Apply(Command command)
    {
        var before = Find(command.Guild);
        switch (command.Kind)
        {
            case CommandKind.GetOrCreate when before is null:
                Put(command.Guild, new GuildModel(null, null, 0));
                break;
            case CommandKind.SetChannel:
                Edit(command.Guild, guild => guild with { Channel = command.Channel });
                break;
            case CommandKind.ClearChannel:
                Edit(command.Guild, guild => guild with { Channel = null });
                break;
            case CommandKind.SetBackground:
                Edit(command.Guild, guild => guild with { Path = command.Path });
                break;
            case CommandKind.ClearBackground:
                Edit(command.Guild, guild => guild with { Path = null });
                break;
            case CommandKind.Delete when before is not null:
                _guilds.Remove(command.Guild);
                Revision++;
                break;
            case CommandKind.Transact:
                foreach (var step in command.Steps)
                {
                    Apply(step);
                }

                break;
        }
    }

    public ConfigModel Copy() => new(Revision) { _guilds = new(_guilds) };

    /// <summary>An edit that changes nothing takes no revision and creates nothing.</summary>
    private void Edit(ulong guild, Func<GuildModel, GuildModel> edit)
    {
        var before = Find(guild) ?? new GuildModel(null, null, 0);
        var after = edit(before);
        if (after != before)
        {
            Put(guild, after);
        }
    }

    private void Put(ulong guild, GuildModel value) => _guilds[guild] = value with { Revision = ++Revision };
}
