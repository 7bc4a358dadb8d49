using Microsoft.Coyote;
using Microsoft.Coyote.SystematicTesting;

namespace DroasBot.GuildConfig.Coyote;

/// <summary>Lets Coyote run a scenario under many schedules, or replay one schedule.</summary>
internal static class Exploration
{
    private const string Traces = "traces";

    private static readonly (string Name, Func<Configuration, Configuration> Choose)[] _strategies =
    [
        ("random", static settings => settings.WithRandomStrategy()),
        ("probabilistic", static settings => settings.WithProbabilisticStrategy(probabilityLevel: 3)),
        ("prioritization", static settings => settings.WithPrioritizationStrategy(isFair: true, priorityChangeBound: 10)),
    ];

    /// <returns>Whether no schedule failed or was cut short.</returns>
    public static bool Explore(string name, Func<Task> scenario, uint schedules)
    {
        var passed = true;
        foreach (var strategy in _strategies)
        {
            using var engine = TestingEngine.Create(strategy.Choose(Settings()).WithTestingIterations(schedules), scenario);
            var began = TimeProvider.System.GetTimestamp();
            engine.Run();
            var tried = engine.TestReport.NumOfExploredFairPaths + engine.TestReport.NumOfExploredUnfairPaths;
            var cut = engine.TestReport.MaxFairStepsHitInFairTests;
            Console.WriteLine(
                $"{name}, {strategy.Name}: {tried} schedules in {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} s, {engine.TestReport.NumOfFoundBugs} faults, {cut} cut short");
            passed &= Report(engine, $"{name}-{strategy.Name}") && cut == 0;
        }

        return passed;
    }

    /// <returns>Whether the schedule did not fail.</returns>
    public static bool Replay(string name, Func<Task> scenario, string trace)
    {
        using var engine = TestingEngine.Create(Settings().WithReproducibleTrace(File.ReadAllText(trace)), scenario);
        engine.Run();
        return Report(engine, $"{name}-replay");
    }

    /// <summary>
    /// Collections are not checked: the library reads the size of one without its lock, on purpose. After 2,000 steps, more than any schedule takes whose tasks
    /// do not wait for each other in a loop, each strategy continues fairly; after ten times as many steps the schedule is cut short.
    /// </summary>
    private static Configuration Settings()
        => Configuration.Create().WithTelemetryEnabled(false).WithCollectionAccessRaceCheckingEnabled(false).WithMaxSchedulingSteps(2_000);

    private static bool Report(TestingEngine engine, string name)
    {
        if (!engine.IsTestRewritten())
        {
            Console.Error.WriteLine("The assembly was not rewritten: run the script 'explore' next to the project.");
            return false;
        }

        foreach (var fault in engine.TestReport.BugReports.Concat(engine.TestReport.InternalErrors))
        {
            Console.WriteLine(fault);
        }

        if (engine.TestReport.NumOfFoundBugs + engine.TestReport.InternalErrors.Count == 0)
        {
            return true;
        }

        Directory.CreateDirectory(Traces);
        engine.TryEmitReports(Traces, name, out var files);
        Console.WriteLine(string.Join(Environment.NewLine, files));
        return false;
    }
}
