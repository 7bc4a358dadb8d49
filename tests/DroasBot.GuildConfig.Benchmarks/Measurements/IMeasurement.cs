using DroasBot.GuildConfig.Benchmarks.Report;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>One part of the table.</summary>
internal interface IMeasurement
{
    /// <summary>Gets the command-line argument that selects it.</summary>
    string Name { get; }

    /// <summary>Measures, and adds the results to the table.</summary>
    Task RunAsync(ResultTable table, Scale scale);
}
