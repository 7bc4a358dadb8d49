namespace DroasBot.GuildConfig.Tests.Properties;

/// <summary>The kinds of commands in a random sequence.</summary>
public enum CommandKind
{
    Get,
    GetOrCreate,
    SetChannel,
    ClearChannel,
    SetBackground,
    ClearBackground,
    FailingUpdate,
    Delete,
    Transact,
    FailingTransact,
    List,
    Invalidate,
    Refresh,
    RefreshAll,
    Restart,
}
