namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Asks every node to reload its cache.</summary>
internal sealed class RefreshRequest(TimeSpan limit) : WriteRequest<bool>(limit)
{
    public override void Apply(WritePlan plan, WriteRules rules)
    {
        plan.AnnounceRefresh(rules.Now);
        Result = true;
    }
}
