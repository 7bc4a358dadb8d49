using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using DroasBot.GuildConfig.Support;
using DroasBot.GuildConfig.Telemetry;
using DroasBot.GuildConfig.Tests.Support;
using Xunit;

namespace DroasBot.GuildConfig.Tests.Telemetry;

/// <summary>Listeners that throw at every opportunity. Not in parallel with other tests, which share the process-wide activity source.</summary>
[Collection(ActivitySourceCollection.Name)]
[Trait("Invariant", "11")]
public sealed class HostileListenerTests
{
    private const int ListenerFailed = 9;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sampled")]
    [InlineData("started")]
    [InlineData("stopped")]
    public async Task Activities_ListenerThrows_StartLoadsWritesAndFeedContinue(string when)
    {
        var thrown = new HashSet<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Tracing.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
            {
                ThrowIf("sampled", options.Name);
                return ActivitySamplingResult.AllDataAndRecorded;
            },
            ActivityStarted = activity => ThrowIf("started", activity.OperationName),
            ActivityStopped = activity => ThrowIf("stopped", activity.OperationName),
        };
        ActivitySource.AddActivityListener(listener);
        await using var pair = await HostPair.StartAsync();
        for (var i = 1UL; i <= 5; i++)
        {
            await pair.Writer.Service.UpdateAsync(1, e => e.WelcomeChannelId = i, cancellationToken: Token).InTime();
            await Deadlines.EqualAsync(i, () => pair.Reader.Service.GetAsync(1, Token).AsTask().GetAwaiter().GetResult().WelcomeChannelId ?? 0);
            pair.Reader.Cache.Invalidate(1);
        }

        // A read may have seen the last change before the feed has.
        await Deadlines.EqualAsync(true, () =>
        {
            lock (thrown)
            {
                return thrown.IsSupersetOf(["migrate", "preload", "load", "commit", "sync"]);
            }
        });
        Assert.Equal(1, pair.Log.Count(ListenerFailed));
        Assert.Null(Activity.Current);

        void ThrowIf(string now, string name)
        {
            if (now == when)
            {
                lock (thrown)
                {
                    thrown.Add(name);
                }

                throw new FormatException("mine");
            }
        }
    }

    /// <summary>The source is created once per process, so this is another copy of the library.</summary>
    [Fact]
    public void Source_ListenerThrowsWhenAsked_IsIgnoredPermanently()
    {
        // Created before the listener, which then gets only the copy's source.
        _ = Tracing.IsTraced;
        var throws = false;
        var thrown = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Tracing.SourceName && throws && ++thrown > 0 ? throw new FormatException("mine") : false,
        };
        ActivitySource.AddActivityListener(listener);
        throws = true;
        var context = new AssemblyLoadContext("another copy", isCollectible: true);
        try
        {
            var tracing = context.LoadFromAssemblyPath(typeof(Tracing).Assembly.Location).GetType(typeof(Tracing).FullName!, throwOnError: true)!;

            RuntimeHelpers.RunClassConstructor(tracing.TypeHandle);

            Assert.Equal(1, thrown);
            Assert.Equal(false, tracing.GetProperty(nameof(Tracing.IsTraced), BindingFlags.Public | BindingFlags.Static)!.GetValue(null));
        }
        finally
        {
            context.Unload();
        }
    }
}
