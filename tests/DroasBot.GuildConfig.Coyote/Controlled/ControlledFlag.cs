using Microsoft.Coyote.Runtime;

namespace DroasBot.GuildConfig;

/// <summary>Replaces the interlocked exchange of a flag, which Coyote supports for other types only.</summary>
internal static class ControlledFlag
{
    public static bool Exchange(ref bool flag, bool value)
    {
        SchedulingPoint.Interleave();
        var before = flag;
        flag = value;
        return before;
    }
}
