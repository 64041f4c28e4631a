package de.aktienanalyse.benchmarks.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SocketIoProtocolTests {
    private final Recorder recorder = new Recorder(new SocketIoProtocol());

    @Test
    void comesBackWithSessionAndOffset() {
        assertThat(recorder.opening()).isEqualTo("40");

        recorder.read("0{\"sid\":\"engine\"}");
        recorder.read("40{\"sid\":\"s-1\",\"pid\":\"p-1\"}");
        recorder.read(
                "42[\"m\",{\"symbol\":\"S001\",\"client_order_id\":\"1\",\"execution_id\":\"7\"},\"1700-3\"]");
        recorder.read("2");

        assertThat(recorder.done).containsExactly("live", "1 1 7", "says 3");
        assertThat(recorder.opening()).isEqualTo("40{\"pid\":\"p-1\",\"offset\":\"1700-3\"}");
    }

    @Test
    void anotherSessionIsAGap() {
        recorder.read("40{\"sid\":\"s-1\",\"pid\":\"p-1\"}");
        recorder.read("40{\"sid\":\"s-1\",\"pid\":\"p-1\"}");
        assertThat(recorder.reception.against(new Said(2)).gaps()).isZero();

        recorder.read("40{\"sid\":\"s-2\",\"pid\":\"p-2\"}");

        assertThat(recorder.reception.against(new Said(2)).gaps()).isEqualTo(1);
        assertThat(recorder.opening()).isEqualTo("40");
    }
}
