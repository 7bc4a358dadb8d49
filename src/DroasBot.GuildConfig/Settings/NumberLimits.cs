using System.Collections.Frozen;
using System.Numerics;

namespace DroasBot.GuildConfig.Settings;

/// <summary>The smallest and the largest value of each integer type.</summary>
internal static class NumberLimits
{
    private static readonly FrozenDictionary<Type, (BigInteger Least, BigInteger Most)> _limits = new Dictionary<Type, (BigInteger, BigInteger)>
    {
        [typeof(sbyte)] = Of<sbyte>(),
        [typeof(byte)] = Of<byte>(),
        [typeof(short)] = Of<short>(),
        [typeof(ushort)] = Of<ushort>(),
        [typeof(int)] = Of<int>(),
        [typeof(uint)] = Of<uint>(),
        [typeof(long)] = Of<long>(),
        [typeof(ulong)] = Of<ulong>(),
        [typeof(Int128)] = Of<Int128>(),
        [typeof(UInt128)] = Of<UInt128>(),
    }.ToFrozenDictionary();

    public static (BigInteger Least, BigInteger Most) Of(Type type) => _limits[type];

    private static (BigInteger Least, BigInteger Most) Of<TNumber>()
        where TNumber : IBinaryInteger<TNumber>, IMinMaxValue<TNumber>
        => (BigInteger.CreateChecked(TNumber.MinValue), BigInteger.CreateChecked(TNumber.MaxValue));
}
