package de.aktienanalyse.bus;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.MarketEvent.PriceUpdated;
import de.aktienanalyse.events.Severity;
import de.aktienanalyse.events.SystemEvent.ErrorOccurred;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EnvelopesTests {
    private static final Instant NOW = Instant.parse("2025-01-25T15:30:00.123456789Z");

    private final Envelopes envelopes =
            new Envelopes("verwaltung", Clock.fixed(NOW, ZoneOffset.UTC), new Random(1));

    @Test
    void idsAreUuidsOfVersionSevenThatSortByTime() {
        String before = "";
        for (int milli = 0; milli < 1000; milli++) {
            UUID id = envelopes.newId(NOW.plusMillis(milli));

            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
            assertThat(id.getMostSignificantBits() >>> 16)
                    .isEqualTo(NOW.plusMillis(milli).toEpochMilli());
            assertThat(id.toString()).isGreaterThan(before);
            before = id.toString();
        }
    }

    @Test
    void idsOfTheSameMillisecondDiffer() {
        Set<UUID> ids = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            assertThat(ids.add(envelopes.newId(NOW))).isTrue();
        }
    }

    @Test
    void theRecordNamesItsSourceElseItIsTheService() {
        assertThat(envelopes.of(price(), Cause.NONE).source())
                .isEqualTo("aktienanalyse.market-data");
        assertThat(envelopes.of(error(), Cause.NONE).source()).isEqualTo("verwaltung");
    }

    @Test
    void timesHaveMicrosecondsAsEveryDatabaseKeepsThem() {
        assertThat(envelopes.of(price(), Cause.NONE).timestamp())
                .isEqualTo(Instant.parse("2025-01-25T15:30:00.123456Z"));
    }

    @Test
    void whatFollowsFromAnEventCarriesItsOrigin() {
        EventEnvelope<Event> heard =
                envelopes.of(
                        price(),
                        new Cause("klick-1", "command-1", "owner", "00-trace-01", "replay-1"));

        EventEnvelope<Event> said = envelopes.of(error(), Cause.of(heard));

        assertThat(said.correlationId()).isEqualTo("klick-1");
        assertThat(said.causationId()).isEqualTo(heard.eventId());
        assertThat(said.actor()).isEqualTo("owner");
        assertThat(said.traceparent()).isEqualTo("00-trace-01");
        assertThat(said.replayed()).isTrue();
        assertThat(said.position()).isNull();
    }

    private static Event price() {
        return new PriceUpdated(
                "AAPL", null, BigDecimal.TEN, null, null, null, null, NOW, "test", null, null);
    }

    private static Event error() {
        return new ErrorOccurred(
                "error-1", "verwaltung", "Test", "a test", null, Severity.INFO, false, NOW);
    }
}
