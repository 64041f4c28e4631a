package de.aktienanalyse.schema;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.commands.CommandTypes;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The checked-in TypeScript types are those of the records.
class TypeScriptTypesTests {
    private static final String REWRITE =
            GeneratedFile.command("shared-events", TypeScriptTypesTests.class);

    private final String types =
            TypeScriptTypes.render(
                    BrowserShapes.ALL,
                    CommandTypes.all(),
                    SourceDocs.in(Path.of("src/main/java"), Path.of("src/test/java")),
                    REWRITE);

    @Test
    void areUpToDate() {
        new GeneratedFile(Path.of("../websocket-gateway/web/client/src/events.ts"), REWRITE)
                .mustBe(types);
    }

    @Test
    void tellWhatMayBeMissing() {
        assertThat(types)
                .contains(
                        """
                        export interface PlaceOrder {
                          symbol: string;
                          side: Side;
                          quantity: number;
                          /** default market */
                          order_type?: OrderType | null;
                        """);
    }

    @Test
    void giveChoicesAsTheyAreOnTheWire() {
        assertThat(types)
                .contains(
                        "export type OrderType = \"market\" | \"limit\" | \"stop\" | \"stop_limit\";")
                .contains("export type Side = \"BUY\" | \"SELL\";")
                .contains("export type BrowserSide = \"buy\" | \"sell\";");
    }

    @Test
    void keepTheBrowsersShapeApartFromTheBuss() {
        assertThat(types)
                .contains("\"trading.order_created\": BrowserOrderCreated;")
                .contains("\"trading.order.created\": OrderCreated;")
                .contains(
                        "export type TradingOrderCreated = BrowserEvents[\"trading.order_created\"];")
                .contains("\"portfolio.rebalancing\": RebalancingRequested | RebalancingProposed;");
    }
}
