using DroasBot.GuildConfig.Coyote;
using DroasBot.GuildConfig.Coyote.Scenarios;

// explore [SCENARIO|all] [SCHEDULES]: tries that many schedules per strategy; explore SCENARIO TRACE: replays the trace that a fault left.
var scenarios = new Dictionary<string, Func<Task>>
{
    [nameof(SingleFlight)] = SingleFlight.RunAsync,
    [nameof(FailedFlight)] = FailedFlight.RunAsync,
    [nameof(ChangesDuringLoads)] = ChangesDuringLoads.RunAsync,
    [nameof(ClearDuringLoads)] = ClearDuringLoads.RunAsync,
    [nameof(RevalidationInOutage)] = RevalidationInOutage.RunAsync,
    [nameof(OverlappingScans)] = OverlappingScans.RunAsync,
    [nameof(WithdrawnWrites)] = WithdrawnWrites.RunAsync,
    [nameof(FailingCommits)] = FailingCommits.RunAsync,
    [nameof(SlowEdits)] = SlowEdits.RunAsync,
    [nameof(UnitsOfWork)] = UnitsOfWork.RunAsync,
    [nameof(StoppedQueue)] = StoppedQueue.RunAsync,
    [nameof(FollowedChanges)] = FollowedChanges.RunAsync,
    [nameof(RefreshedNode)] = RefreshedNode.RunAsync,
    [nameof(SharedStart)] = SharedStart.RunAsync,
    [nameof(StoppedStart)] = StoppedStart.RunAsync,
};

var wanted = args.ElementAtOrDefault(0) ?? "all";
var chosen = scenarios.Where(scenario => wanted == "all" || wanted == scenario.Key).ToArray();
if (chosen.Length == 0)
{
    Console.Error.WriteLine($"Scenarios: all, {string.Join(", ", scenarios.Keys)}");
    return 2;
}

var what = args.ElementAtOrDefault(1) ?? "1000";
return uint.TryParse(what, out var schedules)
    ? chosen.Count(scenario => !Exploration.Explore(scenario.Key, scenario.Value, schedules))
    : chosen.Count(scenario => !Exploration.Replay(scenario.Key, scenario.Value, what));
