package de.aktienanalyse.gateway.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTests {
    private final Origins origins = new Origins(List.of("https://aktien.example"));

    @ParameterizedTest
    @CsvSource(
            value = {
                "http://127.0.0.1:8080, 127.0.0.1:8080, true",
                "http://localhost:8080, localhost:8080, true",
                "HTTP://LOCALHOST:8080, localhost:8080, true",
                "http://192.168.1.20:8080, 192.168.1.20:8080, true",
                "http://[::1]:8080, [::1]:8080, true",
                "https://aktien.example, aktien.example, true",
                "https://aktien.example, 127.0.0.1:8080, true",
                "http://aktien.example, aktien.example, false",
                "https://aktien.example.evil.com, 127.0.0.1:8080, false",
                "http://127.0.0.1:9999, 127.0.0.1:8080, false",
                "http://evil.com, 127.0.0.1:8080, false",
                "null, 127.0.0.1:8080, false",
                "file://, 127.0.0.1:8080, false",
                "http://evil.com:8080, evil.com:8080, false",
            })
    void onlyOurOwnAndConfiguredPagesMayConnect(String origin, String host, boolean allowed) {
        assertThat(origins.allows(origin, host)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8080, true",
        "localhost, true",
        "aktien.example, true",
        "evil.com:8080, false",
        "127.0.0.1.evil.com, false"
    })
    void aForeignNameInHostIsNotOurs(String host, boolean ours) {
        assertThat(origins.isOurs(host)).isEqualTo(ours);
    }
}
