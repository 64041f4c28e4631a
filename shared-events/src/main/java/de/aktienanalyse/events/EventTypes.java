package de.aktienanalyse.events;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The wire names, read off the sealed tree: there is no list to keep.
public final class EventTypes {

    private static final Map<String, Class<? extends Event>> BY_NAME =
            records(Event.class)
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    EventTypes::declaredName, Function.identity()));

    private static final ClassValue<String> NAMES =
            new ClassValue<>() {
                @Override
                protected String computeValue(Class<?> type) {
                    return declaredName(type);
                }
            };

    private static final SortedSet<String> FAMILIES =
            BY_NAME.keySet().stream()
                    .map(EventTypes::familyOf)
                    .collect(Collectors.toCollection(TreeSet::new));

    private EventTypes() {}

    /// All event records, sorted by wire name.
    public static List<Class<? extends Event>> all() {
        return BY_NAME.values().stream()
                .sorted(Comparator.comparing((Class<? extends Event> type) -> nameOf(type)))
                .toList();
    }

    /// The event records that `type`, a record or a sealed interface, stands for.
    public static <E extends Event> List<Class<? extends E>> under(Class<E> type) {
        return EventTypes.<E>records(type).toList();
    }

    public static Optional<Class<? extends Event>> byName(String eventType) {
        return Optional.ofNullable(BY_NAME.get(eventType));
    }

    public static String nameOf(Class<? extends Event> type) {
        return NAMES.get(type);
    }

    public static Delivery deliveryOf(Class<? extends Event> type) {
        return declaration(type).delivery();
    }

    /// Who says it; empty when any service may.
    public static String sourceOf(Class<? extends Event> type) {
        return declaration(type).source();
    }

    /// First label of the event type: events of one family share streams.
    public static String familyOf(String eventType) {
        int dot = eventType.indexOf('.');
        return dot < 0 ? eventType : eventType.substring(0, dot);
    }

    public static SortedSet<String> families() {
        return FAMILIES;
    }

    private static String declaredName(Class<?> type) {
        return declaration(type).value();
    }

    private static EventType declaration(Class<?> type) {
        EventType declared = type.getAnnotation(EventType.class);
        if (declared == null) {
            throw new IllegalArgumentException(
                    type.getName() + " needs @EventType(name, delivery) to be said on the bus");
        }
        return declared;
    }

    @SuppressWarnings("unchecked")
    private static <E extends Event> Stream<Class<? extends E>> records(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(EventTypes::<E>records)
                : Stream.of((Class<? extends E>) type);
    }
}
