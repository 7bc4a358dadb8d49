namespace DroasBot.GuildConfig.Tests.Properties;

/// <summary>What a command of a random sequence does.</summary>
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
