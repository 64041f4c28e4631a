package de.aktienanalyse.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;

/// What all services read from `aktien.yaml`.
class SharedSettingsTests {

    /// `AKTIEN_BIND` is the gateway's alone: nobody logs in at the others, and they know no TLS.
    @Test
    void aServiceListensOnThisMachineOnlyWhereverTheGatewayDoes() throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        MutablePropertySources sources = environment.getPropertySources();
        sources.replace(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        Map.of("AKTIEN_BIND", "0.0.0.0")));
        new YamlPropertySourceLoader()
                .load("aktien", new ClassPathResource("aktien.yaml"))
                .forEach(sources::addLast);

        assertThat(environment.getProperty("server.address")).isEqualTo("127.0.0.1");
    }
}
