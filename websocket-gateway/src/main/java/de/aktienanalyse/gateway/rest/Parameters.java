package de.aktienanalyse.gateway.rest;

import de.aktienanalyse.commands.Page;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Reads what stands in a query, which is all text, as what the schema wants.
public final class Parameters {
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,18}(\\.\\d{1,18})?");
    private static final int LONGEST = 4096;

    private Parameters() {}

    /// The query, each name once.
    ///
    /// @throws Refusal when a name is not known here: a misspelt filter would otherwise answer with
    ///   everything
    public static Map<String, String[]> of(HttpServletRequest request, Set<String> known) {
        Map<String, String[]> given;
        try {
            given = request.getParameterMap();
        } catch (IllegalStateException _) {
            throw Refusal.invalid("query", "is not URL-encoded");
        }
        given.forEach((name, values) -> {
            if (!known.contains(name)) {
                String choice = known.isEmpty() ? "no parameters" : String.join(", ", known);
                throw Refusal.invalid(name, "is not known here; there is: " + choice);
            }
            for (String value : values) {
                if (value.isBlank() || value.length() > LONGEST) {
                    throw Refusal.invalid(name, "must have 1 to " + LONGEST + " characters");
                }
            }
        });
        return given;
    }

    /// @param schema of the field that the parameter becomes
    static Object read(String name, JsonNode schema, String[] values) {
        String type = type(schema);
        if (type.equals("array")) {
            return list(values);
        }
        String value = once(name, values);
        return switch (type) {
            case "integer" -> name.equals("limit") ? limit(value) : whole(name, value);
            case "number" -> decimal(name, value);
            case "boolean" -> flag(name, value);
            default -> value;
        };
    }

    /// Values that are separated by commas or given one by one.
    public static List<String> list(String[] values) {
        return Arrays.stream(values)
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    public static String once(String name, String[] values) {
        if (values.length != 1) {
            throw Refusal.invalid(name, "must be given once");
        }
        return values[0];
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isArray() ? type.path(0).asString() : type.asString("string");
    }

    private static long limit(String value) {
        long limit = whole("limit", value);
        if (limit < 1 || limit > Page.MAX_LIMIT) {
            throw Refusal.invalid("limit", "must be from 1 to " + Page.MAX_LIMIT);
        }
        return limit;
    }

    public static long whole(String name, String value) {
        if (!WHOLE.matcher(value).matches()) {
            throw Refusal.invalid(name, "must be a whole number");
        }
        return Long.parseLong(value);
    }

    public static BigDecimal decimal(String name, String value) {
        if (!DECIMAL.matcher(value).matches()) {
            throw Refusal.invalid(name, "must be a number like 12.50");
        }
        return new BigDecimal(value);
    }

    public static boolean flag(String name, String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Refusal.invalid(name, "must be true or false");
        };
    }
}
