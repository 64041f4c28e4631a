package de.aktienanalyse.eventbus.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class CompatibilityTests {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String SHIPPED =
            SchemaRegistry.resource("events/stock.analysis.completed.json");

    @Test
    void aSchemaMayFollowItself() {
        assertThat(problems(SHIPPED)).isEmpty();
    }

    @Test
    void anOptionalFieldMoreIsNoProblem() {
        assertThat(
                        problems(
                                SHIPPED.replaceFirst(
                                        "\"properties\": \\{",
                                        "\"properties\": {\"region\": {\"type\": \"string\"},")))
                .isEmpty();
    }

    @Test
    void aRemovedFieldIsNamedWithItsPath() {
        ObjectNode newer = (ObjectNode) MAPPER.readTree(SHIPPED);
        ((ObjectNode) newer.at("/$defs/AnalysisCompleted/properties")).remove("target_price");

        assertThat(problems(newer.toString()))
                .containsExactly(new Problem("data.target_price", "was removed"));
    }

    @Test
    void aFieldThatMustBeThereFromNowOnIsNamedWithItsPath() {
        ObjectNode newer = (ObjectNode) MAPPER.readTree(SHIPPED);
        ArrayNode required = (ArrayNode) newer.at("/$defs/AnalysisCompleted/required");
        required.add("target_price").add("region");

        assertThat(problems(newer.toString()))
                .containsExactly(
                        new Problem("data.region", "is new and required"),
                        new Problem("data.target_price", "became required"));
    }

    @Test
    void aChoiceLessIsNamedAndAChoiceMoreIsNot() {
        ObjectNode older = (ObjectNode) MAPPER.readTree(SHIPPED);
        ObjectNode newer = older.deepCopy();
        ((ArrayNode) newer.at("/$defs/Recommendation/enum")).remove(0);

        assertThat(problems(newer.toString()))
                .containsExactly(
                        new Problem("data.recommendation", "the choice \"BUY\" was removed"));
        assertThat(compare(newer.toString(), older.toString())).isEmpty();
    }

    @Test
    void anotherEventIsNoVersionOfThisOne() {
        assertThat(problems(SHIPPED.replace("\"const\": \"stock", "\"const\": \"share")))
                .extracting(Problem::path)
                .containsExactly("event_type");
    }

    @Test
    void aChangedTypeIsNamedWithBoth() {
        String older = object("\"score\":{\"type\":\"number\"}");
        String newer = object("\"score\":{\"type\":\"string\"}");

        assertThat(compare(older, newer))
                .containsExactly(new Problem("score", "its type changed from number to string"));
    }

    @Test
    void whatCouldBeNullMustStayNullable() {
        String older = object("\"note\":{\"type\":[\"string\",\"null\"]}");
        String newer = object("\"note\":{\"type\":\"string\"}");

        assertThat(compare(older, newer))
                .containsExactly(new Problem("note", "must not be null any more"));
        assertThat(compare(newer, older)).isEmpty();
    }

    @Test
    void aSchemaThatNeedsItselfEndsAllTheSame() {
        String circle =
                "{\"$ref\":\"#\",\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#\"}}}";

        assertThat(compare(circle, circle)).isEmpty();
    }

    private static String object(String properties) {
        return "{\"type\":\"object\",\"properties\":{" + properties + "}}";
    }

    private static List<Problem> problems(String newer) {
        return compare(SHIPPED, newer);
    }

    private static List<Problem> compare(String older, String newer) {
        return Compatibility.problems(MAPPER.readTree(older), MAPPER.readTree(newer));
    }
}
