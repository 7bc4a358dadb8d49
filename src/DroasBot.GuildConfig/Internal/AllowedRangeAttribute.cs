using System.Globalization;

namespace DroasBot.GuildConfig.Internal;

/// <summary>The range of an option: numbers, or times in the format of <see cref="TimeSpan.ToString()"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AllowedRangeAttribute : Attribute
{
    public AllowedRangeAttribute(int minimum, int maximum)
        : this((IComparable)minimum, maximum)
    {
    }

    public AllowedRangeAttribute(double minimum, double maximum)
        : this((IComparable)minimum, maximum)
    {
    }

    public AllowedRangeAttribute(long minimum, long maximum)
        : this((IComparable)minimum, maximum)
    {
    }

    /// <param name="minimum">The shortest time.</param>
    /// <param name="maximum">The longest time.</param>
    public AllowedRangeAttribute(string minimum, string maximum)
        : this((IComparable)TimeSpan.Parse(minimum, CultureInfo.InvariantCulture), TimeSpan.Parse(maximum, CultureInfo.InvariantCulture))
    {
    }

    private AllowedRangeAttribute(IComparable minimum, IComparable maximum)
    {
        Minimum = minimum;
        Maximum = maximum;
    }

    public IComparable Minimum { get; }

    public IComparable Maximum { get; }

    private bool IsOpenUpwards => Maximum is int.MaxValue or long.MaxValue;

    /// <summary>Returns what is wrong with a value, as the end of a sentence; <see langword="null"/> if it is valid or null.</summary>
    public string? FindFault(object? value)
        => value is null || (Minimum.CompareTo(value) <= 0 && Maximum.CompareTo(value) >= 0 && value is not double.NaN)
            ? null
            : $"is {PlainValue.Of(value)}, but must be {(IsOpenUpwards ? $"at least {PlainValue.Of(Minimum)}" : $"from {PlainValue.Of(Minimum)} to {PlainValue.Of(Maximum)}")}";
}
