namespace DroasBot.GuildConfig.Storage.Schema.Migrations;

internal partial class InitialSchema
{
    public const string Id = "20261128000000_InitialSchema";
}
