using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using DroasBot.GuildConfig.Internal;

namespace DroasBot.GuildConfig.DependencyInjection;

/// <summary>Checks the ranges in the options' attributes.</summary>
internal sealed class RangeCheck : IOptionsCheck
{
    public IEnumerable<string> FindFaults(GuildConfigOptions options)
        => [
            .. In(options, ""),
            .. In(options.Cache, nameof(options.Cache) + "."),
            .. In(options.Health, nameof(options.Health) + "."),
            .. In(options.Shards, nameof(options.Shards) + "."),
            .. InShards(options.Shards),
        ];

    private static IEnumerable<string> In<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(T options, string prefix)
        => from property in typeof(T).GetProperties()
           let range = property.GetCustomAttribute<AllowedRangeAttribute>()
           where range is not null
           let fault = range.FindFault(property.GetValue(options))
           where fault is not null
           select $"{prefix}{property.Name} {fault}.";

    private static IEnumerable<string> InShards(GuildConfigShardOptions shards)
    {
        if (shards.Ids is { Count: 0 })
        {
            yield return "Shards.Ids is empty. Leave it null for all shards.";
        }
        else if (shards.Total > 0 && shards.Ids?.Where(id => id < 0 || id >= shards.Total).ToArray() is [var unknown, ..])
        {
            yield return $"Shards.Ids has {unknown}, but must have numbers from 0 to {shards.Total - 1}, since Shards.Total is {shards.Total}.";
        }
    }
}
