namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Removes the configuration of a guild.</summary>
internal sealed class DeleteOperation(ulong guildId, ChangeContext context) : GuildOperation(guildId, context)
{
    protected override Proposal? ProposeExpected(GuildState guild, WriteRules rules)
        => guild.Current.Exists
            ? new Proposal(GuildConfigChangeKind.Deleted, rules.Now, _ => rules.Absent(GuildId))
            : null;
}
