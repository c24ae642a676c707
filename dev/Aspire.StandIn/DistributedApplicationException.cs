namespace Aspire.Hosting;

/// <summary>Its message is a sentence for the person at the terminal, and is shown without a stack trace.</summary>
public class DistributedApplicationException : Exception
{
    public DistributedApplicationException(string message) : base(message)
    {
    }

    public DistributedApplicationException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
