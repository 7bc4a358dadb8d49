using System.ComponentModel.DataAnnotations;

namespace DroasBot.GuildConfig.Internal;

/// <summary>What <see cref="GuildConfigShardOptions.Ids"/> may hold.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ShardsAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        var total = ((GuildConfigShardOptions)validationContext.ObjectInstance).Total;
        var problem = value switch
        {
            null => null,
            IReadOnlyCollection<int> { Count: 0 } => "is empty; leave it null for all shards",
            IReadOnlyCollection<int> ids when ids.Any(id => id < 0 || id >= total) => $"has {ids.First(id => id < 0 || id >= total)}; from 0 to {total - 1} is allowed, since Total is {total}",
            _ => null,
        };
        return problem is null ? null : new ValidationResult($"{validationContext.DisplayName} {problem}.", [validationContext.MemberName!]);
    }
}
