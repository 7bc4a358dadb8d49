namespace DroasBot.GuildConfig.Storage;

/// <summary>What a restore is doing.</summary>
internal enum RestoreStep
{
    CheckingBackup,
    Copying,
    Replacing,
    Verifying,
}
