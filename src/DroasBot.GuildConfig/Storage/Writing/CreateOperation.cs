namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Stores the default configuration of a guild that has none.</summary>
internal sealed class CreateOperation(ulong guildId, ChangeContext context) : GuildOperation(guildId, context)
{
    protected override Proposal? ProposeExpected(GuildState guild, WriteRules rules)
    {
        if (guild.Current.Exists)
        {
            return null;
        }

        var now = rules.Now;
        var editor = new GuildConfigEditor(guild.Current, rules.Backgrounds, now);
        return new Proposal(GuildConfigChangeKind.Created, now, editor.ToSnapshot);
    }
}
