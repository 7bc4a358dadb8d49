namespace DroasBot.GuildConfig.Analyzers.Tests.Support;

/// <summary>Writes a host around the source that a test is about.</summary>
internal static class HostSource
{
    /// <param name="statements">Statements of an async method, which has the services as <c>configs</c>, <c>cache</c>, <c>changes</c>, <c>maintenance</c> and <c>transaction</c>.</param>
    /// <param name="members">Members of the same class.</param>
    public static string With(string statements, string members = "")
        => $$"""
            using System;
            using System.Linq;
            using System.Threading;
            using System.Threading.Tasks;
            using DroasBot.GuildConfig;
            using DroasBot.GuildConfig.Analyzers.Tests.Support;

            public sealed class Bot(IGuildConfigService configs, IGuildConfigCache cache, IGuildConfigChangeLog changes, IGuildConfigMaintenance maintenance, IGuildConfigTransaction transaction)
            {
                private const ulong Guild = 1;

                public async Task RunAsync()
                {
                    {{statements}}
                }

                {{members}}
            }
            """;

    /// <param name="registration">The calls on the builder.</param>
    /// <param name="types">The settings types.</param>
    public static string WithSettings(string registration, string types = "")
        => $$"""
            using System;
            using System.Collections.Frozen;
            using System.Collections.Generic;
            using System.Collections.Immutable;
            using System.Text.Json.Serialization;
            using DroasBot.GuildConfig;
            using DroasBot.GuildConfig.Analyzers.Tests.Support;

            public static class Bot
            {
                public static void Register(IGuildConfigBuilder builder) => builder.{{registration}};
            }

            {{types}}
            """;
}
