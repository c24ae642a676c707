namespace MetaSync.ApiService.Access;

/// <summary>Who may reach the API.</summary>
internal enum AccessMode
{
    /// <summary>Whoever reaches its address.</summary>
    Open,

    /// <summary>Who has a key.</summary>
    Keys,
}
