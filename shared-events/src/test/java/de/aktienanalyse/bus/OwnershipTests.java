package de.aktienanalyse.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who works on what, on one database without a bus.
class OwnershipTests {
    private static final List<String> WORK = List.of("a", "b", "c", "d");

    @TempDir Path dir;

    private final Hand clock = new Hand();
    private BusNode first;
    private BusNode second;

    /// A clock set by hand.
    private static final class Hand extends Clock {
        private Instant now = Instant.parse("2026-01-05T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void connect() {
        first = node("verwaltung-1");
        second = node("verwaltung-2");
    }

    @AfterEach
    void disconnect() {
        first.close();
        second.close();
    }

    private BusNode node(String instance) {
        BusNode node =
                new BusNode(
                        "verwaltung",
                        instance,
                        "redis://127.0.0.1:1",
                        dir.resolve("depot.db"),
                        clock);
        WORK.forEach(node.ownership::wants);
        return node;
    }

    private static List<String> ownedBy(BusNode node) {
        return WORK.stream().filter(node.ownership::owns).toList();
    }

    @Test
    void instancesShareTheWorkEvenly() throws Exception {
        first.ownership.renew();
        assertThat(ownedBy(first)).isEqualTo(WORK);

        second.ownership.renew();
        first.ownership.renew();
        second.ownership.renew();

        // The relay is a fifth piece of work.
        assertThat(ownedBy(first)).hasSizeLessThanOrEqualTo(3);
        assertThat(ownedBy(second)).hasSizeLessThanOrEqualTo(3);
        List<String> both = new ArrayList<>(ownedBy(first));
        both.addAll(ownedBy(second));
        assertThat(both).containsExactlyInAnyOrderElementsOf(WORK);
    }

    @Test
    void aStoppedInstanceIsReplacedWithinFiveSecondsAndItsLateCommitIsRefused() throws Exception {
        first.ownership.renew();
        clock.now = clock.now.plus(Ownership.LEASE).minus(Duration.ofMillis(1));
        second.ownership.renew();
        assertThat(ownedBy(second)).isEmpty();

        clock.now = clock.now.plus(Ownership.RENEWAL);
        second.ownership.renew();

        assertThat(ownedBy(second)).isEqualTo(WORK);
        assertThat(Ownership.LEASE.plus(Ownership.RENEWAL))
                .isLessThanOrEqualTo(Duration.ofSeconds(5));
        // It wakes up: what it does not renew it does not read any more, and what it has in hand is
        // refused.
        assertThat(ownedBy(first)).isEmpty();
        assertThatThrownBy(() ->
                        first.transactions.within(() -> {
                            first.jdbc
                                    .sql("insert into bus_inbox values ('a.first', '', 'late', 0)")
                                    .update();
                            first.ownership.check("a");
                            return null;
                        }))
                .isInstanceOf(Ownership.Lost.class);
        assertThat(first.ownership.owns("a")).isFalse();
        assertThat(first.jdbc.sql("select count(*) from bus_inbox").query(Integer.class).single())
                .isZero();
    }
}
