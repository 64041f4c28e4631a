package de.aktienanalyse.bus;

import de.aktienanalyse.events.RawJson;
import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/// Lets [RawJson] pass as text, digit for digit.
final class RawJsonModule extends SimpleModule {
    private static final long serialVersionUID = 1;

    RawJsonModule() {
        addSerializer(RawJson.class, new Writer());
        addDeserializer(RawJson.class, new Reader());
    }

    private static final class Writer extends StdSerializer<RawJson> {
        Writer() {
            super(RawJson.class);
        }

        @Override
        public void serialize(
                RawJson value, JsonGenerator generator, SerializationContext context) {
            generator.writeRawValue(value.text());
        }
    }

    private static final class Reader extends StdDeserializer<RawJson> {
        private static final JsonMapper PLAIN = new JsonMapper();

        Reader() {
            super(RawJson.class);
        }

        @Override
        public RawJson deserialize(JsonParser parser, DeserializationContext context) {
            StringWriter text = new StringWriter();
            try (JsonGenerator generator = PLAIN.createGenerator(text)) {
                copy(parser, generator);
            }
            return new RawJson(text.toString());
        }

        /// Numbers as text: by value 0.0000001 would come out as 1E-7, and 1e9999999 ten megabytes
        /// long.
        private static void copy(JsonParser parser, JsonGenerator generator) {
            int depth = 0;
            do {
                JsonToken token = depth == 0 ? parser.currentToken() : parser.nextToken();
                if (token.isNumeric()) {
                    generator.writeNumber(parser.getString());
                } else {
                    generator.copyCurrentEvent(parser);
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            } while (depth > 0);
        }
    }
}
