package de.aktienanalyse.schema;

import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.EventTypes;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// TypeScript types of what travels between browser, gateway and bus.
///
/// Decimals are `number` there: a browser shows figures, it does not keep books. What may be
/// missing on the wire may also be null.
public final class TypeScriptTypes {
    private static final String ANSWERS =
            """
            /** What a command came to. A refusal is an answer. */
            export type CommandOutcome<R = unknown> =
              | { status: "success"; command: string; result: R }
              | { status: "error"; command: string; result: %s }
              | { status: "no_data"; command: string; result: %s };

            /** One page of a list. */
            export interface Page<T> {
              items: T[];
              /** Ask with it for the next page; missing on the last one. */
              next_cursor?: string | null;
            }
            """;

    private final SourceDocs docs;
    private final Map<Class<?>, String> names = new LinkedHashMap<>();
    private final Deque<Class<?>> open = new ArrayDeque<>();

    private TypeScriptTypes(SourceDocs docs) {
        this.docs = docs;
    }

    /// The whole file.
    ///
    /// @param browserEvents what browsers see: name → records that its `data` may be
    /// @param command rewrites the file; stands at its top
    public static String render(
            Map<String, List<Class<?>>> browserEvents,
            Collection<Class<? extends Command>> commands,
            SourceDocs docs,
            String command) {
        return new TypeScriptTypes(docs).file(new TreeMap<>(browserEvents), commands, command);
    }

    private String file(
            Map<String, List<Class<?>>> browserEvents,
            Collection<Class<? extends Command>> commands,
            String command) {
        Map<String, List<Class<?>>> busEvents = new TreeMap<>();
        EventTypes.all().forEach(type -> busEvents.put(EventTypes.nameOf(type), List.of(type)));
        Map<String, List<Class<?>>> sent = new TreeMap<>();
        commands.forEach(type -> sent.put(CommandTypes.nameOf(type), List.of(type)));
        // First the bus, so that its records have the plain names; a browser's own shape of such a
        // name is
        // called Browser….
        String bus = index("BusEvents", "Events as they are on the bus, by event_type.", busEvents);
        String browser =
                index(
                        "BrowserEvents",
                        "Events as browsers get them, by the message's event.",
                        browserEvents);
        StringBuilder file = new StringBuilder();
        file.append("// Generated from the Java records. Do not edit; rewrite with\n//   ")
                .append(command);
        file.append("\n\n").append(browser).append(aliases(browserEvents));
        file.append(
                index("Commands", "What a command carries as data, by the message's event.", sent));
        file.append(
                ANSWERS.formatted(
                        nameOf(CommandAnswer.Refused.class), nameOf(CommandAnswer.NoData.class)));
        file.append("\n").append(bus).append(envelope());
        StringBuilder declarations = new StringBuilder();
        while (!open.isEmpty()) {
            declarations.append("\n").append(declaration(open.removeFirst()));
        }
        return file.append(declarations).toString();
    }

    private String index(String name, String comment, Map<String, List<Class<?>>> types) {
        StringBuilder index =
                new StringBuilder("/** %s */\nexport interface %s {\n".formatted(comment, name));
        types.forEach(
                (key, shapes) -> index.append("  \"%s\": %s;\n".formatted(key, union(shapes))));
        return index.append("}\n\n").toString();
    }

    private String union(List<Class<?>> types) {
        return types.stream().map(this::nameOf).collect(Collectors.joining(" | "));
    }

    /// `MarketPriceUpdate` for what comes as `market.price_update`.
    private String aliases(Map<String, List<Class<?>>> browserEvents) {
        StringBuilder aliases = new StringBuilder();
        browserEvents.forEach((event, types) -> {
            String alias =
                    Arrays.stream(event.split("[._]"))
                            .map(word ->
                                    word.substring(0, 1).toUpperCase(Locale.ROOT)
                                            + word.substring(1))
                            .collect(Collectors.joining());
            if (!alias.equals(union(types))) {
                refuseIfTaken(alias, event);
                aliases.append("export type %s = BrowserEvents[\"%s\"];\n".formatted(alias, event));
            }
        });
        return aliases.append("\n").toString();
    }

    private void refuseIfTaken(String name, String byWhom) {
        if (names.containsValue(name)) {
            throw new IllegalStateException("Two types are called " + name + ": rename " + byWhom);
        }
    }

    private String envelope() {
        StringBuilder envelope = new StringBuilder();
        comment(envelope, "", docs.of(EventEnvelope.class).summary());
        envelope.append(
                "export interface BusMessage<K extends keyof BusEvents = keyof BusEvents> {\n");
        for (Shape.Field field : Shape.fieldsOf(EventEnvelope.class)) {
            String type =
                    switch (field.name()) {
                        case "event_type" -> "K";
                        case "data" -> "BusEvents[K]";
                        default -> type(field.shape());
                    };
            field(envelope, field, type, docs.of(EventEnvelope.class));
        }
        return envelope.append("}\n").toString();
    }

    private String declaration(Class<?> type) {
        StringBuilder text = new StringBuilder();
        SourceDocs.Doc doc = docs.of(type);
        comment(text, "", doc.summary());
        if (type.isEnum()) {
            String choices = String.join("\" | \"", Shape.choices(type));
            return text.append("export type %s = \"%s\";\n".formatted(nameOf(type), choices))
                    .toString();
        }
        text.append("export interface %s {\n".formatted(nameOf(type)));
        Shape.fieldsOf(type).forEach(field -> field(text, field, type(field.shape()), doc));
        return text.append("}\n").toString();
    }

    private static void field(
            StringBuilder text, Shape.Field field, String type, SourceDocs.Doc doc) {
        comment(text, "  ", doc.fields().getOrDefault(field.javaName(), ""));
        text.append(
                (field.nullable() ? "  %s?: %s | null;\n" : "  %s: %s;\n")
                        .formatted(field.name(), type));
    }

    private static void comment(StringBuilder text, String indent, String comment) {
        if (!comment.isEmpty()) {
            text.append(indent).append("/** ").append(comment.replace("*/", "* /")).append(" */\n");
        }
    }

    private String type(Shape shape) {
        return switch (shape) {
            case Shape.Text _, Shape.Time _, Shape.Day _ -> "string";
            case Shape.Decimal _, Shape.Whole _ -> "number";
            case Shape.Flag _ -> "boolean";
            case Shape.Anything _ -> "unknown";
            case Shape.Many(Shape item) -> type(item) + "[]";
            case Shape.Choice(Class<?> type, _) -> nameOf(type);
            case Shape.Nested(Class<?> type) -> nameOf(type);
        };
    }

    private String nameOf(Class<?> type) {
        String known = names.get(type);
        if (known != null) {
            return known;
        }
        String plain = Shape.nameOf(type);
        String name = names.containsValue(plain) ? "Browser" + plain : plain;
        refuseIfTaken(name, type.getName());
        names.put(type, name);
        open.add(type);
        return name;
    }
}
