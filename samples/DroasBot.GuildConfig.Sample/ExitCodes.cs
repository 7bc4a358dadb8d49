namespace DroasBot.GuildConfig.Sample;

/// <summary>What the program tells the shell.</summary>
internal static class ExitCodes
{
    public const int Succeeded = 0;
    public const int Failed = 1;
    public const int NotUnderstood = 2;
    public const int Interrupted = 130;
}
