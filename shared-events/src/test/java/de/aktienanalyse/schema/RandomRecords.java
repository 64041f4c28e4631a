package de.aktienanalyse.schema;

import de.aktienanalyse.events.RawJson;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Records filled at random, within what their constructors allow.
public final class RandomRecords {
    private static final String[] TEXTS = {
        "AAPL",
        "BRK.B",
        "^GSPC",
        "Größe €",
        "a\"b\\c",
        "line\nbreak\ttab",
        "{}",
        "1e5",
        "\u2028",
        "🚀📈",
        "null"
    };
    private static final Set<String> SHARES_OF_ONE = Set.of("score", "confidence");

    private final RandomGenerator random;
    private final double nulls;

    private RandomRecords(RandomGenerator random, double nulls) {
        this.random = random;
        this.nulls = nulls;
    }

    /// With every field that may be null set.
    public static RandomRecords full(RandomGenerator random) {
        return new RandomRecords(random, 0);
    }

    /// With a third of the fields that may be null left out.
    public static RandomRecords sparse(RandomGenerator random) {
        return new RandomRecords(random, 0.3);
    }

    public <R> R next(Class<R> type) {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = Arrays.stream(components).map(this::value).toArray();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A random " + type.getSimpleName() + " is refused", e);
        }
    }

    private @Nullable Object value(RecordComponent component) {
        if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                && random.nextDouble() < nulls) {
            return null;
        }
        return SHARES_OF_ONE.contains(component.getName())
                ? BigDecimal.valueOf(random.nextLong(101), 2)
                : value(component.getGenericType());
    }

    private Object value(Type type) {
        if (type instanceof ParameterizedType list) {
            return IntStream.rangeClosed(0, random.nextInt(3))
                    .mapToObj(_ -> value(list.getActualTypeArguments()[0]))
                    .toList();
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isEnum()) {
            Object[] constants = plain.getEnumConstants();
            return constants[random.nextInt(constants.length)];
        }
        if (plain == RawJson.class) {
            return new RawJson(
                    "{\"n\":%s,\"list\":[],\"none\":null}".formatted(decimal().toPlainString()));
        }
        return plain.isRecord() ? next(plain) : simple(plain);
    }

    private Object simple(Class<?> type) {
        if (type == String.class) {
            return TEXTS[random.nextInt(TEXTS.length)] + random.nextInt(1000);
        }
        if (type == BigDecimal.class) {
            return decimal();
        }
        if (type == Instant.class) {
            return Instant.ofEpochSecond(
                    random.nextLong(-2_000_000_000, 4_000_000_000L),
                    random.nextInt(1_000_000) * 1000L);
        }
        if (type == LocalDate.class) {
            return LocalDate.ofEpochDay(random.nextInt(40_000));
        }
        if (type == int.class || type == Integer.class) {
            return random.nextInt();
        }
        if (type == long.class || type == Long.class) {
            return random.nextLong();
        }
        if (type == double.class) {
            return random.nextGaussian() * 1e6;
        }
        if (type == boolean.class || type == Boolean.class) {
            return random.nextBoolean();
        }
        throw new IllegalArgumentException("No random " + type.getName());
    }

    /// Up to 38 digits and 18 places, trailing zeros included: what money, quantities and satoshis
    /// need.
    private BigDecimal decimal() {
        BigInteger digits = new BigInteger(random.nextInt(1, 126), java.util.Random.from(random));
        BigInteger rounded =
                random.nextInt(4) == 0 ? digits.multiply(BigInteger.TEN.pow(3)) : digits;
        return new BigDecimal(
                random.nextBoolean() ? rounded : rounded.negate(), random.nextInt(19));
    }

    /// One of a list, for tests that need a pick.
    public <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
