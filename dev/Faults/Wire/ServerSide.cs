namespace MetaSync.Faults.Wire;

/// <summary>Follows what the server answers on one connection, and whether a transaction is open. Pure, as <see cref="ClientSide"/>.</summary>
internal sealed class ServerSide
{
    private readonly Queue<Pending> _pending = [];
    private string _transaction = "";
    private bool _isInTransaction, _isCopying;

    /// <summary>A group that is on its way to the server.</summary>
    /// <param name="group">The group.</param>
    /// <param name="point">What is to happen when it has been answered; null for nothing.</param>
    /// <param name="answers">How many answers are to come: one for each prelude, and one for the group itself.</param>
    internal sealed class Pending(SqlMessage group, Armed? point, int answers)
    {
        private int _answers = answers;

        public SqlMessage Group => group;

        public Armed? Point => point;

        /// <summary>Takes an answer; true when it was the last.</summary>
        public bool IsAnswered() => --_answers == 0;
    }

    /// <summary>The group that is answered next; null when nothing is to be answered.</summary>
    public Pending? Next => _pending.TryPeek(out var next) ? next : null;

    /// <summary>The SQL that the transaction has begun with which a group belongs to that is sent now.</summary>
    public string TransactionOf(string sql)
    {
        if (!_isInTransaction && _pending.Count == 0 && !_isCopying)
            _transaction = sql;
        return _transaction;
    }

    /// <summary>A group is sent.</summary>
    public void Sends(Pending group) => _pending.Enqueue(group);

    /// <summary>Reads what the server says next.</summary>
    /// <param name="message">What it says.</param>
    /// <param name="copyIsLost">Whether the server has ended a COPY that the client has not ended.</param>
    /// <returns>The group that has been answered with this; null when none has.</returns>
    public Pending? Read(WireMessage message, out bool copyIsLost)
    {
        copyIsLost = false;
        switch (message.Kind)
        {
            case 'Z':
                _isInTransaction = message.Body.FirstSpan[0] != 'I';
                copyIsLost = _isCopying && _pending.Count == 0;
                _isCopying = false;
                return Answered();
            case 'G': // it is ready for a COPY's data; that they have ended is a group of its own
                _isCopying = true;
                return Answered();
            default:
                return null;
        }
    }

    /// <summary>Null also when nothing was to be answered: at a session's start, and at the end of a COPY that failed.</summary>
    private Pending? Answered() => _pending.TryPeek(out var next) && next.IsAnswered() ? _pending.Dequeue() : null;
}
