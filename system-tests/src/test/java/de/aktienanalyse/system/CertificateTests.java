package de.aktienanalyse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole suite with a certificate, open to other machines.
@Order(2)
class CertificateTests {
    private static final String ALL = "0.0.0.0";

    @TempDir static Path folder;
    private static Certificate certificate;
    private static RunningSuite suite;
    private static String said;

    @BeforeAll
    static void start() {
        certificate = Certificate.madeIn(folder);
        suite =
                RunningSuite.named("tls", RunningSuite.settings("AKTIEN_BIND", ALL))
                        .with(certificate);
        RunningSuite.Said up = suite.say("up", "--detach");
        said = up.output();
        assertThat(up.exitCode()).as(said).isZero();
    }

    @AfterAll
    static void stop() {
        suite.close();
    }

    @Test
    void upAndStatusAskTheGatewayByTlsAndNameItsPage() {
        assertThat(suite.page().getScheme()).isEqualTo("https");
        assertThat(said).contains("open " + suite.page() + "einrichten#token=");
        assertThat(suite.processes()).hasSize(7).allMatch(each -> each.state().equals("ready"));
        assertThat(suite.say("status").output()).contains(suite.page().toString());

        RunningSuite.Said again = suite.say("restart", "websocket-gateway");

        assertThat(again.exitCode()).as(again.output()).isZero();
        assertThat(suite.process("websocket-gateway").state()).isEqualTo("ready");
    }

    @Test
    void thePageComesByTlsAndTheCookieIsBoundToIt() throws Exception {
        HttpResponse<String> page = send(HttpRequest.newBuilder(suite.page()));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<!doctype html>");
        assertThat(page.headers().firstValue("Strict-Transport-Security")).isPresent();

        HttpResponse<String> setUp =
                send(
                        HttpRequest.newBuilder(suite.page().resolve("/api/setup"))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(Login.wish(suite.setupToken()))));

        assertThat(setUp.statusCode()).as(setUp.body()).isEqualTo(201);
        String cookie = setUp.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie)
                .startsWith("__Host-aktien_session=")
                .contains("; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict");
        HttpResponse<String> session =
                send(
                        HttpRequest.newBuilder(suite.page().resolve("/api/session"))
                                .header("Cookie", cookie.split(";", 2)[0]));
        assertThat(session.body()).contains(Login.NAME);
    }

    @Test
    void socketsAndStreamsComeByTls() {
        try (BrowserSocket jdks = suite.socket()) {
            assertThat(jdks.ask("get_portfolio", Map.of()).at("/data/status").asString())
                    .isEqualTo("success");
        }

        String output =
                OurClient.check(
                        suite,
                        Map.of(
                                "NODE_EXTRA_CA_CERTS",
                                certificate.file().toString(),
                                "GATEWAY_CHECKS",
                                "socket,command,fallback"));

        assertThat(output).endsWith("all holds\n");
    }

    @Test
    void inTheClearItTellsNothing() throws Exception {
        URI plain = URI.create(suite.page().toString().replaceFirst("https", "http"));

        HttpResponse<String> answer = send(HttpRequest.newBuilder(plain));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("<!doctype html>");
    }

    /// Also an address of this machine, but another than that of who listens for this machine only.
    @Test
    void nobodyElseListensBeyondThisMachine() {
        assertThat(suite.processes())
                .filteredOn(process -> isReached("127.0.0.2", process.port()))
                .extracting(RunningSuite.Process::service)
                .containsExactly("websocket-gateway");
    }

    private static boolean isReached(String address, int port) {
        try (Socket _ = new Socket(address, port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void withoutACertificateOthersAreNotLetIn() {
        try (RunningSuite open =
                RunningSuite.named("open", RunningSuite.settings("AKTIEN_BIND", ALL))) {
            RunningSuite.Said up = open.say("up", "--detach");

            assertThat(up.exitCode()).isNotZero();
            assertThat(up.output())
                    .startsWith("suite: AKTIEN_BIND=0.0.0.0 lets other machines in")
                    .contains("AKTIEN_TLS_CERT", "AKTIEN_INSECURE_LAN=true")
                    .hasLineCount(1);
            assertThat(open.data()).doesNotExist();
        }
    }

    private static HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        try (HttpClient http = suite.http()) {
            return http.send(request.build(), BodyHandlers.ofString());
        }
    }
}
