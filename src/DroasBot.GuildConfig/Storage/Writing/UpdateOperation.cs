namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Lets the host edit a guild.</summary>
internal sealed class UpdateOperation(ulong guildId, Action<GuildConfigEditor> edit, ChangeContext context) : GuildOperation(guildId, context)
{
    public override bool RunsHostCode => true;

    protected override Proposal? ProposeExpected(GuildState guild, WriteRules rules)
    {
        var before = guild.Current;
        var now = rules.Now;
        var editor = new GuildConfigEditor(before, rules.Backgrounds, now);
        try
        {
            AsyncEdits.Run(edit, editor);
            editor.ThrowIfNotGivenBack();
        }
        finally
        {
            editor.Close();
        }

        return editor.HasChanges
            ? new Proposal(before.Exists ? GuildConfigChangeKind.Updated : GuildConfigChangeKind.Created, now, editor.ToSnapshot)
            : null;
    }
}
