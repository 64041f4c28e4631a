package de.aktienanalyse.gateway.rest;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.RequestMethod;

/// A path that stands for a command: its variables, the query and the body become the command's
/// `data`.
///
/// @param tag under which the catalogue lists it
/// @param fixed data that the path stands for
/// @param body the field of the data that the body becomes; empty: the body is the data; null: the
///   route takes none
record Route(
        String tag,
        RequestMethod method,
        String path,
        String command,
        Map<String, Object> fixed,
        @Nullable String body,
        Reply reply) {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    enum Reply {
        /// What the owner answered.
        RESULT,
        /// The only item of the list that the owner answered.
        FIRST_ITEM
    }

    static Route get(String tag, String path, String command) {
        return new Route(tag, RequestMethod.GET, path, command, Map.of(), null, Reply.RESULT);
    }

    /// The newest item of a list.
    static Route first(String tag, String path, String command) {
        Map<String, Object> one = Map.of("limit", 1);
        return new Route(tag, RequestMethod.GET, path, command, one, null, Reply.FIRST_ITEM);
    }

    static Route without(RequestMethod method, String tag, String path, String command) {
        return new Route(tag, method, path, command, Map.of(), null, Reply.RESULT);
    }

    static Route with(RequestMethod method, String tag, String path, String command, String body) {
        return new Route(tag, method, path, command, Map.of(), body, Reply.RESULT);
    }

    /// The names in the path.
    List<String> variables() {
        return variablesOf(path);
    }

    static List<String> variablesOf(String path) {
        return VARIABLE.matcher(path).results().map((MatchResult found) -> found.group(1)).toList();
    }

    /// Whether a field of the data may stand in the query.
    boolean takesInQuery(String field) {
        return body == null
                && reply == Reply.RESULT
                && !fixed.containsKey(field)
                && !variables().contains(field);
    }
}
