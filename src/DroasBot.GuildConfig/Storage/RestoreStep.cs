namespace DroasBot.GuildConfig.Storage;

/// <summary>A step of a restore.</summary>
internal enum RestoreStep
{
    CheckingBackup,
    Copying,
    Replacing,
    Verifying,
}
