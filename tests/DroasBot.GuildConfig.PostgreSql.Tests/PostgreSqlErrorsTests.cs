using System.Net.Sockets;
using System.Text;
using Npgsql;
using Xunit;

namespace DroasBot.GuildConfig.PostgreSql.Tests;

public sealed class PostgreSqlErrorsTests
{
    [Theory]
    [InlineData("40001", true, "concurrent transactions")]
    [InlineData("40P01", true, "concurrent transactions")]
    [InlineData("55P03", true, "locked by another node")]
    [InlineData("57014", true, "locked by another node")]
    [InlineData("57P01", true, "ended the connection")]
    [InlineData("57P02", true, "ended the connection")]
    [InlineData("25P03", true, "ended the connection")]
    [InlineData("57P03", true, "starting, stopping or recovering")]
    [InlineData("53300", true, "max_connections")]
    [InlineData("53100", false, "disk is full")]
    [InlineData("28P01", false, "Check Username and Password")]
    [InlineData("28000", false, "Check Username and Password")]
    [InlineData("42501", false, "refuses the user a right")]
    [InlineData("3D000", false, "does not exist")]
    [InlineData("42P01", false, "lacks the library's tables")]
    [InlineData("25006", false, "read-only")]
    [InlineData("XX001", false, "damaged")]
    [InlineData("23505", false, "reports an error")]
    public void ToStoreException_AnswerOfTheServer_SaysWhatToDo(string code, bool isTransient, string advice)
    {
        var answer = new PostgresException("the message", "ERROR", "ERROR", code);

        // As EF Core hands it on.
        var wrapped = new InvalidOperationException("likely due to a transient failure", answer);
        var translated = PostgreSqlErrors.ToStoreException(wrapped, "db/bot");

        Assert.True(PostgreSqlErrors.IsOwn(answer));
        Assert.True(PostgreSqlErrors.IsOwn(wrapped));
        Assert.Equal(isTransient, translated.IsTransient);
        Assert.StartsWith("The database 'db/bot' ", translated.Message, StringComparison.Ordinal);
        Assert.Contains(advice, translated.Message, StringComparison.Ordinal);
        Assert.EndsWith($"({code}: the message)", translated.Message, StringComparison.Ordinal);
        Assert.Same(wrapped, translated.InnerException);
    }

    public static TheoryData<Exception, bool, bool, string> OfTheDriver => new()
    {
        { new NpgsqlException("Exception while reading from stream", new IOException()), true, true, "connection was lost" },
        { new NpgsqlException("Failed to connect", new SocketException()), true, true, "cannot be reached" },
        { new NpgsqlException("Exception while reading from stream", new TimeoutException()), true, false, "did not answer in time" },
        { new NpgsqlException("something else"), false, false, "reports an error" },
        { new IOException("pipe"), true, true, "connection was lost" },
        { new FormatException("no number"), false, false, "cannot be read" },
        { new InvalidCastException("no number"), false, false, "cannot be read" },
        { new EncoderFallbackException("half"), false, false, "not Unicode" },
#pragma warning disable CA2201 // The driver's own mistake.
        { new NullReferenceException { Source = "Npgsql" }, true, false, "connection was lost" },
    };

    [Theory]
    [MemberData(nameof(OfTheDriver), DisableDiscoveryEnumeration = true)]
    public void ToStoreException_ErrorOfTheDriver_SaysWhatToDo(Exception error, bool isTransient, bool isDropped, string advice)
    {
        var translated = PostgreSqlErrors.ToStoreException(error, "db/bot");

        Assert.True(PostgreSqlErrors.IsOwn(error));
        Assert.Equal(isTransient, translated.IsTransient);
        Assert.Equal(isDropped, PostgreSqlErrors.IsDroppedConnection(error));
        Assert.Contains(advice, translated.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IsOwn_ErrorOfTheHost_IsFalse()
    {
        Assert.False(PostgreSqlErrors.IsOwn(new InvalidOperationException("mine")));
        Assert.False(PostgreSqlErrors.IsOwn(new ArgumentException("mine")));
        Assert.False(PostgreSqlErrors.IsOwn(new OperationCanceledException()));
        Assert.False(PostgreSqlErrors.IsOwn(new NullReferenceException { Source = "Host" }));
#pragma warning restore CA2201
    }
}
