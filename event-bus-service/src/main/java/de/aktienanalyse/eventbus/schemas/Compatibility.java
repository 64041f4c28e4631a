package de.aktienanalyse.eventbus.schemas;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Whether a schema may follow another one under the same version: what an old writer says must
/// stay valid, and what an old reader reads must still be there with its type. Pure.
final class Compatibility {
    private static final int DEEPEST = 16;

    private final JsonNode older;
    private final JsonNode newer;
    private final List<Problem> problems = new ArrayList<>();

    private Compatibility(JsonNode older, JsonNode newer) {
        this.older = older;
        this.newer = newer;
    }

    static List<Problem> problems(JsonNode older, JsonNode newer) {
        Compatibility comparison = new Compatibility(older, newer);
        comparison.compare(older, newer, "", 0);
        return List.copyOf(comparison.problems);
    }

    private void compare(JsonNode from, JsonNode to, String path, int depth) {
        if (depth > DEEPEST) {
            return;
        }
        JsonNode before = resolve(older, from);
        JsonNode after = resolve(newer, to);
        if (mayBeNull(older, from) && !mayBeNull(newer, to)) {
            problem(path, "must not be null any more");
        }
        if (!types(before).equals(types(after))) {
            problem(path, "its type changed from %s to %s".formatted(name(before), name(after)));
            return;
        }
        same(before, after, "const", path);
        same(before, after, "format", path);
        choices(before, after, path);
        required(before, after, path);
        for (var property : before.path("properties").properties()) {
            JsonNode now = after.path("properties").get(property.getKey());
            if (now == null) {
                problem(under(path, property.getKey()), "was removed");
            } else {
                compare(property.getValue(), now, under(path, property.getKey()), depth + 1);
            }
        }
        if (before.has("items") && after.has("items")) {
            compare(before.get("items"), after.get("items"), path + "[]", depth + 1);
        }
    }

    private void same(JsonNode before, JsonNode after, String keyword, String path) {
        JsonNode old = before.get(keyword);
        JsonNode now = after.get(keyword);
        if (old == null ? now != null : !old.equals(now)) {
            problem(path, "its %s changed from %s to %s".formatted(keyword, text(old), text(now)));
        }
    }

    /// A choice more is fine for those who write, and readers are shipped with the schema.
    private void choices(JsonNode before, JsonNode after, String path) {
        if (!after.has("enum")) {
            if (before.has("enum")) {
                problem(path, "is no choice any more");
            }
            return;
        }
        if (!before.has("enum")) {
            problem(path, "became a choice");
            return;
        }
        for (JsonNode choice : before.get("enum")) {
            if (after.get("enum").valueStream().noneMatch(choice::equals)) {
                problem(path, "the choice " + choice + " was removed");
            }
        }
    }

    private void required(JsonNode before, JsonNode after, String path) {
        SortedSet<String> old = texts(before.path("required"));
        for (String field : texts(after.path("required"))) {
            if (!old.contains(field)) {
                problem(
                        under(path, field),
                        before.path("properties").has(field)
                                ? "became required"
                                : "is new and required");
            }
        }
    }

    private void problem(String path, String reason) {
        problems.add(new Problem(path, reason));
    }

    /// What a reference, or the only other one beside null, stands for.
    static JsonNode resolve(JsonNode root, JsonNode schema) {
        JsonNode found = schema;
        for (int i = 0; i < DEEPEST; i++) {
            JsonNode reference = found.get("$ref");
            if (reference != null && reference.asString().startsWith("#/")) {
                found = root.at(reference.asString().substring(1));
            } else if (found.has("anyOf")) {
                JsonNode other = null;
                for (JsonNode option : found.get("anyOf")) {
                    if (!"null".equals(option.path("type").asString(""))) {
                        other = option;
                    }
                }
                if (other == null) {
                    return found;
                }
                found = other;
            } else {
                return found;
            }
        }
        return found;
    }

    static boolean mayBeNull(JsonNode root, JsonNode schema) {
        if (schema.has("anyOf")) {
            return schema.get("anyOf")
                    .valueStream()
                    .anyMatch(option -> "null".equals(option.path("type").asString("")));
        }
        JsonNode type = resolve(root, schema).path("type");
        return type.isArray()
                && type.valueStream().anyMatch(each -> each.asString().equals("null"));
    }

    /// Without null; empty when anything goes.
    static SortedSet<String> types(JsonNode schema) {
        SortedSet<String> types = texts(schema.path("type"));
        types.remove("null");
        return types;
    }

    private static String name(JsonNode schema) {
        SortedSet<String> types = types(schema);
        return types.isEmpty() ? "anything" : String.join(" or ", types);
    }

    private static SortedSet<String> texts(JsonNode node) {
        SortedSet<String> texts = new TreeSet<>();
        if (node.isString()) {
            texts.add(node.asString());
        }
        if (node.isArray()) {
            node.forEach(each -> texts.add(each.asString()));
        }
        return texts;
    }

    private static String under(String path, String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    private static String text(@Nullable JsonNode node) {
        return node == null ? "none" : node.toString();
    }
}
