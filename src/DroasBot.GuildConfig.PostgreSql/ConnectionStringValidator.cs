using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>Checks that the connection string names a PostgreSQL database.</summary>
internal sealed class ConnectionStringValidator : IValidateOptions<GuildConfigOptions>
{
    public ValidateOptionsResult Validate(string? name, GuildConfigOptions options)
        => ConnectionStrings.FindFault(options.ConnectionString) is { } fault
            ? ValidateOptionsResult.Fail("The connection string " + fault)
            : ValidateOptionsResult.Success;
}
