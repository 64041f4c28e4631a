package de.aktienanalyse.schema;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.commands.CommandTypes;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// How records become TypeScript. The file itself is rendered and compared by the gateway, which
/// knows what browsers get.
class TypeScriptTypesTests {
    private final String types =
            TypeScriptTypes.render(
                    BrowserShapes.ALL,
                    CommandTypes.all(),
                    SourceDocs.in(Path.of("src/main/java"), Path.of("src/test/java")),
                    "(a test)");

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
