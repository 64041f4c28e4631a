package de.aktienanalyse.gateway.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The examples that PROTOCOL.md shows.
public final class ProtocolPage {
    private static final String FENCE = "```";

    private ProtocolPage() {}

    public static List<JsonNode> ofClients() throws IOException {
        return examples(0);
    }

    public static List<JsonNode> ofTheGateway() throws IOException {
        return examples(1);
    }

    private static List<JsonNode> examples(int block) throws IOException {
        String page = Files.readString(Path.of("PROTOCOL.md"));
        String[] parts = page.split(FENCE);
        String json = parts[1 + 2 * block].substring("json".length());
        try (var values = new JsonMapper().readerFor(JsonNode.class).<JsonNode>readValues(json)) {
            return values.readAll();
        }
    }
}
