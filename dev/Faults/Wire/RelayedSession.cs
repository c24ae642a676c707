using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace MetaSync.Faults.Wire;

/// <summary>One connection through the relay.</summary>
internal sealed class RelayedSession(SqlRelay relay, int number, TcpClient client, TcpClient server) : IDisposable
{
    private static readonly byte[] NoEncryption = [(byte)'N'];

    private readonly ClientSide _clientSide = new();
    private readonly ServerSide _serverSide = new();
    private readonly Lock _sides = new();

    /// <summary>Passes on what both sides say, until one of them closes the connection or it is cut.</summary>
    public async Task RunAsync()
    {
        PipeWriter toServer = PipeWriter.Create(server.GetStream()), toClient = PipeWriter.Create(client.GetStream());
        await Task.WhenAll(
            PassAsync(ClientToServerAsync(PipeReader.Create(client.GetStream()), toServer, toClient)),
            PassAsync(ServerToClientAsync(PipeReader.Create(server.GetStream()), toClient)));
    }

    /// <summary>Cuts the connection towards both sides.</summary>
    public void Cut()
    {
        client.Close();
        server.Close();
    }

    public void Dispose() => Cut();

    /// <summary>One direction; when it ends, so does the other.</summary>
    private async Task PassAsync(Task direction)
    {
        try
        {
            await direction;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or SocketException or InvalidOperationException)
        {
            // Cut on purpose, or by either side.
        }
        finally
        {
            Cut();
        }
    }

    private async Task ClientToServerAsync(PipeReader fromClient, PipeWriter toServer, PipeWriter toClient)
    {
        var gathered = new ArrayBufferWriter<byte>();
        var isStartup = true;
        var preludes = 0;
        ReadResult read;
        do
        {
            read = await fromClient.ReadAsync();
            var incoming = read.Buffer;
            while (WireMessage.TryTake(ref incoming, isStartup, out var message))
            {
                if (isStartup && message.Code is (WireMessage.WantsTls or WireMessage.WantsGss))
                {
                    await toClient.WriteAsync(NoEncryption);
                    continue;
                }

                foreach (var bytes in message.Bytes)
                    gathered.Write(bytes.Span);
                var step = isStartup ? Step.Passes : Read(message);
                isStartup = false;
                if (step is Step.Ends && ClientSide.IsPrelude(_clientSide.Sql) && !incoming.IsEmpty)
                {
                    preludes++;
                    continue;
                }

                if (step is Step.Gathers)
                    continue;
                if (step is Step.Ends or Step.BeginsCopy)
                {
                    if (!await SendsAsync(step, preludes + 1))
                        return;
                    preludes = 0;
                }

                if (relay.IsFrozen)
                    return;
                toServer.Write(gathered.WrittenSpan);
                gathered.ResetWrittenCount();
            }

            fromClient.AdvanceTo(incoming.Start, incoming.End);
            await toServer.FlushAsync();
        }
        while (!read.IsCompleted);
    }

    private Step Read(WireMessage message)
    {
        lock (_sides)
            return _clientSide.Read(message);
    }

    /// <summary>A group is about to be sent. False when it is not to be.</summary>
    private async Task<bool> SendsAsync(Step step, int answers)
    {
        SqlMessage group;
        Armed? point;
        lock (_sides)
            (group, point) = relay.Count(number, _clientSide.Sql, _serverSide.TransactionOf(_clientSide.Sql));

        // The data of a COPY are never answered: on both sides of their first packet the server has got the COPY itself and knows no end of it.
        if (point is not null && (point.Point.Moment is Moment.Before || step is Step.BeginsCopy) && !await relay.ActAsync(point, group, this))
            return false;
        if (step is Step.Ends)
        {
            lock (_sides)
                _serverSide.Sends(new(group, point?.Point.Moment is Moment.After ? point : null, answers));
        }

        return true;
    }

    private async Task ServerToClientAsync(PipeReader fromServer, PipeWriter toClient)
    {
        var held = new ArrayBufferWriter<byte>();
        ReadResult read;
        do
        {
            read = await fromServer.ReadAsync();
            var incoming = read.Buffer;
            while (WireMessage.TryTake(ref incoming, isStartup: false, out var message))
            {
                ServerSide.Pending? answered;
                bool isHeld;
                lock (_sides)
                {
                    isHeld = _serverSide.Next?.Point is not null;
                    answered = _serverSide.Read(message, out var copyIsLost);
                    if (copyIsLost)
                        _clientSide.CopyIsLost();
                }

                foreach (var bytes in message.Bytes)
                {
                    if (isHeld)
                        held.Write(bytes.Span);
                    else
                        toClient.Write(bytes.Span);
                }

                if (answered?.Point is not { } point)
                    continue;
                await toClient.FlushAsync();
                if (!await relay.ActAsync(point, answered.Group, this))
                    return;
                toClient.Write(held.WrittenSpan);
                held.ResetWrittenCount();
            }

            if (relay.IsFrozen)
                return;
            fromServer.AdvanceTo(incoming.Start, incoming.End);
            await toClient.FlushAsync();
        }
        while (!read.IsCompleted);
    }
}
