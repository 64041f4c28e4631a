package de.aktienanalyse.gateway.rest;

import de.aktienanalyse.bus.EventCodec;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;

/// Reads a request's body, never more of it than the bus would take.
public final class Body {
    private Body() {}

    public static String of(HttpServletRequest request) throws IOException {
        byte[] body =
                request.getContentLengthLong() > EventCodec.MAX_BYTES
                        ? null
                        : request.getInputStream().readNBytes(EventCodec.MAX_BYTES + 1);
        if (body == null || body.length > EventCodec.MAX_BYTES) {
            String problem = "must not be larger than 1 MiB";
            throw new Refusal(HttpStatus.CONTENT_TOO_LARGE, "too_large", problem, "body");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException _) {
            throw Refusal.invalid("body", "is no UTF-8");
        }
    }
}
