package de.aktienanalyse.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionsTests {

    /// What `CLUSTER KEYSLOT` of Redis answers, and its documentation prints.
    @ParameterizedTest
    @CsvSource({"foo, 12182", "hello, 866", "somekey, 11058"})
    void isTheOneThatRedisUsesForItsSlots(String key, int slot) {
        assertThat(Partitions.crc16(key.getBytes(StandardCharsets.UTF_8)) % 16384).isEqualTo(slot);
    }

    @Test
    void theCheckValueIsTheOneOfTheStandard() {
        assertThat(Partitions.crc16("123456789".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(0x31c3);
    }

    /// Written down: another assignment would break the order of what is in the streams.
    @ParameterizedTest
    @CsvSource({"AAPL, 2", "MSFT, 3", "NVDA, 1", "depot-1, 3", "owner, 1", "Größe €, 2"})
    void aSubjectStaysWhereItIs(String subject, int partition) {
        assertThat(Partitions.of(subject)).isEqualTo(partition);
    }

    @Test
    void subjectsSpreadOverAllPartitions() {
        Map<Integer, Long> spread =
                IntStream.range(0, 4000)
                        .mapToObj(i -> "SYMBOL" + i)
                        .collect(Collectors.groupingBy(Partitions::of, Collectors.counting()));

        assertThat(spread).hasSize(Partitions.COUNT);
        assertThat(spread.values()).allSatisfy(count -> assertThat(count).isBetween(900L, 1100L));
    }
}
