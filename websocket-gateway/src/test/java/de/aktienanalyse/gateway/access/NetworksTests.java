package de.aktienanalyse.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTests {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.2, 10.0.0.2, true",
        "10.0.0.2, 10.0.0.3, false",
        "10.0.0.2, ::ffff:10.0.0.2, true",
        "::ffff:10.0.0.2, 10.0.0.2, true",
        "172.18.0.0/16, 172.18.255.255, true",
        "172.18.0.0/16, 172.19.0.0, false",
        "172.16.0.0/12, 172.31.255.255, true",
        "172.16.0.0/12, 172.32.0.0, false",
        "::ffff:172.18.0.0/112, 172.18.4.4, true",
        "::ffff:172.18.0.0/112, 172.19.0.0, false",
        "10.0.0.1/32, 10.0.0.0, false",
        "::1, 0:0:0:0:0:0:0:1, true",
        "fd00::/8, fdff::1, true",
        "fd00::/8, fe00::1, false",
        "2001:db8:8000::/33, 2001:db8:8000::1, true",
        "2001:db8:8000::/33, 2001:db8:7fff::1, false",
        "fe80::1, fe80::1%eth0, true",
        "10.0.0.0/8, 2001:db8::1, false",
        "a00::/8, 10.0.0.1, false",
    })
    void areLookedUpByTheirBits(String network, String address, boolean expected) {
        Networks networks = Networks.of(List.of(" ", network));
        assertThat(Networks.address(address).map(networks::contain)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy.example",
                "localhost",
                "10.1",
                "10.0.0.256",
                "010.0.0.0x1",
                "0.0.0.0/0",
                "::/0",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.0/8/8",
                "::ffff:10.0.0.0/90",
                "::g"
            })
    void whatIsNoneOrEverythingIsRefused(String text) {
        assertThatThrownBy(() -> Networks.of(List.of("10.0.0.2", text)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noneContainNothing() {
        Networks none = Networks.of(Arrays.asList("", " "));
        assertThat(none.isEmpty()).isTrue();
        assertThat(Networks.address("127.0.0.1").map(none::contain)).contains(false);
    }
}
