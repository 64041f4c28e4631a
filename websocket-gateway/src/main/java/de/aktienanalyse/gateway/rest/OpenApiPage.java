package de.aktienanalyse.gateway.rest;

import java.util.Locale;
import java.util.Map;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.JsonNode;

/// The OpenAPI document as a page: plain HTML without scripts and without anything from elsewhere.
final class OpenApiPage {
    private static final Map<String, Map<String, String>> LABELS =
            Map.of(
                    "de",
                    Map.of(
                            "title", "Aktienanalyse: Schnittstelle",
                            "intro", "Dieselben Kommandos und Ereignisse wie über den WebSocket.",
                            "document", "Das Dokument als JSON",
                            "name", "Name",
                            "where", "Ort",
                            "type", "Art",
                            "meaning", "Bedeutung",
                            "body", "Inhalt der Anfrage",
                            "answers", "Antworten",
                            "needed", "nötig"),
                    "en",
                    Map.of(
                            "title", "Aktienanalyse: API",
                            "intro", "The same commands and events as over the WebSocket.",
                            "document", "The document as JSON",
                            "name", "Name",
                            "where", "In",
                            "type", "Type",
                            "meaning", "Meaning",
                            "body", "Body of the request",
                            "answers", "Answers",
                            "needed", "required"));

    private final JsonNode document;
    private final String language;
    private final StringBuilder html = new StringBuilder();

    private OpenApiPage(JsonNode document, String language) {
        this.document = document;
        this.language = language;
    }

    /// @param wanted the browser's languages; German for whoever reads German, else English
    static String of(JsonNode document, Locale wanted) {
        return new OpenApiPage(document, wanted.getLanguage().equals("de") ? "de" : "en").page();
    }

    private String page() {
        html.append("<!doctype html><html lang=\"").append(language).append("\"><head>");
        html.append("<meta charset=\"utf-8\"><meta name=\"viewport\"");
        html.append(" content=\"width=device-width, initial-scale=1\"><title>");
        html.append(label("title")).append("</title>");
        html.append("<link rel=\"stylesheet\" href=\"/api/docs.css\"></head><body><main><h1>");
        html.append(label("title")).append("</h1><p>").append(label("intro"));
        html.append(" <a href=\"/api/openapi.json\">").append(label("document"));
        html.append("</a></p>");
        for (JsonNode tag : document.path("tags")) {
            section(tag.path("name").asString());
        }
        return html.append("</main></body></html>\n").toString();
    }

    private void section(String tag) {
        html.append("<h2>").append(escaped(tag)).append("</h2>");
        document.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .properties()
                                .forEach(method -> {
                                    JsonNode operation = method.getValue();
                                    if (operation.at("/tags/0").asString().equals(tag)) {
                                        operation(method.getKey(), path.getKey(), operation);
                                    }
                                }));
    }

    private void operation(String method, String path, JsonNode operation) {
        html.append("<details><summary><b>").append(escaped(method.toUpperCase(Locale.ROOT)));
        html.append("</b> <code>").append(escaped(path)).append("</code> ");
        html.append(escaped(operation.path("summary").asString(""))).append("</summary>");
        JsonNode parameters = operation.path("parameters");
        if (!parameters.isEmpty()) {
            table();
            for (JsonNode parameter : parameters) {
                row(
                        parameter.path("name").asString(),
                        parameter.path("in").asString()
                                + (parameter.path("required").asBoolean(false)
                                        ? ", " + label("needed")
                                        : ""),
                        type(parameter.path("schema")),
                        parameter.path("description").asString(""));
            }
            html.append("</tbody></table>");
        }
        JsonNode body = operation.at("/requestBody/content/application~1json/schema");
        if (!body.isMissingNode()) {
            body(resolved(body));
        }
        html.append("<h3>").append(label("answers")).append("</h3><ul>");
        operation.path("responses").properties().forEach(this::answer);
        html.append("</ul></details>");
    }

    private void body(JsonNode schema) {
        html.append("<h3>").append(label("body")).append("</h3>");
        table();
        schema.path("properties")
                .properties()
                .forEach(field ->
                        row(
                                field.getKey(),
                                requires(schema, field.getKey()) ? label("needed") : "",
                                type(field.getValue()),
                                field.getValue().path("description").asString("")));
        html.append("</tbody></table>");
    }

    private static boolean requires(JsonNode schema, String field) {
        for (JsonNode name : schema.path("required")) {
            if (name.asString().equals(field)) {
                return true;
            }
        }
        return false;
    }

    private void answer(Map.Entry<String, JsonNode> answer) {
        JsonNode response = resolved(answer.getValue());
        html.append("<li><b>").append(escaped(answer.getKey())).append("</b> ");
        html.append(escaped(response.path("description").asString(""))).append("</li>");
    }

    private void table() {
        html.append("<table><thead><tr><th>").append(label("name")).append("</th><th>");
        html.append(label("where")).append("</th><th>").append(label("type"));
        html.append("</th><th>").append(label("meaning")).append("</th></tr></thead><tbody>");
    }

    private void row(String name, String where, String type, String meaning) {
        html.append("<tr><td><code>").append(escaped(name)).append("</code></td><td>");
        html.append(escaped(where)).append("</td><td>").append(escaped(type));
        html.append("</td><td>").append(escaped(meaning)).append("</td></tr>");
    }

    private String type(JsonNode schema) {
        JsonNode plain = schema.has("anyOf") ? schema.at("/anyOf/0") : schema;
        JsonNode target = resolved(plain);
        if (target.has("enum")) {
            StringBuilder choices = new StringBuilder();
            target.path("enum")
                    .forEach(choice ->
                            choices.append(choices.isEmpty() ? "" : " | ")
                                    .append(choice.asString()));
            return choices.toString();
        }
        JsonNode type = target.path("type");
        String name = type.isArray() ? type.path(0).asString() : type.asString("");
        return target.has("format") ? name + ", " + target.path("format").asString() : name;
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    private String label(String name) {
        return escaped(LABELS.getOrDefault(language, Map.of()).getOrDefault(name, name));
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}
