using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Settings;
using DroasBot.GuildConfig.Storage.Schema;
using DroasBot.GuildConfig.Storage.Writing;
using Change = System.Collections.Generic.OrderedDictionary<string, object?>;

namespace DroasBot.GuildConfig.Storage.Sqlite.Salvage;

/// <summary>Determines the state of each guild from its row and its newest change, and writes it, with a new change where that is missing.</summary>
internal sealed class SalvagedGuilds(FillTransaction fill, SettingsRegistry registry, SalvagedHistory history, SalvagedBackgrounds backgrounds, DateTimeOffset now)
{
    private const string LostChange = "Salvaged: the change that led to this is lost.";
    private const string LostBackground = "Salvaged: the background is lost.";

    private readonly Dictionary<long, Change> _rows = [];
    private readonly HashSet<long> _unreadable = [];
    private readonly List<string> _said = [];

    /// <summary>Gets a sentence for each guild that was rebuilt, or lost something.</summary>
    public IReadOnlyList<string> Said => _said;

    public long Written { get; private set; }

    /// <summary>Gets the number of guilds whose row is unreadable, or older than their newest change.</summary>
    public long Lost { get; private set; }

    /// <summary>Adds the row of a guild.</summary>
    public void Add(object?[] values)
    {
        var row = StoredTables.Guilds.NamedValues(values);
        var (guild, revision) = ((long)row["guild_id"]!, (long)row["revision"]!);
        if (revision <= 0)
        {
            AddUnreadable([guild]);
        }
        else if (guild != 0 && _rows.TryAdd(guild, row))
        {
            history.See(revision);
        }
    }

    /// <summary>Adds guilds whose rows have invalid values.</summary>
    public void AddUnreadable(IEnumerable<long> guilds) => _unreadable.UnionWith(guilds.Where(static guild => guild != 0));

    public async Task WriteAllAsync(CancellationToken cancellationToken)
    {
        foreach (var guild in _rows.Keys.Union(_unreadable).Union(history.Guilds).Order().ToList())
        {
            var said = new List<string>();
            await WriteAsync(guild, said.Add, cancellationToken).ConfigureAwait(false);
            if (said.Count > 0)
            {
                _said.Add($"Guild {Snowflake.FromStored(guild)} {string.Join("; ", said)}.");
            }
        }
    }

    private async Task WriteAsync(long guild, Action<string> say, CancellationToken cancellationToken)
    {
        var newest = await history.LinkAsync(guild, say, cancellationToken).ConfigureAwait(false);
        var told = newest?["after"] is string after ? SnapshotJson.Read(Snowflake.FromStored(guild), after, registry) : null;
        var own = _rows.TryGetValue(guild, out var row) ? TryRead(row) : null;
        var previous = newest?["revision"] as long?;
        GuildConfigSnapshot current;
        if (own is not null && (previous is null || own.Revision > previous))
        {
            if (told is not null && told.CreatedAtMilliseconds != own.CreatedAtMilliseconds)
            {
                say("was created again after its older changes, so they were left out");
                await history.RemoveAsync(guild, cancellationToken).ConfigureAwait(false);
                (told, previous) = (null, null);
            }

            say(previous is null ? "has lost its history, and got a change with its current state" : $"lost changes after revision {previous}, and got one with its current state");
            current = With(own, own.Background, own.UpdatedAtMilliseconds, history.Take(own.Revision));
            await AddChangeAsync(GuildConfigChangeKind.Restored, LostChange, told, current, previous, cancellationToken).ConfigureAwait(false);
            previous = current.Revision;
        }
        else if (told is not null)
        {
            var isSame = own is not null && IsSame(own, told);
            current = isSame ? own! : told;
            if (!isSame)
            {
                Lost++;
                say($"was rebuilt from its change with revision {previous}");
            }
        }
        else
        {
            if (row is not null || _unreadable.Contains(guild))
            {
                Lost++;
                say(newest is null ? "cannot be read, and has lost its history: it is lost" : $"was deleted by the change with revision {previous}, so its older row was left out");
            }

            return;
        }

        await WriteAsync(current, previous, row, say, cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteAsync(GuildConfigSnapshot guild, long? previous, Change? row, Action<string> say, CancellationToken cancellationToken)
    {
        if (guild.Background is { } background)
        {
            if (backgrounds.IsThere(background))
            {
                await backgrounds.WriteAsync(background, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                say($"lost its background ({background.ContentHash ?? background.FilePath}), which was cleared");
                var without = With(guild, background: null, now.ToUnixTimeMilliseconds(), history.Take(0));
                await AddChangeAsync(GuildConfigChangeKind.Updated, LostBackground, guild, without, previous, cancellationToken).ConfigureAwait(false);
                guild = without;
            }
        }
        else if (row?["background_ref"] is not null && guild.Revision == row["revision"] as long?)
        {
            say("lost its background, about which nothing is known");
        }

        await fill.ExecuteAsync(StoredTables.Guilds.Insert, cancellationToken, StoredTables.Guilds.ValuesOf(guild)).ConfigureAwait(false);
        Written++;
    }

    /// <summary>Reads a row as a start would; without its background if the row of that is lost.</summary>
    private GuildConfigSnapshot? TryRead(Change row)
    {
        var asset = row["background_ref"] is Guid id ? backgrounds.Find(id) : null;
        try
        {
            return GuildRow.ToSnapshot(
                new ValuesRow(
                    row["guild_id"],
                    row["welcome_channel_id"],
                    row["settings"],
                    row["created_at"],
                    row["updated_at"],
                    row["revision"],
                    asset?["id"],
                    asset?["id"],
                    asset?["file_path"],
                    asset?["media_type"],
                    asset?["created_at"],
                    asset?["content_hash"]),
                first: 0,
                registry);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static bool IsSame(GuildConfigSnapshot own, GuildConfigSnapshot told)
        => told.HasSameValues(own)
            && (told.CreatedAtMilliseconds, told.UpdatedAtMilliseconds, told.Revision) == (own.CreatedAtMilliseconds, own.UpdatedAtMilliseconds, own.Revision);

    private static GuildConfigSnapshot With(GuildConfigSnapshot guild, BackgroundAsset? background, long updatedAt, long revision)
        => new(guild.GuildId, guild.WelcomeChannelId, background, guild.Settings, guild.CreatedAtMilliseconds, updatedAt, revision);

    private Task AddChangeAsync(
        GuildConfigChangeKind kind, string reason, GuildConfigSnapshot? before, GuildConfigSnapshot after, long? previous, CancellationToken cancellationToken)
        => history.AddAsync(
            StoredTables.Changes.ValuesOf(new PlannedChange(
                new GuildConfigChange(after.Revision, after.GuildId, kind, DateTimeOffset.FromUnixTimeMilliseconds(after.UpdatedAtMilliseconds), actorId: null, reason, before, after),
                isBeforeTold: previous is not null,
                previous)),
            cancellationToken);
}
