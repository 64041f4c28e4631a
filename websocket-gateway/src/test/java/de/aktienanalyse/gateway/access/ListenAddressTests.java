package de.aktienanalyse.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenAddressTests {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, false, false, false",
        "::1, false, false, false",
        "0.0.0.0, true, false, false",
        "192.168.1.20, true, false, false",
        "0.0.0.0, false, true, true",
        "127.0.0.1, false, true, false",
    })
    void inTheClearOnlyOnThisMachineOrWhenAskedFor(
            String address, boolean tls, boolean allowed, boolean insecure) {
        assertThat(new ListenAddress(InetAddress.ofLiteral(address), tls, allowed).isInsecure())
                .isEqualTo(insecure);
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0", "192.168.1.20", "::"})
    void otherwiseItDoesNotStart(String address) {
        assertThatThrownBy(() -> new ListenAddress(InetAddress.ofLiteral(address), false, false))
                .hasMessageContaining("AKTIEN_INSECURE_LAN");
        assertThatThrownBy(() -> new ListenAddress(null, false, false))
                .hasMessageContaining("AKTIEN_BIND");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "0.0.0.0, 127.0.0.1",
        "::, 127.0.0.1",
        "192.168.1.20, 192.168.1.20",
        "::1, [0:0:0:0:0:0:0:1]",
    })
    void aBrowserOnThisMachineFindsItThere(String address, String host) {
        assertThat(ListenAddress.host(InetAddress.ofLiteral(address))).isEqualTo(host);
    }
}
