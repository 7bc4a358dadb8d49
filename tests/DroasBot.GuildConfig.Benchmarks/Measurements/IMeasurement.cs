using DroasBot.GuildConfig.Benchmarks.Report;

namespace DroasBot.GuildConfig.Benchmarks.Measurements;

/// <summary>One part of the table.</summary>
internal interface IMeasurement
{
    /// <summary>Gets the word that selects it on the command line.</summary>
    string Name { get; }

    /// <summary>Measures, and adds what it finds.</summary>
    Task RunAsync(ResultTable table, Scale scale);
}
