package de.aktienanalyse.benchmarks.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class CentrifugeProtocolTests {
    private static final String FIRST =
            "{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"bench\"}}";

    private final Recorder recorder = new Recorder(new CentrifugeProtocol());

    @Test
    void comesBackWithEpochAndOffset() {
        assertThat(recorder.opening()).isEqualTo(FIRST);

        recorder.read("{\"id\":2,\"subscribe\":{\"recoverable\":true,\"epoch\":\"E\"}}");
        recorder.read(
                "{\"push\":{\"channel\":\"bench\",\"pub\":{\"data\":{\"symbol\":\"S001\","
                        + "\"client_order_id\":\"1\",\"execution_id\":\"7\"},\"offset\":5}}}\n{}");

        assertThat(recorder.done).containsExactly("live", "1 1 7", "says {}");
        assertThat(recorder.opening()).endsWith("\"recover\":true,\"epoch\":\"E\",\"offset\":5}}");
    }

    @Test
    void readsWhatWasMissedOutOfTheReply() {
        recorder.read(
                "{\"id\":2,\"subscribe\":{\"recoverable\":true,\"epoch\":\"E\",\"offset\":3}}");
        recorder.read(
                "{\"id\":2,\"subscribe\":{\"epoch\":\"E\",\"publications\":["
                        + "{\"data\":{\"symbol\":\"S000\",\"client_order_id\":\"1\",\"execution_id\":\"7\"},\"offset\":4},"
                        + "{\"data\":{\"symbol\":\"S001\",\"client_order_id\":\"1\",\"execution_id\":\"8\"},\"offset\":5}],"
                        + "\"recovered\":true,\"offset\":3,\"was_recovering\":true}}");

        assertThat(recorder.done).containsExactly("live", "0 1 7", "1 1 8", "live");
        assertThat(recorder.opening()).endsWith("\"offset\":5}}");
        assertThat(recorder.reception.against(new Said(2)).gaps()).isZero();
    }

    @Test
    void readsAsLongAReplyAsAResumeNeeds() {
        String missed =
                "{\"data\":{\"symbol\":\"S001\",\"client_order_id\":\"1\",\"execution_id\":\"7\",\"padding\":\"%s\"},\"offset\":4}"
                        .formatted("x".repeat(200));
        String reply =
                "{\"id\":2,\"subscribe\":{\"epoch\":\"E\",\"publications\":[%s],\"recovered\":true}}"
                        .formatted(String.join(",", Collections.nCopies(10_000, missed)));

        assertTimeout(Duration.ofSeconds(3), () -> recorder.read(reply));

        assertThat(recorder.done).hasSize(10_001);
    }

    @Test
    void notRecoveredIsAGap() {
        recorder.read("{\"id\":2,\"subscribe\":{\"epoch\":\"E\",\"offset\":3}}");
        recorder.read(
                "{\"id\":2,\"subscribe\":{\"epoch\":\"F\",\"offset\":7,\"was_recovering\":true}}");

        assertThat(recorder.reception.against(new Said(2)).gaps()).isEqualTo(1);
        assertThat(recorder.opening()).endsWith("\"epoch\":\"F\",\"offset\":7}}");
    }
}
