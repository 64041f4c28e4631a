package de.aktienanalyse.gateway.rest;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.events.RawJson;
import de.aktienanalyse.gateway.commands.CommandDesk;
import de.aktienanalyse.gateway.protocol.ClientMessage.UserCommand;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.HandlerMapping;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/// Carries out one [Route].
final class RouteHandler {
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT =
            new TypeReference<>() {};

    private final Route route;
    private final CommandDesk desk;
    private final CommandSchemas schemas;
    private final Answers answers;
    private final EventCodec codec;

    RouteHandler(
            Route route,
            CommandDesk desk,
            CommandSchemas schemas,
            Answers answers,
            EventCodec codec) {
        this.route = route;
        this.desk = desk;
        this.schemas = schemas;
        this.answers = answers;
        this.codec = codec;
    }

    /// Called by Spring.
    CompletableFuture<ResponseEntity<String>> answer(HttpServletRequest request)
            throws IOException {
        RequestHeaders headers = RequestHeaders.of(request);
        UserCommand command =
                new UserCommand(
                        route.command(),
                        codec.json(data(request)),
                        headers.correlationId(),
                        headers.idempotencyKey(),
                        null);
        return desk.carryOut(command, Caller.of(request), null)
                .thenApply(answer ->
                        switch (route.reply()) {
                            case RESULT -> answers.bare(answer);
                            case FIRST_ITEM -> answers.firstItem(answer);
                        });
    }

    private Map<String, Object> data(HttpServletRequest request) throws IOException {
        JsonNode fields = schemas.fieldsOf(route.command());
        Set<String> inQuery = new LinkedHashSet<>();
        fields.propertyNames().stream().filter(route::takesInQuery).forEach(inQuery::add);
        Map<String, String[]> query = Parameters.of(request, inQuery);

        Map<String, Object> data = body(request);
        data.putAll(route.fixed());
        query.forEach(
                (name, values) -> data.put(name, Parameters.read(name, fields.path(name), values)));
        Map<?, ?> variables =
                (Map<?, ?>) request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        for (String name : route.variables()) {
            String[] value = {String.valueOf(variables.get(name))};
            data.put(name, Parameters.read(name, fields.path(name), value));
        }
        return data;
    }

    private Map<String, Object> body(HttpServletRequest request) throws IOException {
        Map<String, Object> data = new LinkedHashMap<>();
        if (route.body() == null) {
            return data;
        }
        String text = Body.of(request);
        if (text.isBlank()) {
            return data;
        }
        try {
            if (route.body().isEmpty()) {
                Map<String, Object> read = codec.mapper().readValue(text, OBJECT);
                if (read != null) {
                    return read;
                }
            } else {
                RawJson read = codec.mapper().readValue(text, RawJson.class);
                if (read != null) {
                    data.put(route.body(), read);
                    return data;
                }
            }
            throw Refusal.invalid("body", "is no JSON object");
        } catch (JacksonException _) {
            throw Refusal.invalid("body", "is no JSON object");
        }
    }
}
