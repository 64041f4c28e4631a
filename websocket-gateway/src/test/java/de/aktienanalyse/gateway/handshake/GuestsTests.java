package de.aktienanalyse.gateway.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GuestsTests {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress ONE = InetAddress.ofLiteral("2001:db8::1");
    private static final InetAddress NEIGHBOUR = InetAddress.ofLiteral("2001:db8::2");
    private static final InetAddress OTHER = InetAddress.ofLiteral("10.0.0.2");

    private final AtomicLong nanos = new AtomicLong();
    private final List<String> turnedAway = new ArrayList<>();
    private final Guests<String> guests =
            new Guests<>(
                    3,
                    2,
                    InetAddress::isLoopbackAddress,
                    TimeUnit.SECONDS.toNanos(5),
                    turnedAway::add,
                    nanos::get);

    @Test
    void whoWaitedLongestMakesRoomButNotForACrowdThatComesAtOnce() {
        for (String each : List.of("a", "b", "c")) {
            assertThat(guests.arrived(each, HERE)).isTrue();
            pass(10);
        }
        assertThat(guests.arrived("d", HERE)).isFalse();

        pass(1_000);

        assertThat(guests.arrived("e", HERE)).isTrue();
        assertThat(turnedAway).containsExactly("a");
        assertThat(guests.count()).isEqualTo(3);
        guests.left("a");
        assertThat(guests.count()).isEqualTo(3);
    }

    @Test
    void oneNetworkTakesOnlyItsOwnPlaces() {
        guests.arrived("a", ONE);
        guests.arrived("b", NEIGHBOUR);
        pass(1_000);
        assertThat(guests.arrived("c", OTHER)).isTrue();
        pass(1_000);

        assertThat(guests.arrived("d", ONE)).isTrue();

        assertThat(turnedAway).containsExactly("a");
        guests.left("b");
        assertThat(guests.arrived("e", ONE)).as("b's place").isTrue();
    }

    @Test
    void aRequestThatDoesNotComeIsNotWaitedForHoweverOftenALetterDoes() {
        guests.arrived("slow", HERE);
        guests.arrived("stream", HERE);
        guests.arrived("kept", HERE);
        guests.served("stream");
        guests.waits("stream", true);
        guests.served("kept");
        guests.rests("kept");
        for (int i = 0; i < 6; i++) {
            pass(1_000);
            guests.served("slow");
            guests.turnAwayTheLate();
            guests.waits("slow", false);
        }
        assertThat(turnedAway).as("as long as it is read from").isEmpty();

        guests.turnAwayTheLate();

        assertThat(turnedAway).containsExactly("slow");
        guests.served("kept");
        guests.waits("kept", false);
        pass(4_000);
        guests.turnAwayTheLate();
        assertThat(turnedAway).as("its next request has just begun").hasSize(1);
    }

    @Test
    void whoIsServedGoesLastAndWhoHearsEventsNever() {
        guests.arrived("stream", HERE);
        guests.arrived("body", HERE);
        guests.served("stream");
        guests.waits("stream", true);
        guests.served("body");
        pass(1_000);
        guests.arrived("head", HERE);
        pass(1_000);

        assertThat(guests.arrived("a", HERE)).isTrue();
        assertThat(guests.arrived("b", HERE)).isTrue();
        assertThat(guests.arrived("c", HERE)).isFalse();

        assertThat(turnedAway).containsExactly("head", "body");
        guests.left("stream");
        assertThat(guests.has("stream")).isFalse();
        assertThat(guests.arrived("d", HERE)).isTrue();
    }

    @Test
    void evenThoseWhoShallGoAndDoNotHaveAnEnd() {
        int taken = 0;
        for (int i = 0; i < 10; i++) {
            taken += guests.arrived("guest-" + i, HERE) ? 1 : 0;
            pass(1_000);
        }
        assertThat(taken).isEqualTo(6);

        guests.left("guest-0");

        assertThat(guests.arrived("next", HERE)).isTrue();
    }

    private void pass(long millis) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void aProxyBringsMoreThanAnyOther() {
        InetAddress proxy = InetAddress.ofLiteral("172.18.0.2");
        Guests<String> behind =
                new Guests<>(
                        3,
                        1,
                        proxy::equals,
                        TimeUnit.SECONDS.toNanos(5),
                        turnedAway::add,
                        nanos::get);
        assertThat(behind.arrived("a", proxy)).isTrue();
        assertThat(behind.arrived("b", proxy)).isTrue();
        assertThat(behind.arrived("c", OTHER)).isTrue();
        behind.left("b");
        assertThat(behind.arrived("d", OTHER)).as("one of another").isFalse();
        assertThat(behind.arrived("e", proxy)).isTrue();
    }
}
