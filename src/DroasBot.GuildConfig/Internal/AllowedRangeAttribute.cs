using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DroasBot.GuildConfig.Internal;

/// <summary>The range of an option. Its error says what the value was, which that of <see cref="RangeAttribute"/> does not.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AllowedRangeAttribute : RangeAttribute
{
    public AllowedRangeAttribute(int minimum, int maximum)
        : base(minimum, maximum)
    {
    }

    public AllowedRangeAttribute(double minimum, double maximum)
        : base(minimum, maximum)
    {
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The converters of long and TimeSpan are known to the trimmer.")]
    public AllowedRangeAttribute(long minimum, long maximum)
        : base(typeof(long), minimum.ToString(CultureInfo.InvariantCulture), maximum.ToString(CultureInfo.InvariantCulture))
    {
    }

    /// <param name="minimum">The shortest time, as <see cref="TimeSpan.ToString()"/> writes it.</param>
    /// <param name="maximum">The longest time.</param>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The converters of long and TimeSpan are known to the trimmer.")]
    public AllowedRangeAttribute(string minimum, string maximum)
        : base(typeof(TimeSpan), minimum, maximum)
    {
        ParseLimitsInInvariantCulture = true;
        ConvertValueInInvariantCulture = true;
    }

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
        => base.IsValid(value, validationContext) is null ? null : new ValidationResult(
            string.Create(CultureInfo.InvariantCulture, $"{validationContext.DisplayName} is {value}; from {Minimum} to {Maximum} is allowed."),
            [validationContext.MemberName!]);
}
