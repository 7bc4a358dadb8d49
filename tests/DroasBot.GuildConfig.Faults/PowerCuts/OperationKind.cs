namespace DroasBot.GuildConfig.Faults.PowerCuts;

/// <summary>What was done to a file of the directory, as <c>recorder.c</c> numbers it.</summary>
internal enum OperationKind
{
    Create = 1,
    Write = 2,
    Resize = 3,
    Flush = 4,
    FlushDirectory = 5,
    Rename = 6,
    Unlink = 7,
}
