package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.util.TestSocketUtils;

/// From the first start to the last log-out, on gateways of their own.
class AccessTests {
    @TempDir Path folder;

    private int port;

    @BeforeEach
    void choosePort() {
        port = TestSocketUtils.findAvailableTcpPort();
    }

    @Test
    void theFirstStartIsOpenOnlyToWhoHasTheLink() throws Exception {
        String link;
        try (ConfigurableApplicationContext _ = start()) {
            link = link();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                    .isEqualTo("rw-------");
            Person stranger = new Person(port);

            assertThat(stranger.get("/api/session").json().path("state").asString())
                    .isEqualTo("setup_required");
            assertThat(stranger.get("/api/portfolio").status()).isEqualTo(401);
            assertThat(stranger.get("/api/portfolio").json().path("code").asString())
                    .isEqualTo("setup_required");
            assertThat(stranger.setUp("guessed", "Mallory").status()).isEqualTo(403);
            assertThat(stranger.get("/").status()).as("the page itself").isEqualTo(200);
        }
        try (ConfigurableApplicationContext _ = start()) {
            assertThat(link()).as("lives until it is used").isEqualTo(link);
            Person anna = new Person(port);
            Person.Answer weak =
                    anna.post(
                            "/api/setup",
                            "{\"token\":\"%s\",\"name\":\"Anna\",\"password\":\"passwort1234\"}"
                                    .formatted(link));
            assertThat(weak.status()).isEqualTo(422);
            assertThat(weak.json().path("code").asString()).isEqualTo("weak_password");
            assertThat(weak.json().path("field").asString()).isEqualTo("password");

            Person.Answer done = anna.setUp(link, "Anna");
            assertThat(done.status()).isEqualTo(201);
            assertThat(done.header("Set-Cookie"))
                    .startsWith("aktien_session=")
                    .contains("HttpOnly", "SameSite=Strict", "Path=/")
                    .doesNotContain("Domain");
            assertThat(done.json().at("/user/role").asString()).isEqualTo("OWNER");
            assertThat(file()).doesNotExist();
            assertThat(new Person(port).setUp(link, "Mallory").status()).isEqualTo(410);
            assertThat(anna.get("/api/portfolio").status()).isEqualTo(200);
        }
        try (ConfigurableApplicationContext _ = start()) {
            assertThat(file()).doesNotExist();
            assertThat(new Person(port).get("/api/session").json().path("state").asString())
                    .isEqualTo("anonymous");
        }
    }

    @Test
    void aSessionOutlivesARestartAndEndsWithTheLogOut() throws Exception {
        Person anna;
        try (ConfigurableApplicationContext _ = start()) {
            anna = owner();
        }
        try (ConfigurableApplicationContext _ = start()) {
            assertThat(anna.get("/api/session").json().path("state").asString())
                    .isEqualTo("authenticated");
            String before = anna.cookie();
            Person sameBrowser = new Person(port).with(before);
            assertThat(sameBrowser.logIn("Anna", "wrong-wrong-wrong").status()).isEqualTo(401);
            assertThat(sameBrowser.logIn("anna", Person.PASSWORD).status()).isEqualTo(200);
            assertThat(sameBrowser.cookie()).as("a new id at each login").isNotEqualTo(before);
            assertThat(anna.get("/api/portfolio").status())
                    .as("and the old one ends")
                    .isEqualTo(401);

            try (BrowserClient socket = BrowserClient.withCookie(port, sameBrowser.cookie());
                    BrowserClient script = BrowserClient.connect(port)) {
                socket.next("connection.established");
                String cookie = sameBrowser.cookie();
                assertThat(sameBrowser.delete("/api/session").status()).isEqualTo(204);

                assertThat(socket.closeCode()).isEqualTo(4401);
                assertThat(new Person(port).with(cookie).get("/api/portfolio").status())
                        .isEqualTo(401);
                assertThat(script.untilPong()).as("another login goes on").isEmpty();
            }
        }
    }

    @Test
    void theOwnerWhoForgotThePasswordGetsInByANewLink() throws Exception {
        try (ConfigurableApplicationContext _ = start()) {
            Person anna = owner();
            // What ./suite reset-owner writes.
            Files.writeString(file(), "a-new-link-of-the-command-line\n");
            try (BrowserClient socket = BrowserClient.withCookie(port, anna.cookie())) {
                Person again = new Person(port);
                assertThat(
                                again.post(
                                                "/api/setup",
                                                """
                                                {"token":"a-new-link-of-the-command-line",
                                                 "name":"Anna","password":"dreizehn Elefanten"}\
                                                """)
                                        .status())
                        .isEqualTo(201);

                assertThat(socket.closeCode()).as("of the old password").isEqualTo(4401);
            }
            assertThat(anna.get("/api/portfolio").status()).isEqualTo(401);
            Person later = new Person(port);
            assertThat(later.logIn("Anna", Person.PASSWORD).status()).isEqualTo(401);
            assertThat(later.logIn("Anna", "dreizehn Elefanten").status()).isEqualTo(200);
        }
    }

    @Test
    void aLinkThatWasUsedIsWorthNothingEvenWhenItsFileIsStillThere() throws Exception {
        try (ConfigurableApplicationContext _ = start()) {
            String link = link();
            owner();
            Files.writeString(file(), link);
            assertThat(new Person(port).setUp(link, "Mallory").status()).isIn(403, 410);
        }
    }

    @Test
    void behindTlsTheCookieIsBoundToTheHost() throws Exception {
        try (ConfigurableApplicationContext _ =
                start("--aktien.gateway.origins.allowed=https://aktien.example")) {
            Person anna = owner();
            Person.Answer answer =
                    new Person(port)
                            .send(
                                    HttpRequest.newBuilder(
                                                    URI.create(
                                                            "http://127.0.0.1:"
                                                                    + port
                                                                    + "/api/session"))
                                            .header("Origin", "https://aktien.example")
                                            .header("Content-Type", "application/json")
                                            .POST(
                                                    HttpRequest.BodyPublishers.ofString(
                                                            "{\"name\":\"Anna\",\"password\":\"%s\"}"
                                                                    .formatted(Person.PASSWORD))));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Set-Cookie"))
                    .startsWith("__Host-aktien_session=")
                    .contains("Secure", "HttpOnly", "SameSite=Strict");
            assertThat(anna.get("/api/session").status()).isEqualTo(200);
        }
    }

    private Person owner() throws IOException {
        Person anna = new Person(port);
        assertThat(anna.setUp(link(), "Anna").status()).isEqualTo(201);
        return anna;
    }

    private Path file() {
        return folder.resolve("setup-token");
    }

    private String link() throws IOException {
        return Files.readString(file()).strip();
    }

    private ConfigurableApplicationContext start(String... more) {
        SpringApplicationBuilder gateway =
                new SpringApplicationBuilder(TestGateway.class, GatewayApplication.class)
                        .initializers(new FreshData(folder));
        String[] words = new String[more.length + 2];
        words[0] = "--server.port=" + port;
        words[1] = "--aktien.gateway.outbound.close-timeout=200ms";
        System.arraycopy(more, 0, words, 2, more.length);
        return gateway.run(words);
    }
}
