package de.aktienanalyse.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimitsTests {
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void aBurstIsFollowedByTheRate() {
        TokenBucket bucket = new TokenBucket(20, 40, nanos::get);
        for (int i = 0; i < 40; i++) {
            assertThat(bucket.take()).isTrue();
        }
        assertThat(bucket.take()).isFalse();

        nanos.addAndGet(50_000_000);

        assertThat(bucket.take()).isTrue();
        assertThat(bucket.take()).isFalse();
    }

    @Test
    void aLongRestGivesNoMoreThanTheBurst() {
        TokenBucket bucket = new TokenBucket(20, 2, nanos::get);
        nanos.addAndGet(3_600_000_000_000L);
        assertThat(bucket.take()).isTrue();
        assertThat(bucket.take()).isTrue();
        assertThat(bucket.take()).isFalse();
    }

    @Test
    void anAddressGetsItsConnectionsBack() {
        Limits limits = limits(true);
        assertThat(limits.connected("10.0.0.1")).isTrue();
        assertThat(limits.connected("10.0.0.1")).isTrue();
        assertThat(limits.connected("10.0.0.1")).isFalse();
        assertThat(limits.connected("10.0.0.2")).isTrue();

        limits.disconnected("10.0.0.1");

        assertThat(limits.connected("10.0.0.1")).isTrue();
    }

    @Test
    void offLiftsRatesAndConnectionsButNotSubscriptions() {
        Limits limits = limits(false);
        for (int i = 0; i < 1000; i++) {
            assertThat(limits.connected("10.0.0.1")).isTrue();
            assertThat(limits.mayCommand("owner")).isTrue();
        }
        assertThat(limits.subscriptions()).isEqualTo(3);
    }

    private Limits limits(boolean enforced) {
        return new Limits(new LimitProperties(enforced, 20, 40, 5, 10, 3, 2), nanos::get);
    }
}
