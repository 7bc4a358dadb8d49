namespace DroasBot.GuildConfig.Contract.Http;

/// <summary>A body that does not say how long it is.</summary>
internal sealed class UnknownLengthStream(byte[] bytes) : MemoryStream(bytes)
{
    public override bool CanSeek => false;
}
