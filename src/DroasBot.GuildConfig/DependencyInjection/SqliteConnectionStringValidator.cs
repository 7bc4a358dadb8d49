using DroasBot.GuildConfig.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.DependencyInjection;

/// <summary>Checks that the connection string names an SQLite file.</summary>
internal sealed class SqliteConnectionStringValidator : IValidateOptions<GuildConfigOptions>
{
    public ValidateOptionsResult Validate(string? name, GuildConfigOptions options)
    {
        try
        {
            SqliteConnectionStrings.Parse(options.ConnectionString);
            return ValidateOptionsResult.Success;
        }
        catch (ArgumentException refused)
        {
            return ValidateOptionsResult.Fail(refused.Message);
        }
    }
}
