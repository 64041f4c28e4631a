package de.aktienanalyse.events;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a record demands at birth. Jackson passes null for what is missing, whatever `@NullMarked`
/// says.
public final class Must {

    private Must() {}

    public static <T> T have(@Nullable T value, String field) {
        if (value == null) {
            throw new InvalidEvent(field, "is required");
        }
        return value;
    }

    public static String name(@Nullable String value, String field) {
        String name = have(value, field);
        if (name.isBlank()) {
            throw new InvalidEvent(field, "must not be blank");
        }
        if (name.length() > 128) {
            throw new InvalidEvent(field, "must not be longer than 128 characters");
        }
        return name;
    }

    public static BigDecimal between(
            @Nullable BigDecimal value, long low, long high, String field) {
        BigDecimal number = have(value, field);
        if (number.compareTo(BigDecimal.valueOf(low)) < 0
                || number.compareTo(BigDecimal.valueOf(high)) > 0) {
            throw new InvalidEvent(field, "must be between " + low + " and " + high);
        }
        return number;
    }

    /// A list that is missing is an empty one.
    public static <T> List<T> list(@Nullable List<T> value, String field) {
        List<T> list = optionalList(value, field);
        return list == null ? List.of() : list;
    }

    public static <T> @Nullable List<T> optionalList(@Nullable List<T> value, String field) {
        if (value == null) {
            return null;
        }
        for (int i = 0; i < value.size(); i++) {
            have(value.get(i), field + "[" + i + "]");
        }
        return List.copyOf(value);
    }
}
