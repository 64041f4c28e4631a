package de.aktienanalyse.gateway.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.Keys;
import de.aktienanalyse.bus.Position;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownPositionsTests {

    @Test
    void anIdComesBackAsThePositionsItWasMadeOf() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            KnownPositions known = new KnownPositions();
            long epoch = 1_700_000_000_000L;
            for (String partition : Keys.partitions()) {
                if (random.nextInt(4) > 0) {
                    epoch += random.nextInt(5) == 0 ? random.nextLong(1_000_000_000) : 0;
                    known.set(new Position(partition, epoch, random.nextLong(1L << 40)));
                }
            }
            assertThat(KnownPositions.parse(known.id()))
                    .as(known.id())
                    .containsExactlyElementsOf(known.all());
            assertThat(KnownPositions.parse(String.join(",", known.texts())))
                    .containsExactlyElementsOf(known.all());
        }
    }

    @Test
    void allPartitionsFitIntoAHeader() {
        KnownPositions known = new KnownPositions();
        Keys.partitions()
                .forEach(name -> known.set(new Position(name, 1_764_000_000_000L, 123_456_789)));

        assertThat(known.id().length()).isLessThan(512);
        assertThat(known.id()).matches("[\\x21-\\x7e]+");
    }

    @Test
    void theNewestOfTwoSourcesCounts() {
        assertThat(
                        KnownPositions.newest(
                                List.of(
                                        new Position("trading.0", 5, 9),
                                        new Position("trading.0", 6, 1),
                                        new Position("trading.0", 5, 10))))
                .containsExactly(new Position("trading.0", 6, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "~",
                "~trading",
                "~trading.0",
                "~trading.0-1",
                "~trading.0@-1",
                "~trading.0@1-",
                "~trading.0@zz-!",
                "~trading.@1-1",
                "~.0@1-1",
                "trading.0@1-1,x",
                "trading.0@1-1;x",
                "~trading.0@zzzzzzzzzzzzzzzzzz-1",
                "~trading.0@1--1",
                "trading.0@a-1"
            })
    void whatIsNoneIsRefused(String text) {
        assertThat(KnownPositions.parse(text)).isNull();
    }
}
