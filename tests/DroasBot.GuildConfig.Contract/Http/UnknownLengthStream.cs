namespace DroasBot.GuildConfig.Contract.Http;

/// <summary>A body of unknown length.</summary>
internal sealed class UnknownLengthStream(byte[] bytes) : MemoryStream(bytes)
{
    public override bool CanSeek => false;
}
