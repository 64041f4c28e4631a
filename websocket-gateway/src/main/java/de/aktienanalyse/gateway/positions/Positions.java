package de.aktienanalyse.gateway.positions;

import de.aktienanalyse.bus.Keys;
import de.aktienanalyse.bus.Position;
import de.aktienanalyse.events.EventTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A position for each partition there is. Partitions go by number here, families by a bit, since
/// this is looked at for every message.
public final class Positions {
    private static final List<String> NAMES = Keys.partitions();
    private static final Map<String, Integer> NUMBERS = numbers();
    private static final List<String> FAMILIES = List.copyOf(EventTypes.families());
    private static final int PER_FAMILY = NAMES.size() / FAMILIES.size();

    /// How many partitions there are.
    public static final int COUNT = NAMES.size();

    private final long[] epochs;
    private final long[] sequences;

    /// All at the start.
    public Positions() {
        this(new long[COUNT], new long[COUNT]);
    }

    private Positions(long[] epochs, long[] sequences) {
        this.epochs = epochs;
        this.sequences = sequences;
    }

    private static Map<String, Integer> numbers() {
        Map<String, Integer> numbers = new HashMap<>();
        for (String name : NAMES) {
            numbers.put(name, numbers.size());
        }
        return Map.copyOf(numbers);
    }

    /// -1 when there is no such partition.
    public static int numberOf(String partition) {
        return NUMBERS.getOrDefault(partition, -1);
    }

    public static String nameOf(int partition) {
        return NAMES.get(partition);
    }

    /// The bit of a family; 0 when there is none of that name.
    public static long familyBit(String family) {
        int number = FAMILIES.indexOf(family);
        return number < 0 ? 0 : 1L << number;
    }

    /// Whether a partition belongs to one of these families.
    public static boolean isIn(int partition, long families) {
        return (families >>> (partition / PER_FAMILY) & 1) != 0;
    }

    public static String familyOf(int partition) {
        return FAMILIES.get(partition / PER_FAMILY);
    }

    public long epoch(int partition) {
        return epochs[partition];
    }

    public long sequence(int partition) {
        return sequences[partition];
    }

    public void set(int partition, long epoch, long sequence) {
        epochs[partition] = epoch;
        sequences[partition] = sequence;
    }

    public Position at(int partition) {
        return new Position(NAMES.get(partition), epochs[partition], sequences[partition]);
    }

    public Positions copy() {
        return new Positions(epochs.clone(), sequences.clone());
    }

    /// As clients see them.
    public List<String> texts(long families) {
        List<String> texts = new ArrayList<>();
        for (int partition = 0; partition < COUNT; partition++) {
            if (isIn(partition, families)) {
                texts.add(at(partition).toString());
            }
        }
        return texts;
    }
}
