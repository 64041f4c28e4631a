package de.aktienanalyse.commands;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The commands, read off the sealed tree.
public final class CommandTypes {

    private static final Map<String, Class<? extends Command>> BY_NAME =
            records(Command.class)
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    CommandTypes::nameOf, Function.identity()));

    private CommandTypes() {}

    public static List<Class<? extends Command>> all() {
        return BY_NAME.values().stream()
                .sorted(Comparator.comparing((Class<? extends Command> type) -> nameOf(type)))
                .toList();
    }

    public static Optional<Class<? extends Command>> byName(String command) {
        return Optional.ofNullable(BY_NAME.get(command));
    }

    public static String nameOf(Class<? extends Command> type) {
        return declaration(type).value();
    }

    public static String ownerOf(Class<? extends Command> type) {
        return declaration(type).owner();
    }

    /// The queue that takes it, `order.execution` or `request.<owner>`.
    public static String queueOf(Class<? extends Command> type) {
        CommandType declared = declaration(type);
        return declared.queue().isEmpty() ? "request." + declared.owner() : declared.queue();
    }

    public static boolean hasEffect(Class<? extends Command> type) {
        return declaration(type).effect();
    }

    /// The least role that may send it.
    public static Role roleOf(Class<? extends Command> type) {
        CommandType declared = declaration(type);
        if (declared.role().length > 0) {
            return declared.role()[0];
        }
        return declared.effect() ? Role.TRADER : Role.VIEWER;
    }

    private static Stream<Class<? extends Command>> records(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(CommandTypes::records)
                : Stream.of(type.asSubclass(Command.class));
    }

    private static CommandType declaration(Class<? extends Command> type) {
        CommandType declared = type.getAnnotation(CommandType.class);
        if (declared == null) {
            throw new IllegalArgumentException(type.getName() + " needs @CommandType to be sent");
        }
        return declared;
    }
}
