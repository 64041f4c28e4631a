package de.aktienanalyse.bus;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// The truth behind Pub/Sub: what the bus keeps of each partition, to be read by whoever must not
/// miss anything although it only listens.
public interface StreamLog {

    /// How far a partition got.
    ///
    /// @param end its newest position; [Position#start] when nothing was ever said
    /// @param epochEnds the last sequence of each earlier epoch. A position beyond the end of its
    ///   epoch was lost
    record Head(Position end, Map<Long, Long> epochEnds) {
        public Head {
            epochEnds = Map.copyOf(epochEnds);
        }

        /// Whether everything up to `position` is still part of this partition's past.
        public boolean knows(Position position) {
            if (position.epoch() == end.epoch()) {
                return position.sequence() <= end.sequence();
            }
            if (position.sequence() == 0 && position.epoch() == 0) {
                return true;
            }
            Long last = epochEnds.get(position.epoch());
            return last != null && position.sequence() <= last;
        }
    }

    /// The head of every partition there is.
    CompletableFuture<Map<String, Head>> heads();

    /// What is kept behind `position`, oldest first. What was trimmed is missing without a word:
    /// compare the sequences.
    CompletableFuture<List<RawEvent>> after(Position position, int limit);
}
