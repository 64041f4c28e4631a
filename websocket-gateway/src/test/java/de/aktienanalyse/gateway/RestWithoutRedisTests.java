package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.bus.RedisLink;
import de.aktienanalyse.bus.TestRedis;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;

/// When the bus is away, a client hears so at once, and when it asks too often, when to come again.
@SpringBootTest(
        classes = GatewayApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "aktien.gateway.limits.commands-per-second=1",
            "aktien.gateway.limits.command-burst=4"
        })
@Import(GatewayOnRedisTests.OwnRedis.class)
@ContextConfiguration(initializers = FreshData.class)
@DirtiesContext
class RestWithoutRedisTests {
    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort int port;
    @Autowired TestRedis redis;
    @Autowired RedisLink link;

    @Test
    void itIsSaidAtOnceAndAskingTooOftenIsToo() throws Exception {
        redis.close();
        await().until(() -> !link.isOpen());

        HttpResponse<String> away = get();
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.body()).contains("\"code\":\"bus_unavailable\"");
        assertThat(away.headers().firstValue("Retry-After")).contains("1");

        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> get().statusCode() == 429);
        HttpResponse<String> often = get();
        assertThat(often.body()).contains("\"code\":\"rate_limited\"", "\"message\"");
        assertThat(often.headers().firstValue("Retry-After")).contains("1");
    }

    private HttpResponse<String> get() throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/portfolio"))
                        .header("Authorization", "Bearer " + FreshData.TOKEN)
                        // The bus itself would wait ten seconds for an owner.
                        .timeout(Duration.ofSeconds(5))
                        .build(),
                BodyHandlers.ofString());
    }
}
