using DroasBot.GuildConfig.Internal;
using DroasBot.GuildConfig.Storage.Writing;
using Microsoft.Extensions.DependencyInjection;
using StoppedClock = DroasBot.GuildConfig.Contract.StoppedClock;

namespace DroasBot.GuildConfig.Tests.Support;

/// <summary>Lets every batch wait for all of its edits: on a busy machine, <see cref="BatchPlanner"/> leaves behind what takes longer than its patience.</summary>
internal static class PatientPlanner
{
    public static void AddTo(IServiceCollection services) => services.AddSingleton(new WaitingTime(new StoppedClock()));
}
