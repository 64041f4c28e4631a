package de.aktienanalyse.benchmarks.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import de.aktienanalyse.benchmarks.stage.RedisProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What of `only=` and of what was prepared becomes a target.
class TargetsTests {

    @TempDir private Path dir;

    private List<String> names(List<String> only) {
        List<String> names = new ArrayList<>();
        try (RedisProcess redis = new RedisProcess(dir)) {
            new Targets(dir, redis, Use.FAN_OUT, only).forEach(target -> names.add(target.name()));
        }
        return names;
    }

    @Test
    void onlyWhatIsPreparedIsMeasured() {
        assertThat(names(List.of())).containsExactly("Spring's simple STOMP broker");
        assertThat(names(List.of("ws"))).isEmpty();
    }

    @Test
    void anUnknownNameIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> names(List.of("stomp", "sockjs")))
                .withMessageContaining("sockjs");
    }

    @Test
    void argumentsAreNumbersAndKnownWords() {
        Arguments arguments = Arguments.of(new String[] {"50", "only=ws,stomp"}, Set.of("only"));

        assertThat(arguments.count(0, 500)).isEqualTo(50);
        assertThat(arguments.number(1, 1.5)).isEqualTo(1.5);
        assertThat(arguments.list("only")).containsExactly("ws", "stomp");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.of(new String[] {"once=ws"}, Set.of("only")));
    }

    @Test
    void bothAdaptersOfSocketIoAreToldTheSameText() {
        String text = "{\"a\":1}";
        byte[] json = text.getBytes(StandardCharsets.US_ASCII);

        assertThat(new String(Payloads.packet(json), StandardCharsets.ISO_8859_1)).contains(text);
        assertThat(new String(Payloads.entry(json), StandardCharsets.US_ASCII))
                .contains("[\"m\",\"{\\\"a\\\":1}\"]");
    }
}
