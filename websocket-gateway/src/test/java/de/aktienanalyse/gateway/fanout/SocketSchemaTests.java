package de.aktienanalyse.gateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.gateway.protocol.BadMessage;
import de.aktienanalyse.gateway.protocol.ProtocolCodec;
import de.aktienanalyse.gateway.protocol.ProtocolPage;
import de.aktienanalyse.schema.AsyncApi;
import de.aktienanalyse.schema.AsyncApi.SocketMessage;
import de.aktienanalyse.schema.ExactJson;
import de.aktienanalyse.schema.GeneratedFile;
import de.aktienanalyse.schema.SourceDocs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The AsyncAPI document tells of every message of a socket, and what it tells is so.
class SocketSchemaTests {
    private static final Path FOLDER = Path.of("../shared-events/src/main/resources/schemas");
    private static final String SOCKET = "socket";
    private static final String REWRITE =
            GeneratedFile.command("shared-events,websocket-gateway", SocketSchemaTests.class);
    private static final SocketMessages MESSAGES = new SocketMessages();

    @Test
    void theDocumentIsUpToDate() {
        Map<String, Object> document =
                new AsyncApi(SourceDocs.in(Path.of("../shared-events/src/main/java"))).document();
        AsyncApi.addSocket(document, SOCKET, MESSAGES.all());

        new GeneratedFile(FOLDER.resolve("asyncapi.json"), REWRITE)
                .mustBe(ExactJson.pretty(document));
    }

    @Test
    void theSchemasAreUpToDate() {
        for (SocketMessage message : MESSAGES.all()) {
            new GeneratedFile(FOLDER.resolve(SOCKET).resolve(message.name() + ".json"), REWRITE)
                    .mustBe(ExactJson.pretty(message.schema()));
        }
        GeneratedFile.folderMustHoldOnly(
                FOLDER.resolve(SOCKET),
                MESSAGES.all().stream().map(SocketMessage::name).collect(Collectors.toSet()),
                REWRITE);
    }

    @Test
    void everyExampleOfTheProtocolPageObeys() throws IOException {
        for (JsonNode message : ProtocolPage.ofClients()) {
            assertThat(MESSAGES.errors(true, message.toString())).as(message.toString()).isEmpty();
        }
        for (JsonNode message : ProtocolPage.ofTheGateway()) {
            assertThat(MESSAGES.errors(false, message.toString())).as(message.toString()).isEmpty();
        }
    }

    /// What the gateway refuses the schema refuses too.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'subscription','event':'subscribe','data':{}}",
                "{'type':'subscription','event':'subscribe','data':{'event_types':[]}}",
                "{'type':'subscription','event':'subscribe','data':{'event_types':[7]}}",
                "{'type':'subscription','event':'subscribe','data':{'event_types':'*'}}",
                "{'type':'subscription','event':'unsubscribe','data':{}}",
                "{'type':'subscription','event':'subscribe','data':{'event_types':['*'],'max_rate_hz':0}}",
                "{'type':'subscription','event':'subscribe','data':{'event_types':['*'],'positions':['x']}}",
                "{'type':'subscription','event':'subscribe','data':{'event_types':['*'],'resume_token':''}}",
                "{'type':'subscription','event':'listen','data':{'event_types':['*']}}",
                "{'type':'nonsense','event':'subscribe','data':{}}",
                "{'type':'user','data':{}}",
            })
    void whatIsRefusedDoesNotObey(String quoted) {
        String text = quoted.replace('\'', '"');
        ProtocolCodec codec = new ProtocolCodec(new EventCodec());

        assertThat(MESSAGES.errors(true, text)).isNotEmpty();
        assertThatThrownBy(() -> codec.read(text)).isInstanceOf(BadMessage.class);
    }

    @Test
    void anEventWithoutAFieldOfItsOwnDoesNotObey() {
        assertThat(
                        MESSAGES.errors(
                                false,
                                """
                                {"type":"trading","event":"trading.order_filled",
                                 "timestamp":"2025-01-25T15:30:00Z","data":{"order_id":"o-1"}}\
                                """))
                .isNotEmpty();
    }
}
