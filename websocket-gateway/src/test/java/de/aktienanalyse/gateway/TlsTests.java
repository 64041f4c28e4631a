package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.aktienanalyse.bus.InMemoryEventBus;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/// The gateway with a certificate of its own, as `AKTIEN_TLS_CERT` and `AKTIEN_TLS_KEY` name it.
@ExtendWith(OutputCaptureExtension.class)
class TlsTests {
    private static final String ALL = "0.0.0.0";

    @TempDir static Path folder;

    private static Path certificate;
    private static Path key;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = folder.resolve("cert.pem");
        key = folder.resolve("key.pem");
        make(certificate, key);
    }

    private static void make(Path certificate, Path key) throws InterruptedException {
        boolean made;
        try {
            Process openssl =
                    new ProcessBuilder(
                                    "openssl",
                                    "req",
                                    "-x509",
                                    "-newkey",
                                    "rsa:2048",
                                    "-nodes",
                                    "-days",
                                    "2",
                                    "-subj",
                                    "/CN=localhost",
                                    "-addext",
                                    "subjectAltName=DNS:localhost",
                                    "-keyout",
                                    key.toString(),
                                    "-out",
                                    certificate.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("openssl.log").toFile())
                            .start();
            made = openssl.waitFor() == 0;
        } catch (IOException _) {
            made = false;
        }
        assumeTrue(made, "openssl makes a certificate");
    }

    @Test
    void pageCommandsAndSocketsGoByTlsAndTheCookieIsBoundToIt() throws Exception {
        try (ConfigurableApplicationContext gateway =
                        start(
                                "--server.address=" + ALL,
                                "--aktien.gateway.tls.certificate=" + certificate,
                                "--aktien.gateway.tls.key=" + key);
                HttpClient http = HttpClient.newBuilder().sslContext(trusting()).build()) {
            int port = port(gateway);
            HttpResponse<String> setUp =
                    http.send(
                            HttpRequest.newBuilder(uri(port, "/api/setup"))
                                    .header("Origin", "https://localhost:" + port)
                                    .header("Content-Type", "application/json")
                                    .POST(
                                            BodyPublishers.ofString(
                                                    """
                                                    {"token":"%s","name":"Anna","password":"%s"}\
                                                    """
                                                            .formatted(link(), Person.PASSWORD)))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(setUp.statusCode()).as(setUp.body()).isEqualTo(201);
            assertThat(setUp.body()).contains("\"insecure_lan\":false");
            assertThat(setUp.headers().firstValue("Strict-Transport-Security").orElse(""))
                    .startsWith("max-age=");
            String cookie = setUp.headers().firstValue("Set-Cookie").orElse("");
            assertThat(cookie).startsWith("__Host-aktien_session=").contains("Secure", "HttpOnly");
            HttpResponse<String> ready =
                    http.send(
                            HttpRequest.newBuilder(uri(port, "/actuator/health/readiness")).build(),
                            BodyHandlers.ofString());
            assertThat(ready.statusCode()).isEqualTo(200);

            try (BrowserClient client =
                    BrowserClient.secure(http, port, cookie.substring(0, cookie.indexOf(';')))) {
                converse(client, gateway.getBean(InMemoryEventBus.class));
            }
            try (RawClient plain = new RawClient(port, 4096)) {
                assertThat(plain.request("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                        .as("what ./suite takes as the sign of TLS")
                        .startsWith("HTTP/1.1 400");
            }
        }
    }

    private static void converse(BrowserClient client, InMemoryEventBus bus) {
        client.next("connection.established");
        client.subscribe("trading.*");
        for (int i = 0; i < 3_000; i++) {
            bus.publish(SampleEvents.fill("tls-" + i, "ONE"));
        }
        List<String> got = new ArrayList<>();
        while (got.size() < 3_000) {
            got.add(client.next("trading.order_filled").at("/data/order_id").asString());
        }
        assertThat(got).doesNotHaveDuplicates().startsWith("tls-0").endsWith("tls-2999");

        // Nearly all that one message may hold, so that it ends in the middle of a TLS record and
        // of a turn of reading.
        String filler = "x".repeat(65_400);
        client.send("{\"type\":\"ping\",\"correlation_id\":\"big\",\"filler\":\"" + filler + "\"}");
        assertThat(client.next("pong").path("correlation_id").asString()).isEqualTo("big");
    }

    /// By two moves, as those programs do that renew: between them the pair does not fit.
    @Test
    void aRenewedCertificateIsServedWithoutARestart(CapturedOutput output) throws Exception {
        Path servedCertificate = Files.copy(certificate, folder.resolve("served-cert.pem"));
        Path servedKey = Files.copy(key, folder.resolve("served-key.pem"));
        Path newCertificate = folder.resolve("new-cert.pem");
        Path newKey = folder.resolve("new-key.pem");
        make(newCertificate, newKey);
        byte[] before = der(certificate);
        byte[] after = der(newCertificate);
        try (ConfigurableApplicationContext gateway =
                        start(
                                "--aktien.gateway.tls.certificate=" + servedCertificate,
                                "--aktien.gateway.tls.key=" + servedKey,
                                "--spring.ssl.bundle.watch.file.quiet-period=50ms");
                HttpClient http = HttpClient.newBuilder().sslContext(trusting()).build();
                BrowserClient client = BrowserClient.secure(http, port(gateway))) {
            client.next("connection.established");
            assertThat(served(gateway)).isEqualTo(before);

            Files.move(newCertificate, servedCertificate, StandardCopyOption.REPLACE_EXISTING);
            await().until(() -> output.getAll().contains("match"));
            assertThat(served(gateway)).isEqualTo(before);

            Files.move(newKey, servedKey, StandardCopyOption.REPLACE_EXISTING);
            await().until(() -> Arrays.equals(served(gateway), after));
            assertThat(client.untilPong()).isEmpty();
        }
    }

    /// What a new connection is shown.
    private static byte[] served(ConfigurableApplicationContext gateway) throws Exception {
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new TrustManager[] {new Anybody()}, null);
        try (SSLSocket socket =
                (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", port(gateway))) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0].getEncoded();
        }
    }

    private static byte[] der(Path pem) throws Exception {
        try (InputStream in = Files.newInputStream(pem)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in).getEncoded();
        }
    }

    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Test
    void aHalfOrUnreadableSettingIsSaidAtTheStart() {
        assertThatThrownBy(() -> start("--aktien.gateway.tls.certificate=" + certificate))
                .hasStackTraceContaining("AKTIEN_TLS_KEY is missing");
        assertThatThrownBy(() ->
                        start(
                                "--aktien.gateway.tls.certificate=" + certificate,
                                "--aktien.gateway.tls.key=" + folder.resolve("none.pem")))
                .hasStackTraceContaining("AKTIEN_TLS_KEY names no file that can be read");
        assertThatThrownBy(() -> start("--server.address=" + ALL))
                .hasStackTraceContaining("AKTIEN_TLS_CERT and AKTIEN_TLS_KEY (PEM files)");
    }

    private static ConfigurableApplicationContext start(String... more) {
        List<String> words = new ArrayList<>(List.of(more));
        words.add("--server.port=0");
        words.add("--aktien.gateway.outbound.close-timeout=200ms");
        return new SpringApplicationBuilder(TestGateway.class, GatewayApplication.class)
                .initializers(new FreshData(folder))
                .run(words.toArray(String[]::new));
    }

    private static int port(ConfigurableApplicationContext gateway) {
        return gateway.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    private static URI uri(int port, String path) {
        return URI.create("https://localhost:" + port + path);
    }

    private static String link() throws IOException {
        return Files.readString(folder.resolve("setup-token")).strip();
    }

    private static SSLContext trusting() throws Exception {
        KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
        known.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            known.setCertificateEntry(
                    "ours", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
