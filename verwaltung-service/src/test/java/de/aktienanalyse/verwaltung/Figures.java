package de.aktienanalyse.verwaltung;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/// Worked examples of Portfolio Performance, LEAN, Nautilus and Wealthfolio; each names its source.
public final class Figures {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private Figures() {}

    public static JsonNode named(String name) {
        return all().stream()
                .filter(figure -> figure.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No figure " + name));
    }

    public static List<JsonNode> ofKind(String kind) {
        return all().stream()
                .filter(figure -> figure.path("kind").asString().equals(kind))
                .toList();
    }

    private static List<JsonNode> all() {
        try (InputStream in = Figures.class.getResourceAsStream("/figures/trading.json")) {
            return MAPPER.readTree(in).valueStream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
