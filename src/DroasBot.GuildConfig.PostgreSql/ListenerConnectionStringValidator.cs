using Microsoft.Extensions.Options;

namespace DroasBot.GuildConfig.PostgreSql;

/// <summary>Checks that the listener's connection string, if there is one, names a PostgreSQL database.</summary>
internal sealed class ListenerConnectionStringValidator : IValidateOptions<ListenerOptions>
{
    public ValidateOptionsResult Validate(string? name, ListenerOptions options)
        => options.ConnectionString is { } connectionString && ConnectionStrings.FindFault(connectionString) is { } fault
            ? ValidateOptionsResult.Fail("The listener's connection string " + fault)
            : ValidateOptionsResult.Success;
}
