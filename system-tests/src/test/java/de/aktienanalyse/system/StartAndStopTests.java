package de.aktienanalyse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Order(1)
class StartAndStopTests {
    @TempDir Path scratch;

    @Test
    void ctrlCLeavesNothingBehindAndTheNextStartFindsTheDepot() throws Exception {
        try (RunningSuite suite = RunningSuite.named("start-and-stop", RunningSuite.settings())) {
            Path output = scratch.resolve("up.out");
            Process up = suite.upInForeground(output);
            awaitLine(up, output, "open " + suite.page());
            List<RunningSuite.Process> processes = suite.processes();
            assertThat(processes).hasSize(7).allMatch(process -> process.state().equals("ready"));
            JsonNode before = depotAfterAnOrder(suite);

            Program.run(List.of("kill", "-INT", Long.toString(up.pid())), Map.of(), "");

            assertThat(up.waitFor(60, TimeUnit.SECONDS)).as(Files.readString(output)).isTrue();
            assertThat(Files.readString(output)).endsWith("stopped\n");
            assertThat(processes).noneMatch(process -> isAlive(process.pid()));

            suite.up("--scale", "auswertung=2");
            try (BrowserSocket browser = suite.socket()) {
                JsonNode after = browser.ask("get_portfolio", Map.of()).at("/data/result");
                assertThat(after.path("cash")).isEqualTo(before.path("cash"));
                assertThat(after.at("/positions/0/symbol"))
                        .isEqualTo(before.at("/positions/0/symbol"));
                assertThat(after.at("/positions/0/quantity"))
                        .isEqualTo(before.at("/positions/0/quantity"));
            }
            assertThat(suite.say("up").output())
                    .contains("runs already")
                    .contains(suite.page().toString());

            signalled(suite, "auswertung", "STOP", "has not stirred");
            signalled(suite, "redis", "KILL", "died after");
        }
    }

    /// Nothing of Spring or Redis may be able to do anything about the signal.
    private static void signalled(RunningSuite suite, String service, String signal, String told) {
        RunningSuite.Process victim = suite.process(service);
        Program.run(List.of("kill", "-" + signal, Long.toString(victim.pid())), Map.of(), "");
        Awaitility.await(victim.instance() + " is started again")
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> suite.processOf(victim.instance()),
                        now -> now.pid() != victim.pid() && now.state().equals("ready"));
        assertThat(suite.log("suite"))
                .contains(victim.instance() + " " + told)
                .contains(victim.instance() + " died after")
                .contains("starting it again in 1 s");
    }

    private static JsonNode depotAfterAnOrder(RunningSuite suite) {
        try (BrowserSocket browser = suite.socket()) {
            browser.subscribe("trading.order_filled", "market.bar");
            browser.await(
                    "a first bar of IBM",
                    bar ->
                            bar.at("/data/bar_end").isString()
                                    && bar.at("/data/symbol").asString().equals("IBM"));
            String order =
                    browser.command(
                            "place_order",
                            Map.of(
                                    "symbol",
                                    "IBM",
                                    "side",
                                    "BUY",
                                    "quantity",
                                    5,
                                    "order_type",
                                    "market"));
            browser.effect("trading.order_filled", order);
            return browser.ask("get_portfolio", Map.of()).at("/data/result");
        }
    }

    private static void awaitLine(Process up, Path output, String line) throws IOException {
        Awaitility.await(line)
                .atMost(Duration.ofMinutes(10))
                .until(() -> !up.isAlive() || Files.readString(output).contains(line));
        assertThat(Files.readString(output)).contains(line);
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
