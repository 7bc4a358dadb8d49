using System.Globalization;
using System.Runtime.InteropServices;
using DroasBot.GuildConfig.Storage.Sqlite;

namespace DroasBot.GuildConfig.Benchmarks.Report;

/// <summary>Describes the machine and versions that the figures depend on.</summary>
internal static class Machine
{
    public static string Describe()
        => string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30):0} GiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, SQLite {SqliteEngine.Version.Version}");
}
