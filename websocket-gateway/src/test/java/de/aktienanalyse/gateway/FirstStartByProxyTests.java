package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The first owner behind a trusted proxy, who is somebody to it and nobody to us yet.
class FirstStartByProxyTests {
    @RegisterExtension
    private final OwnGateway gateway =
            new OwnGateway(
                    "aktien.gateway.proxy.auth=Trusted-Proxy",
                    "aktien.gateway.proxy.addresses=127.0.0.0/8");

    @Test
    void theProxysWordMakesNoOwnerTheLinkDoes() throws Exception {
        assertThat(anna().get("/api/session").json().path("state").asString())
                .isEqualTo("setup_required");
        assertThat(anna().get("/api/portfolio").code()).isEqualTo("setup_required");

        String link = Files.readString(Path.of(gateway.setting("AKTIEN_DATA_DIR"), "setup-token"));
        String wish =
                "{\"token\":\"%s\",\"name\":\"Anna\",\"password\":\"%s\"}"
                        .formatted(link.strip(), Person.PASSWORD);
        assertThat(anna().fromOurPage().post("/api/setup", wish).status()).isEqualTo(201);

        assertThat(anna().get("/api/session").json().path("signed_in_by").asString())
                .isEqualTo("proxy");
        assertThat(anna().get("/api/users").status()).isEqualTo(200);
    }

    private Visit anna() {
        return new Visit(gateway.port(), "127.0.0.1").with("Remote-User", "anna");
    }
}
