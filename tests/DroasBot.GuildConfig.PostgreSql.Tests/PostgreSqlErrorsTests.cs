using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Npgsql;
using Xunit;

namespace DroasBot.GuildConfig.PostgreSql.Tests;

public sealed class PostgreSqlErrorsTests
{
    [Theory]
    [InlineData("40001", true, "concurrent transactions")]
    [InlineData("40P01", true, "concurrent transactions")]
    [InlineData("55P03", true, "locked by another session")]
    [InlineData("57014", true, "statement_timeout")]
    [InlineData("42P05", false, "Max Auto Prepare=0")]
    [InlineData("26000", false, "Max Auto Prepare=0")]
    [InlineData("57P01", true, "ended the connection")]
    [InlineData("57P02", true, "ended the connection")]
    [InlineData("57P05", true, "ended the connection")]
    [InlineData("25P03", true, "was open for too long")]
    [InlineData("25P04", true, "was open for too long")]
    [InlineData("57P03", true, "starting, stopping or recovering")]
    [InlineData("53300", true, "max_connections")]
    [InlineData("53400", true, "max_connections")]
    [InlineData("53000", true, "short of memory")]
    [InlineData("53200", true, "short of memory")]
    [InlineData("53100", false, "disk is full")]
    [InlineData("58030", false, "Check the server's disk")]
    [InlineData("28P01", false, "Check Username and Password")]
    [InlineData("28000", false, "Check Username and Password")]
    [InlineData("42501", false, "denies the user a permission")]
    [InlineData("3D000", false, "does not exist")]
    [InlineData("57P04", false, "was dropped")]
    [InlineData("55000", true, "does not accept connections")]
    [InlineData("55006", true, "does not accept connections")]
    [InlineData("3F000", false, "search_path")]
    [InlineData("42P01", false, "lacks the library's tables")]
    [InlineData("42703", false, "Give the library its own database")]
    [InlineData("42883", false, "Give the library its own database")]
    [InlineData("42804", false, "Give the library its own database")]
    [InlineData("42809", false, "Give the library its own database")]
    [InlineData("42P07", false, "Give the library its own database")]
    [InlineData("42710", false, "Give the library its own database")]
    [InlineData("42701", false, "Give the library its own database")]
    [InlineData("23000", false, "constraint or a trigger")]
    [InlineData("23502", false, "constraint or a trigger")]
    [InlineData("23503", false, "constraint or a trigger")]
    [InlineData("23505", false, "constraint or a trigger")]
    [InlineData("23514", false, "constraint or a trigger")]
    [InlineData("23P01", false, "constraint or a trigger")]
    [InlineData("P0001", false, "constraint or a trigger")]
    [InlineData("25006", false, "Name the primary")]
    [InlineData("XX001", false, "damaged")]
    [InlineData("XX002", false, "damaged")]
    [InlineData("58P01", false, "damaged")]
    [InlineData("08P01", true, "pooler")]
    [InlineData("08006", true, "lost the connection")]
    [InlineData("XX000", false, "pooler")]
    [InlineData("54023", false, "reports an error")]
    public void ToStoreException_ServerError_SaysWhatToDo(string code, bool isTransient, string advice)
    {
        var answer = new PostgresException("the message", "ERROR", "ERROR", code);

        // As wrapped by EF Core.
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
        { new NpgsqlException("Failed to connect", new SocketException((int)SocketError.HostNotFound)), true, true, "name has no address" },
        { new NpgsqlException("Unable to connect to a suitable host", new AggregateException()), true, false, "Target Session Attributes" },
        { new NpgsqlException("Exception while performing SSL handshake", new AuthenticationException()), false, false, "Root Certificate" },
        { new NpgsqlException("No password has been provided but the backend requires one"), false, false, "Check its Password" },
        { new IOException("pipe"), true, true, "connection was lost" },
        { new FormatException("no number"), false, false, "cannot be read" },
        { new InvalidCastException("no number"), false, false, "If the table is your own" },
        { new EncoderFallbackException("half"), false, false, "not Unicode" },
#pragma warning disable CA2201 // The driver's own mistake.
        { new NullReferenceException { Source = "Npgsql" }, true, false, "connection was lost" },
    };

    [Theory]
    [MemberData(nameof(OfTheDriver), DisableDiscoveryEnumeration = true)]
    public void ToStoreException_DriverError_SaysWhatToDo(Exception error, bool isTransient, bool isDropped, string advice)
    {
        var translated = PostgreSqlErrors.ToStoreException(error, "db/bot");

        Assert.True(PostgreSqlErrors.IsOwn(error));
        Assert.Equal(isTransient, translated.IsTransient);
        Assert.Equal(isDropped, PostgreSqlErrors.IsDroppedConnection(error));
        Assert.Contains(advice, translated.Message, StringComparison.Ordinal);
    }

    /// <summary>A value that the server quotes in its message may belong to another guild.</summary>
    [Theory]
    [InlineData("22P02", "reports an error")]
    [InlineData("22021", "NUL character")]
    [InlineData("22P05", "NUL character")]
    public void ToStoreException_ErrorAboutAValue_DoesNotQuoteIt(string code, string advice)
    {
        var translated = PostgreSqlErrors.ToStoreException(new PostgresException("invalid input: \"secret\"", "ERROR", "ERROR", code), "db/bot");

        Assert.Contains(advice, translated.Message, StringComparison.Ordinal);
        Assert.EndsWith($"({code})", translated.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IsOwn_HostError_IsFalse()
    {
        Assert.False(PostgreSqlErrors.IsOwn(new InvalidOperationException("mine")));
        Assert.False(PostgreSqlErrors.IsOwn(new ArgumentException("mine")));
        Assert.False(PostgreSqlErrors.IsOwn(new OperationCanceledException()));
        Assert.False(PostgreSqlErrors.IsOwn(new NullReferenceException { Source = "Host" }));
#pragma warning restore CA2201
    }
}
