package de.aktienanalyse.gateway.rest;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.CommandTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The OpenAPI 3.1 document: what is written by hand in `openapi/base.json`, and a path per [Route]
/// and per command, read off the schemas that are generated from the commands' records.
///
/// Not by a library that looks at controllers: here one handler serves many paths, and the types of
/// the data stand on the records alone.
@Component
class OpenApi {
    /// Events whose shapes answers have.
    private static final List<String> SHAPES =
            List.of("market.data.realtime", "portfolio.valuation.updated");

    private static final List<String> REFUSALS =
            List.of("400", "401", "403", "404", "422", "429", "503", "504");
    private static final Map<String, String> RESPONSES =
            Map.of(
                    "400", "BadRequest",
                    "401", "NotLoggedIn",
                    "403", "Forbidden",
                    "404", "NotFound",
                    "409", "Conflict",
                    "422", "Refused",
                    "429", "TooMany",
                    "503", "Unavailable",
                    "504", "Late");

    private final CommandSchemas schemas;
    private final JsonMapper mapper;
    private final ObjectProvider<RequestMappingHandlerMapping> mapping;

    OpenApi(
            CommandSchemas schemas,
            EventCodec codec,
            @Qualifier("requestMappingHandlerMapping")
                    ObjectProvider<RequestMappingHandlerMapping> mapping) {
        this.schemas = schemas;
        this.mapping = mapping;
        this.mapper = codec.mapper();
    }

    ObjectNode document() {
        ObjectNode document = base();
        ObjectNode paths = (ObjectNode) document.get("paths");
        JsonNode results = document.remove("x-results");
        for (Route route : Routes.ALL) {
            paths.withObjectProperty(route.path())
                    .set(route.method().name().toLowerCase(Locale.ROOT), route(route, results));
        }
        for (Class<? extends Command> type : CommandTypes.all()) {
            String name = CommandTypes.nameOf(type);
            paths.withObjectProperty("/api/commands/" + name).set("post", command(name));
        }
        mapping.getObject()
                .getHandlerMethods()
                .forEach((info, method) -> others(paths, info, method));
        paths.forEach(methods -> {
            if (methods.get("get") instanceof ObjectNode read) {
                refusals(read, List.of("429"));
            }
        });
        ObjectNode components = (ObjectNode) document.at("/components/schemas");
        CommandTypes.all()
                .forEach(type -> define(schemas.of(CommandTypes.nameOf(type)), components));
        SHAPES.forEach(name -> define(schemas.ofEvent(name), components));
        return document;
    }

    /// A path of another feature that says no more of itself than that it is there.
    private void others(ObjectNode paths, RequestMappingInfo info, HandlerMethod handler) {
        for (String path : info.getPatternValues()) {
            if (!path.startsWith("/api/") || path.equals("/api/commands/{command}")) {
                continue;
            }
            for (RequestMethod method : info.getMethodsCondition().getMethods()) {
                String name = method.name().toLowerCase(Locale.ROOT);
                ObjectNode known = paths.withObjectProperty(path);
                if (!known.has(name)) {
                    String called = handler.getMethod().getName();
                    ObjectNode operation = operation("Gateway", words(called), name + " " + path);
                    Route.variablesOf(path)
                            .forEach(variable ->
                                    parameter(operation, variable, "path", text(), true));
                    success(operation, mapper.createObjectNode());
                    refusals(operation, List.of("400", "401", "403"));
                    known.set(name, operation);
                }
            }
        }
    }

    private ObjectNode text() {
        return mapper.createObjectNode().put("type", "string");
    }

    /// `logOut` → `Log out`
    private static String words(String name) {
        String spaced = name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
        return spaced.substring(0, 1).toUpperCase(Locale.ROOT) + spaced.substring(1) + ".";
    }

    private ObjectNode route(Route route, JsonNode results) {
        ObjectNode operation =
                operation(
                        route.tag(),
                        summary(route.command()),
                        route.command() + " " + route.path());
        JsonNode fields = schemas.fieldsOf(route.command());
        route.variables()
                .forEach(name -> parameter(operation, name, "path", fields.path(name), true));
        fields.propertyNames().stream()
                .filter(route::takesInQuery)
                .forEach(name -> parameter(operation, name, "query", fields.path(name), false));
        if (CommandTypes.byName(route.command()).filter(CommandTypes::hasEffect).isPresent()) {
            header(
                    operation,
                    "Idempotency-Key",
                    "The same one gets the same answer, and one effect");
        }
        if (route.body() != null) {
            body(operation, route.body().isEmpty() ? rest(route) : fields.path(route.body()));
        }
        success(operation, result(route, results));
        refusals(operation, REFUSALS);
        return operation;
    }

