package de.aktienanalyse.gateway.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class TrustedProxyTests {
    private static final List<String> PROXIES = List.of("10.0.0.2", "172.18.0.0/16", "fd00::/8");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.2    |                                    | 10.0.0.2",
                "10.0.0.2    | 203.0.113.7                        | 203.0.113.7",
                "10.0.0.2    | 1.1.1.1, 203.0.113.7               | 203.0.113.7",
                "10.0.0.2    | 1.1.1.1, 203.0.113.7, 172.18.3.4   | 203.0.113.7",
                "10.0.0.2    | 172.18.9.9, 10.0.0.2               | 172.18.9.9",
                "10.0.0.2    | 1.1.1.1, unknown, 172.18.3.4       | 172.18.3.4",
                "10.0.0.2    | 1.1.1.1, nonsense                  | 10.0.0.2",
                "10.0.0.2    | 1.1.1.1,                           | 10.0.0.2",
                "10.0.0.2    | 203.0.113.7:4711                   | 203.0.113.7",
                "10.0.0.2    | [2001:db8::7]:4711                 | 2001:db8:0:0:0:0:0:7",
                "10.0.0.2    | ::ffff:203.0.113.7                 | 203.0.113.7",
                "::ffff:10.0.0.2 | 203.0.113.7                    | 203.0.113.7",
                "fd12::9     | 2001:db8::7                        | 2001:db8:0:0:0:0:0:7",
                "10.0.0.3    | 203.0.113.7                        | 10.0.0.3",
                "203.0.113.1 | 10.0.0.2                           | 203.0.113.1",
            })
    void theClientIsTheNearestThatIsNoProxy(String peer, String forwarded, String expected) {
        MockHttpServletRequest request = from(peer);
        if (forwarded != null) {
            request.addHeader("X-Forwarded-For", forwarded);
        }
        // A proxy that writes the other one passes this on as the client sent it.
        request.addHeader("Forwarded", "for=9.9.9.9");
        request.addHeader("X-Real-IP", "9.9.9.9");

        assertThat(proxy("X-Forwarded-For").sender(request).address()).isEqualTo(expected);
    }

    @Test
    void severalLinesAreOneList() {
        MockHttpServletRequest request = from("10.0.0.2");
        request.addHeader("X-Forwarded-For", "1.1.1.1");
        request.addHeader("X-Forwarded-For", "203.0.113.7, 172.18.0.9");

        assertThat(proxy("x-forwarded-for").sender(request).address()).isEqualTo("203.0.113.7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "for=203.0.113.7                                      | 203.0.113.7",
                "for=1.1.1.1, For=203.0.113.7;proto=https;by=10.0.0.2 | 203.0.113.7",
                "proto=https; for=\"[2001:db8::7]:4711\"              | 2001:db8:0:0:0:0:0:7",
                "for=1.1.1.1, for=\"203.0.113.7:80\", for=172.18.3.4  | 203.0.113.7",
                "for=1.1.1.1, for=_hidden                             | 10.0.0.2",
                "for=1.1.1.1, proto=https                             | 10.0.0.2",
                "by=1.1.1.1                                           | 10.0.0.2",
            })
    void forwardedIsReadWhereItIsWhatTheProxyWrites(String forwarded, String expected) {
        MockHttpServletRequest request = from("10.0.0.2");
        request.addHeader("Forwarded", forwarded);
        request.addHeader("X-Forwarded-For", "9.9.9.9");

        assertThat(proxy("Forwarded").sender(request).address()).isEqualTo(expected);
    }

    @Test
    void aUserIsBelievedOfAProxyAloneAndOnlyOne() {
        assertThat(user("10.0.0.2", "Anna")).isEqualTo("Anna");
        assertThat(user("10.0.0.2", " ")).isNull();
        assertThat(user("10.0.0.2")).isNull();
        assertThat(user("10.0.0.3", "Anna")).isNull();
        assertThat(user("10.0.0.2", "Bob", "Anna")).as("nobody's name").isEmpty();
        String utf8 =
                new String("Jürg".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(user("10.0.0.2", utf8)).isEqualTo("Jürg");
        assertThat(user("10.0.0.2", "Jürg")).isEqualTo("Jürg");
    }

    private static @Nullable String user(String peer, String... names) {
        MockHttpServletRequest request = from(peer);
        for (String name : names) {
            request.addHeader("remote-user", name);
        }
        return proxy("X-Forwarded-For").sender(request).user();
    }

    @Test
    void withPasswordsTheHeaderIsNobody() {
        MockHttpServletRequest request = from("10.0.0.2");
        request.addHeader("Remote-User", "Anna");

        assertThat(
                        new TrustedProxy(settings("password", PROXIES, "X-Forwarded-For"))
                                .sender(request))
                .isEqualTo(new Sender("10.0.0.2", null));
    }

    @Test
    void settingsThatSayNotWhomToBelieveAreRefused() {
        assertThatThrownBy(
                        () -> new TrustedProxy(settings("trusted-proxy", List.of(""), "Forwarded")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("AKTIEN_TRUSTED_PROXIES");
        assertThatThrownBy(() ->
                        new TrustedProxy(settings("password", List.of("0.0.0.0/0"), "Forwarded")))
                .hasMessageContaining("AKTIEN_TRUSTED_PROXIES");
        assertThatThrownBy(() -> new TrustedProxy(settings("proxy", PROXIES, "Forwarded")))
                .hasMessageContaining("AKTIEN_AUTH");
        assertThatThrownBy(() -> new TrustedProxy(settings("password", PROXIES, "X-Real-IP")))
                .hasMessageContaining("AKTIEN_PROXY_ADDRESS_HEADER");
    }

    private static MockHttpServletRequest from(String peer) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(peer);
        return request;
    }

    private static TrustedProxy proxy(String addressHeader) {
        return new TrustedProxy(settings("trusted-proxy", PROXIES, addressHeader));
    }

    private static ProxyProperties settings(
            String auth, List<String> proxies, String addressHeader) {
        return new ProxyProperties(
                auth, proxies, "Remote-User", addressHeader, Duration.ofMinutes(30));
    }
}
