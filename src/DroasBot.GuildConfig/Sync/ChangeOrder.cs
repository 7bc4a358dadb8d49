namespace DroasBot.GuildConfig.Sync;

/// <summary>The position of a change relative to the cursor.</summary>
internal enum ChangeOrder
{
    /// <summary>At or before it: this node has it.</summary>
    Known,

    /// <summary>Right after it.</summary>
    Next,

    /// <summary>Beyond the next one, which the log no longer has.</summary>
    AfterGap,
}
