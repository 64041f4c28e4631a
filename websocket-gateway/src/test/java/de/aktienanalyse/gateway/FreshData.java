package de.aktienanalyse.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/// A gateway with a data folder of its own, to which scripts come in with [#TOKEN].
final class FreshData implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    static final String TOKEN = "token-of-the-tests";

    /// All tests come from one address.
    private static final String HANDSHAKES = "aktien.gateway.limits.handshakes-per-minute";

    private final Path folder;

    FreshData() {
        this(newFolder());
    }

    FreshData(Path folder) {
        this.folder = folder;
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        TestPropertyValues values =
                TestPropertyValues.of("AKTIEN_DATA_DIR=" + folder, "AKTIEN_API_TOKEN=" + TOKEN);
        boolean isAskedFor = context.getEnvironment().containsProperty(HANDSHAKES);
        (isAskedFor ? values : values.and(HANDSHAKES + "=100000")).applyTo(context);
    }

    private static Path newFolder() {
        try {
            Path all = Files.createDirectories(Path.of("target", "test-data"));
            return Files.createTempDirectory(all, "gateway").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
