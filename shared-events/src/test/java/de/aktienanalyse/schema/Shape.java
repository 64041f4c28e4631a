package de.aktienanalyse.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import de.aktienanalyse.events.RawJson;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;

/// What a record component looks like on the wire.
sealed interface Shape {
    record Text() implements Shape {}

    record Decimal() implements Shape {}

    record Whole() implements Shape {}

    record Flag() implements Shape {}

    record Time() implements Shape {}

    record Day() implements Shape {}

    /// Any JSON, as it is.
    record Anything() implements Shape {}

    /// @param names on the wire
    record Choice(Class<?> type, List<String> names) implements Shape {}

    record Many(Shape item) implements Shape {}

    record Nested(Class<?> type) implements Shape {}

    /// One field of a record on the wire.
    ///
    /// @param javaName of the component, as its documentation names it
    /// @param nullable whether it may be missing or null: `@Nullable` on the component
    record Field(String name, String javaName, Shape shape, boolean nullable) {

        /// A list that is missing reads as an empty one.
        boolean required() {
            return !nullable && !(shape instanceof Many);
        }
    }

    static List<Field> fieldsOf(Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(
                    type.getName() + " is no record: it has no shape on the wire");
        }
        return Arrays.stream(type.getRecordComponents()).map(Shape::field).toList();
    }

    /// The name that people and generated files use: `Created` alone would say nothing, so it is
    /// `OrderCreated`.
    static String nameOf(Class<?> type) {
        String name = type.getSimpleName();
        Class<?> family = type.getEnclosingClass();
        boolean oneWord = name.chars().filter(Character::isUpperCase).count() == 1;
        return family != null && type.isRecord() && oneWord && name.endsWith("ed")
                ? family.getSimpleName().replaceFirst("(Event|Answer)$", "") + name
                : name;
    }

    /// The codec's own rule.
    private static String snakeCase(String javaName) {
        return PropertyNamingStrategies.SNAKE_CASE.nameForField(null, null, javaName);
    }

    /// The names of an enum's constants on the wire.
    static List<String> choices(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(Shape::wireName).toList();
    }

    private static Field field(RecordComponent component) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        return new Field(
                named == null ? snakeCase(component.getName()) : named.value(),
                component.getName(),
                of(component.getGenericType()),
                component.getAnnotatedType().isAnnotationPresent(Nullable.class));
    }

    private static Shape of(Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            return new Many(of(generic.getActualTypeArguments()[0]));
        }
        if (!(type instanceof Class<?> plain)) {
            return new Anything();
        }
        if (plain.isEnum()) {
            return new Choice(plain, choices(plain));
        }
        if (plain.isRecord() && plain != RawJson.class) {
            return new Nested(plain);
        }
        return simple(plain);
    }

    private static Shape simple(Class<?> type) {
        if (type == String.class) {
            return new Text();
        }
        if (type == BigDecimal.class || type == double.class || type == Double.class) {
            return new Decimal();
        }
        if (type == int.class
                || type == Integer.class
                || type == long.class
                || type == Long.class) {
            return new Whole();
        }
        if (type == boolean.class || type == Boolean.class) {
            return new Flag();
        }
        if (type == Instant.class) {
            return new Time();
        }
        if (type == LocalDate.class) {
            return new Day();
        }
        if (type == RawJson.class || type == Object.class) {
            return new Anything();
        }
        throw new IllegalArgumentException(
                type.getName() + " is not known on the wire: teach Shape what it looks like");
    }

    private static String wireName(Object constant) {
        String name = ((Enum<?>) constant).name();
        try {
            JsonProperty named =
                    ((Enum<?>) constant)
                            .getDeclaringClass()
                            .getField(name)
                            .getAnnotation(JsonProperty.class);
            return named == null ? name : named.value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }
}
