package de.aktienanalyse.gateway.streaming;

import de.aktienanalyse.bus.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The positions that a client has after a message: the newest per partition.
///
/// As the id of an event of a stream they come back in one header with each reconnect, so the text
/// is short: `~trading.0@loyw3v28-h,1-0;user.0-4`, numbers to the base 36, a family said once, an
/// epoch only where it is another than before. Some 300 characters for all partitions.
final class KnownPositions {
    private static final int RADIX = 36;
    private static final int LONGEST = 4096;
    private static final String MARK = "~";

    private final Map<String, Position> byPartition = new TreeMap<>();

    void set(Position position) {
        byPartition.put(position.partition(), position);
    }

    /// Keeps the newer one.
    void advance(Position position) {
        byPartition.merge(
                position.partition(), position, (old, now) -> now.isAfter(old) ? now : old);
    }

    List<Position> all() {
        return List.copyOf(byPartition.values());
    }

    List<String> texts() {
        return byPartition.values().stream().map(Position::toString).toList();
    }

    /// The short form; empty when nothing is known.
    String id() {
        StringBuilder id = new StringBuilder();
        String family = "";
        long epoch = -1;
        for (Position position : byPartition.values()) {
            int dot = position.partition().lastIndexOf('.');
            String own = position.partition().substring(0, dot);
            if (own.equals(family)) {
                id.append(',');
            } else {
                id.append(id.isEmpty() ? MARK : ";").append(own).append('.');
                family = own;
            }
            id.append(position.partition(), dot + 1, position.partition().length());
            if (position.epoch() != epoch) {
                epoch = position.epoch();
                id.append('@').append(Long.toString(epoch, RADIX));
            }
            id.append('-').append(Long.toString(position.sequence(), RADIX));
        }
        return id.toString();
    }

    /// Reads the short form, or positions as they stand in messages, by commas. Null when it is
    /// neither.
    static @Nullable List<Position> parse(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        return text.startsWith(MARK) ? shortForm(text.substring(1)) : listed(text);
    }

    private static @Nullable List<Position> listed(String text) {
        List<Position> positions = new ArrayList<>();
        for (String part : text.split(",")) {
            Position position = Position.parse(part.strip());
            if (position == null || position.partition().lastIndexOf('.') <= 0) {
                return null;
            }
            positions.add(position);
        }
        return positions;
    }

    private static @Nullable List<Position> shortForm(String text) {
        List<Position> positions = new ArrayList<>();
        long epoch = -1;
        for (String group : text.split(";")) {
            int dot = group.indexOf('.');
            if (dot <= 0) {
                return null;
            }
            for (String part : group.substring(dot + 1).split(",")) {
                int at = part.indexOf('@');
                int dash = part.indexOf('-');
                if (dash <= 0 || at > dash) {
                    return null;
                }
                epoch = at < 0 ? epoch : number(part.substring(at + 1, dash));
                long sequence = number(part.substring(dash + 1));
                if (at == 0 || epoch < 0 || sequence < 0) {
                    return null;
                }
                String partition =
                        group.substring(0, dot + 1) + part.substring(0, at < 0 ? dash : at);
                positions.add(new Position(partition, epoch, sequence));
            }
        }
        return positions;
    }

    private static long number(String text) {
        boolean plain = !text.isEmpty() && text.chars().allMatch(c -> c != '-' && c != '+');
        try {
            return plain ? Long.parseLong(text, RADIX) : -1;
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    /// What several sources name, the newest per partition.
    static List<Position> newest(List<Position> positions) {
        KnownPositions known = new KnownPositions();
        positions.forEach(known::advance);
        return known.all();
    }
}