    /// The data without what stands in the path.
    private JsonNode rest(Route route) {
        JsonNode schema = schemas.of(route.command());
        String reference = schema.at("/properties/data/$ref").asString();
        ObjectNode data = (ObjectNode) schema.at(reference.substring(1)).deepCopy();
        ArrayNode required = mapper.createArrayNode();
        for (JsonNode name : data.path("required")) {
            if (!route.variables().contains(name.asString())) {
                required.add(name);
            }
        }
        data.withObjectProperty("properties").remove(route.variables());
        data.set("required", required);
        return data;
    }

    private ObjectNode result(Route route, JsonNode results) {
        String whole = results.path(route.command()).asString("");
        String name = route.reply() == Route.Reply.FIRST_ITEM ? "Analysis" : whole;
        return name.isEmpty() ? mapper.createObjectNode() : reference(name);
    }

    private ObjectNode command(String name) {
        ObjectNode operation = operation("Commands", summary(name), name);
        header(operation, "Idempotency-Key", "The same one gets the same answer, and one effect");
        header(
                operation,
                Answers.CORRELATION,
                "Comes back on the answer and all events that follow");
        ObjectNode time =
                mapper.createObjectNode().put("type", "string").put("format", "date-time");
        parameter(operation, "expires_at", "query", time, false);
        body(operation, data(name));
        success(operation, reference("CommandResponse"));
        refusals(operation, REFUSALS);
        refusals(operation, List.of("409"));
        return operation;
    }

    private ObjectNode operation(String tag, String summary, String id) {
        ObjectNode operation = mapper.createObjectNode();
        operation.putArray("tags").add(tag);
        operation.put("summary", summary);
        operation.put("operationId", id.replaceAll("[^A-Za-z0-9]+", "_").replaceAll("_$", ""));
        return operation;
    }

    private void parameter(
            ObjectNode operation, String name, String in, JsonNode schema, boolean required) {
        ObjectNode parameter =
                operation
                        .withArrayProperty("parameters")
                        .addObject()
                        .put("name", name)
                        .put("in", in)
                        .put("required", required);
        ObjectNode shown = relocated(schema);
        JsonNode description = shown.remove("description");
        if (description != null) {
            parameter.set("description", description);
        }
        if (name.equals("limit")) {
            shown.put("minimum", 1).put("maximum", 500);
        }
        parameter.set("schema", shown);
    }

    private static void header(ObjectNode operation, String name, String description) {
        operation
                .withArrayProperty("parameters")
                .addObject()
                .put("name", name)
                .put("in", "header")
                .put("description", description)
                .putObject("schema")
                .put("type", "string")
                .put("minLength", 1)
                .put("maxLength", 128);
    }

    private void body(ObjectNode operation, JsonNode schema) {
        operation
                .putObject("requestBody")
                .put("required", true)
                .putObject("content")
                .putObject("application/json")
                .set("schema", relocated(schema));
    }

    private static void success(ObjectNode operation, ObjectNode schema) {
        operation
                .putObject("responses")
                .putObject("200")
                .put("description", "Done")
                .putObject("content")
                .putObject("application/json")
                .set("schema", schema);
    }

    private static void refusals(ObjectNode operation, List<String> statuses) {
        ObjectNode responses = operation.withObjectProperty("responses");
        for (String status : statuses) {
            responses
                    .putObject(status)
                    .put("$ref", "#/components/responses/" + RESPONSES.get(status));
        }
    }

    private String summary(String command) {
        return schemas.of(command).path("description").asString(command);
    }

    private JsonNode data(String command) {
        return schemas.of(command).at("/properties/data");
    }

    private ObjectNode reference(String name) {
        return mapper.createObjectNode().put("$ref", "#/components/schemas/" + name);
    }

    private void define(JsonNode schema, ObjectNode components) {
        schema.path("$defs")
                .properties()
                .forEach(definition ->
                        components.set(definition.getKey(), relocated(definition.getValue())));
    }

    /// A copy whose references point to where the definitions stand here.
    private ObjectNode relocated(JsonNode schema) {
        return (ObjectNode)
                mapper.readTree(schema.toString().replace("\"#/$defs/", "\"#/components/schemas/"));
    }

    private ObjectNode base() {
        try (InputStream in = OpenApi.class.getResourceAsStream("/openapi/base.json")) {
            if (in == null) {
                throw new IllegalStateException("openapi/base.json is missing from the jar");
            }
            return (ObjectNode) mapper.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
