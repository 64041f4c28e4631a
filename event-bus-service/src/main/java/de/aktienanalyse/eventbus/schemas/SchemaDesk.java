package de.aktienanalyse.eventbus.schemas;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.commands.BusCommand.CheckSchema;
import de.aktienanalyse.commands.BusCommand.GetSchema;
import de.aktienanalyse.commands.BusCommand.GetSchemas;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.commands.Page;
import de.aktienanalyse.events.RawJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Shows schemas and refuses one that could not follow.
@Component
public class SchemaDesk {
    private static final int MOST_TOLD = 20;

    private final SchemaRegistry registry;
    private final EventCodec codec;

    SchemaDesk(SchemaRegistry registry, EventCodec codec) {
        this.registry = registry;
        this.codec = codec;
    }

    /// @param versions the newest first
    record Listed(String type, String kind, List<ListedVersion> versions) {}

    record ListedVersion(String version, Instant registeredAt, List<Problem> breaks) {}

    record Shown(
            String type,
            String kind,
            String version,
            Instant registeredAt,
            List<Problem> breaks,
            RawJson schema) {}

    /// A schema that may follow.
    ///
    /// @param against the version it was compared with
    /// @param compatible always: what is not is refused
    record Checked(String type, String against, boolean compatible) {}

    public CommandAnswer list(GetSchemas asked) {
        Map<String, List<SchemaVersion>> types = new LinkedHashMap<>();
        registry.all()
                .forEach(version ->
                        types.computeIfAbsent(version.type(), _ -> new ArrayList<>()).add(version));
        String cursor = asked.cursor();
        List<Listed> rest =
                types.entrySet().stream()
                        .filter(entry -> cursor == null || entry.getKey().compareTo(cursor) > 0)
                        .map(entry -> listed(entry.getKey(), entry.getValue()))
                        .toList();
        int limit = Page.limit(asked.limit());
        return CommandAnswer.success(
                rest.size() <= limit
                        ? new Page<>(rest, null)
                        : new Page<>(rest.subList(0, limit), rest.get(limit - 1).type()));
    }

    private static Listed listed(String type, List<SchemaVersion> versions) {
        return new Listed(
                type,
                versions.getFirst().kind(),
                versions.stream()
                        .map(version ->
                                new ListedVersion(
                                        version.label(), version.registeredAt(), version.breaks()))
                        .toList());
    }

    public CommandAnswer show(GetSchema asked) {
        List<SchemaVersion> versions = registry.of(asked.type());
        if (versions.isEmpty()) {
            return unknownType();
        }
        String wanted = asked.version();
        Optional<SchemaVersion> found =
                versions.stream()
                        .filter(version -> wanted == null || version.label().equals(wanted))
                        .findFirst();
        return found.map(version ->
                        CommandAnswer.success(
                                new Shown(
                                        version.type(),
                                        version.kind(),
                                        version.label(),
                                        version.registeredAt(),
                                        version.breaks(),
                                        new RawJson(version.json()))))
                .orElseGet(() ->
                        CommandAnswer.refused(
                                "unknown_version",
                                "There are "
                                        + String.join(
                                                ", ",
                                                versions.stream()
                                                        .map(SchemaVersion::label)
                                                        .toList()),
                                "version"));
    }

    public CommandAnswer check(CheckSchema asked) {
        Optional<SchemaVersion> newest = registry.newest(asked.type());
        if (newest.isEmpty()) {
            return unknownType();
        }
        JsonNode schema = codec.mapper().readTree(asked.schema().text());
        if (!schema.isObject()) {
            return CommandAnswer.refused("invalid_schema", "A schema is a JSON object", "schema");
        }
        List<Problem> problems =
                Compatibility.problems(codec.mapper().readTree(newest.get().json()), schema);
        return problems.isEmpty()
                ? CommandAnswer.success(new Checked(asked.type(), newest.get().label(), true))
                : CommandAnswer.refused(
                        "breaking_change",
                        "It breaks %s %s, so it needs another type or version: %s"
                                .formatted(asked.type(), newest.get().label(), told(problems)),
                        "schema");
    }

    private static String told(List<Problem> problems) {
        return problems.stream()
                        .limit(MOST_TOLD)
                        .map(problem -> problem.path() + " " + problem.reason())
                        .collect(Collectors.joining("; "))
                + (problems.size() > MOST_TOLD ? "; and more" : "");
    }

    public CommandAnswer asyncApi() {
        return CommandAnswer.success(new RawJson(SchemaRegistry.resource("asyncapi.json")));
    }

    private static CommandAnswer unknownType() {
        return CommandAnswer.refused(
                "unknown_type", "There is no event or command of this name", "type");
    }
}
