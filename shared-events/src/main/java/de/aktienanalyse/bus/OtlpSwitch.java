package de.aktienanalyse.bus;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/// `AKTIEN_OTLP_ENDPOINT` says where traces go. Without it nothing of OpenTelemetry is started,
/// which would cost time at start and memory.
final class OtlpSwitch implements EnvironmentPostProcessor {
    static final String ENDPOINT = "AKTIEN_OTLP_ENDPOINT";

    /// The part of traces that is exported, 0 to 1.
    static final String SAMPLING = "AKTIEN_OTLP_SAMPLING";

    private static final String EXCLUDED = "spring.autoconfigure.exclude";
    private static final String TRACING =
            "org.springframework.boot.micrometer.tracing.autoconfigure.";
    private static final List<String> MACHINERY =
            List.of(
                    "org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration",
                    "org.springframework.boot.opentelemetry.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration",
                    "org.springframework.boot.opentelemetry.autoconfigure.logging.otlp.OtlpLoggingAutoConfiguration",
                    "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
                    "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration",
                    TRACING + "MicrometerTracingAutoConfiguration",
                    TRACING + "NoopTracerAutoConfiguration");

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        String endpoint = environment.getProperty(ENDPOINT, "").strip();
        Map<String, Object> settings = new HashMap<>();
        if (endpoint.isEmpty()) {
            String others = environment.getProperty(EXCLUDED, "");
            String all = String.join(",", MACHINERY);
            settings.put(EXCLUDED, others.isBlank() ? all : others + "," + all);
            settings.put("management.opentelemetry.enabled", false);
        } else {
            settings.put(Traces.COLLECTOR, endpoint);
            settings.put(
                    "management.tracing.sampling.probability",
                    environment.getProperty(SAMPLING, "1.0"));
        }
        environment.getPropertySources().addFirst(new MapPropertySource("otlp", settings));
    }
}
