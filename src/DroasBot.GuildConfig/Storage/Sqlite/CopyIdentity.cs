using DroasBot.GuildConfig.Storage.Schema;

namespace DroasBot.GuildConfig.Storage.Sqlite;

/// <summary>Gives the copy of a database its own identity.</summary>
internal static class CopyIdentity
{
    /// <summary>The copy continues from the same revision as the original, with other changes: a node that has seen one of them must notice.</summary>
    public static void Renew(InterruptibleConnection copy)
    {
        var mark = Clock.NewMark();
        copy.Execute("BEGIN");
        copy.Execute("UPDATE guild_config_clock SET epoch = @epoch, mark = @mark", ("@epoch", Clock.NewEpoch()), ("@mark", mark));

        // The newest change carries the clock's mark, unless it was pruned.
        copy.Execute("UPDATE guild_config_change SET mark = @mark WHERE revision = (SELECT revision FROM guild_config_clock)", ("@mark", mark));
        copy.Execute("COMMIT");
    }
}
