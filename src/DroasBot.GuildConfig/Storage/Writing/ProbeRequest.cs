namespace DroasBot.GuildConfig.Storage.Writing;

/// <summary>Tests whether the database can be written, by a statement that changes nothing, outside a transaction that others would wait for.</summary>
internal sealed class ProbeRequest(TimeSpan limit) : WriteRequest<bool>(limit)
{
    public override bool IsExclusive => true;
}
