package de.aktienanalyse.benchmarks.crash;

import java.util.Locale;
import java.util.Map;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

/// Starts a service of the crash test as the suite's services are started, but without a web port.
final class CrashApp {
    private CrashApp() {}

    static void run(Class<?> service, String[] args) {
        String name = "crash-" + service.getSimpleName().toLowerCase(Locale.ROOT);
        new SpringApplicationBuilder(service)
                .web(WebApplicationType.NONE)
                .properties(
                        Map.of(
                                "spring.application.name",
                                name,
                                "spring.config.import",
                                "classpath:aktien.yaml",
                                "aktien.database",
                                name + ".db",
                                "spring.main.keep-alive",
                                "true"))
                .run(args);
    }
}
