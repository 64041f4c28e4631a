package de.aktienanalyse.bus;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;

/// Reads a value as what it is or not at all: no number as text, no epoch seconds as time, no
/// 1e9999999.
final class StrictValues extends SimpleModule {
    private static final long serialVersionUID = 1;

    /// Before and behind the point. `1e9999999` is nine bytes on the wire, and ten megabytes or an
    /// exception where it is to be written.
    private static final int MAX_PLACES = 100;

    StrictValues() {
        add(String.class, "must be text", text(StrictValues::writable));
        add(Instant.class, "must be an ISO-8601 time", text(StrictValues::instant));
        add(LocalDate.class, "must be a date like 2025-01-25", text(LocalDate::parse));
        add(BigDecimal.class, "must be a number of at most 100 places", StrictValues::decimal);
        add(double.class, "must be a number", StrictValues::finite);
        for (Class<Integer> type : new Class[] {int.class, Integer.class}) {
            add(type, "must be a whole number", whole(JsonParser::getIntValue));
        }
        for (Class<Long> type : new Class[] {long.class, Long.class}) {
            add(type, "must be a whole number", whole(JsonParser::getLongValue));
        }
        for (Class<Boolean> type : new Class[] {boolean.class, Boolean.class}) {
            add(type, "must be true or false", StrictValues::flag);
        }
    }

    /// Python's `datetime.utcnow().isoformat()`, which the spec uses, has no zone: it is UTC.
    static Instant instant(String text) {
        boolean zoned = text.endsWith("Z") || text.matches(".*[+-]\\d\\d:?\\d\\d$");
        return zoned
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }

    /// Half a surrogate pair can be read but never written, neither to Redis nor to a database.
    static @Nullable String writable(String text) {
        return text.codePoints().anyMatch(c -> c >= 0xd800 && c <= 0xdfff) ? null : text;
    }

    private static @Nullable BigDecimal decimal(JsonParser parser) {
        if (!parser.currentToken().isNumeric()) {
            return null;
        }
        BigDecimal number = parser.getDecimalValue();
        int before = number.precision() - number.scale();
        if (Math.abs(number.scale()) > MAX_PLACES || before > MAX_PLACES) {
            return null;
        }
        // 1E+3 is written as 1000, so it is 1000 from the start.
        return number.scale() < 0 ? number.setScale(0) : number;
    }

    private static @Nullable Double finite(JsonParser parser) {
        return parser.currentToken().isNumeric() && Double.isFinite(parser.getDoubleValue())
                ? parser.getDoubleValue()
                : null;
    }

    private static @Nullable Boolean flag(JsonParser parser) {
        return parser.currentToken().isBoolean() ? parser.getBooleanValue() : null;
    }

    private static <T> Reader<T> text(Function<String, @Nullable T> read) {
        return parser ->
                parser.hasToken(JsonToken.VALUE_STRING) ? read.apply(parser.getString()) : null;
    }

    private static <T> Reader<T> whole(Function<JsonParser, T> read) {
        return parser -> parser.hasToken(JsonToken.VALUE_NUMBER_INT) ? read.apply(parser) : null;
    }

    private <T> void add(Class<T> type, String demand, Reader<T> reader) {
        addDeserializer(type, new Strict<>(type, demand, reader));
    }

    /// Null, or an exception of Jackson's, `java.time`'s or `java.math`'s, when it is not such a
    /// value.
    private interface Reader<T> {
        @Nullable T read(JsonParser parser);
    }

    private static final class Strict<T> extends StdDeserializer<T> {
        private final String demand;
        private final Reader<T> reader;

        Strict(Class<T> type, String demand, Reader<T> reader) {
            super(type);
            this.demand = demand;
            this.reader = reader;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) {
            T value;
            try {
                value = reader.read(parser);
            } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
                value = null;
            }
            return value == null ? context.reportInputMismatch(this, demand) : value;
        }

        @Override
        public @Nullable Object getNullValue(DeserializationContext context) {
            return handledType().isPrimitive()
                    ? context.reportInputMismatch(this, "is required")
                    : null;
        }
    }
}
