namespace DroasBot.GuildConfig.Faults.PowerCuts;

/// <summary>The kinds of operations on files of the directory, as numbered by <c>recorder.c</c>.</summary>
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
