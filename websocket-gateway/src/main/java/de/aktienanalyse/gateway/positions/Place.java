package de.aktienanalyse.gateway.positions;

/// Where a message stands.
///
/// @param partition its number, see [Positions]
public record Place(int partition, long epoch, long sequence) {

    @Override
    public String toString() {
        return Positions.nameOf(partition) + "@" + epoch + "-" + sequence;
    }
}
