package de.aktienanalyse.gateway.outbound;

import java.util.Map;

/// Whoever keeps something per connection on the writer's thread.
public interface Audience {
    /// Forget it: it is gone.
    void left(Connection connection);

    /// It will be told nothing more; what is held back for it is to be told now.
    void ends(Connection connection);

    /// Once a second for each connection.
    ///
    /// @param beats how often so far
    void beat(Connection connection, int beats);

    /// Once a second, before the connections.
    void beat();

    /// The message that tells a client what was left out for it.
    ///
    /// @param conflated how many per browser event
    byte[] conflated(Map<String, Integer> conflated);
}
