package de.aktienanalyse.gateway.commands;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.Flow;
import de.aktienanalyse.bus.InMemoryEventBus;
import de.aktienanalyse.bus.Outcome;
import de.aktienanalyse.bus.Transactions;
import de.aktienanalyse.commands.Command.CancelOrder;
import de.aktienanalyse.commands.Command.GetPerformance;
import de.aktienanalyse.commands.Command.PlaceOrder;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.commands.Role;
import de.aktienanalyse.events.RawJson;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import de.aktienanalyse.gateway.access.Actor;
import de.aktienanalyse.gateway.access.Scope;
import de.aktienanalyse.gateway.audit.Act;
import de.aktienanalyse.gateway.channels.PlainChannels;
import de.aktienanalyse.gateway.limits.LimitProperties;
import de.aktienanalyse.gateway.limits.Limits;
import de.aktienanalyse.gateway.protocol.ClientMessage.UserCommand;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandDeskTests {
    private static final Instant NOW = Instant.parse("2025-01-25T16:00:00Z");

    private static final Actor OWNER =
            new Actor("owner", "Ann", Role.OWNER, Scope.all(), "session-1", false, "127.0.0.1");

    private final List<CommandEnvelope<PlaceOrder>> taken = new ArrayList<>();
    private final List<Act> acts = new ArrayList<>();
    private final List<String> copies = new ArrayList<>();
    private boolean confirmed = true;
    private final InMemoryEventBus bus = bus();
    private final CommandDesk desk = desk(10);

    record Accepted(String orderId) {}

    @Test
    void anAnswerComesBackWithTheClientsOwnId() {
        CommandResponse answer =
                ask(
                        "place_order",
                        "{\"symbol\":\"AAPL\",\"side\":\"buy\",\"quantity\":10.50}",
                        null);

        assertThat(answer.status()).isEqualTo(AnswerStatus.SUCCESS);
        assertThat(answer.result().text()).isEqualTo("{\"order_id\":\"order-1\"}");
        assertThat(answer.correlationId()).isEqualTo("c-1");
        CommandEnvelope<PlaceOrder> sent = taken.getFirst();
        assertThat(sent.actor()).isEqualTo("owner");
        assertThat(sent.clientId()).isEqualTo("connection-1");
        assertThat(sent.commandId()).as("without a key the correlation id is it").isEqualTo("c-1");
        assertThat(sent.expiresAt()).isEqualTo(NOW.plusSeconds(10));
        assertThat(sent.data().quantity()).isEqualByComparingTo("10.5");
    }

    @Test
    void aRepeatUnderTheSameKeyHasOneEffect() {
        String order = "{\"symbol\":\"AAPL\",\"side\":\"BUY\",\"quantity\":1}";
        CommandResponse first = ask("place_order", order, "key-1");
        CommandResponse second = ask("place_order", order, "key-1");

        assertThat(second.result()).isEqualTo(first.result());
        assertThat(taken).hasSize(1);
    }

    @Test
    void refusalAndMissingDataAreAnswers() {
        CommandResponse refused = ask("cancel_order", "{\"order_id\":\"o-9\"}", null);
        CommandResponse noData = ask("get_performance", "{}", null);

        assertThat(refused.status()).isEqualTo(AnswerStatus.ERROR);
        assertThat(refused.result().text())
                .isEqualTo(
                        "{\"code\":\"unknown_order\",\"message\":\"No such order\",\"field\":\"order_id\"}");
        assertThat(noData.status()).isEqualTo(AnswerStatus.NO_DATA);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "format_disk | {} | unknown_command | event",
                "place_order | {} | invalid_command | data.symbol",
                "place_order | {\"symbol\":\"\",\"side\":\"buy\",\"quantity\":1} | invalid_command | data.symbol",
                "place_order | {\"symbol\":\"A\",\"side\":\"hold\",\"quantity\":1} | invalid_command | data.side",
                "place_order | {\"symbol\":\"A\",\"side\":\"buy\",\"quantity\":\"1\"} | invalid_command | data.quantity",
                "place_order | [] | invalid_command | data",
            })
    void whatDoesNotFitIsRefusedWithItsFieldAndGoesNowhere(
            String command, String data, String code, String field) {
        CommandResponse answer = ask(command, data, null);

        assertThat(answer.status()).isEqualTo(AnswerStatus.ERROR);
        assertThat(answer.result().text())
                .contains("\"code\":\"" + code + "\"")
                .contains("\"field\":\"" + field + "\"");
        assertThat(taken).isEmpty();
        assertThat(copies).isEmpty();
    }

    @Test
    void whatChangesSomethingIsWrittenDownWithoutItsContent() {
        ask("get_performance", "{}", null);
        ask("place_order", "{\"symbol\":\"AAPL\",\"side\":\"buy\",\"quantity\":1}", "k-1");
        ask("cancel_order", "{\"order_id\":\"o-9\"}", "k-2");

        assertThat(acts)
                .containsExactly(
                        Act.of(OWNER, "command.place_order", "order-1", "c-1", "success"),
                        Act.of(OWNER, "command.cancel_order", "k-2", "c-1", "unknown_order"));
    }

    @ParameterizedTest
    @CsvSource({
        "VIEWER, read trade admin, false",
        "TRADER, read, false",
        "OWNER, read, false",
        "TRADER, trade, true",
    })
    void whoMayNotTradeChangesNothing(Role role, String scopes, boolean allowed) {
        Set<Scope> granted =
                Arrays.stream(scopes.split(" "))
                        .map(name -> Scope.valueOf(name.toUpperCase(Locale.ROOT)))
                        .collect(Collectors.toSet());
        Actor actor = new Actor("bob", "Bob", role, granted, "token-1", true, "127.0.0.1");
        String order = "{\"symbol\":\"AAPL\",\"side\":\"buy\",\"quantity\":1}";

        CommandResponse answer =
                desk.carryOut(command("place_order", order, null), actor, null).join();

        assertThat(taken).hasSize(allowed ? 1 : 0);
        assertThat(copies).hasSize(allowed ? 1 : 0);
        assertThat(answer.result().text().contains("\"code\":\"forbidden\"")).isNotEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"yesterday", "2025-01-25T15:59:59Z", "2099-01-01T00:00:00Z", "2025-01-25T16:00:05"})
    void aCommandThatIsOverOrWithoutATimeIsRefused(String expiresAt) {
        CommandResponse answer =
                desk.carryOut(
                                new UserCommand(
                                        "place_order",
                                        new RawJson(
                                                "{\"symbol\":\"A\",\"side\":\"buy\",\"quantity\":1}"),
                                        null,
                                        "k",
                                        expiresAt),
                                OWNER,
                                null)
                        .join();

        assertThat(answer.result().text()).contains("invalid_command").contains("expires_at");
        assertThat(taken).isEmpty();
    }

    @Test
    void listenersInOtherLanguagesGetACopyInTheSpecsShape() {
        ask("cancel_order", "{\"order_id\":\"o-9\"}", null);

        assertThat(copies)
                .containsExactly(
                        """
                        {"type":"user_command","event":"cancel_order","data":{"order_id":"o-9"},\
                        "client_id":"connection-1","timestamp":"2025-01-25T16:00:00Z",\
                        "correlation_id":"c-1"}\
                        """);
    }

    @Test
    void withoutAConfirmationAnOrderGoesNowhereAndWhatIsWrongWithItIsToldFirst() {
        confirmed = false;
        String order = "{\"symbol\":\"AAPL\",\"side\":\"buy\",\"quantity\":1}";
        List<CommandEnvelope<?>> expected = new ArrayList<>();
        CommandResponse refused =
                desk.carryOut(command("place_order", order, "k-1"), OWNER, null, expected::add)
                        .join()
                        .orElseThrow();
        CommandResponse wrong = ask("place_order", "{}", "k-2");
        CommandResponse cancelled = ask("cancel_order", "{\"order_id\":\"o-9\"}", "k-3");

        assertThat(refused.result().text()).contains("\"code\":\"confirmation_required\"");
        assertThat(wrong.result().text()).contains("invalid_command");
        assertThat(cancelled.result().text()).contains("unknown_order");
        assertThat(taken).isEmpty();
        assertThat(expected).isEmpty();
        assertThat(acts)
                .contains(
                        Act.of(
                                OWNER,
                                "command.place_order",
                                "k-1",
                                "c-1",
                                "confirmation_required"));

        confirmed = true;
        assertThat(ask("place_order", order, "k-1").status()).isEqualTo(AnswerStatus.SUCCESS);
    }

    /// Who adds a command that changes something decides here.
    @Test
    void theseNeedAPasswordThatWasTypedLately() {
        assertThat(CommandTypes.all().stream().filter(Sensitive::is).map(CommandTypes::nameOf))
                .containsExactly(
                        "delete_route",
                        "discard_dead_letters",
                        "dispatch_notification",
                        "import_transactions",
                        "modify_order",
                        "place_order",
                        "reset_routing",
                        "resume_replay",
                        "retry_dead_letters",
                        "set_route",
                        "start_replay",
                        "update_position");
    }

    @Test
    void tooManyCommandsAreRefusedPerUser() {
        CommandDesk strict = desk(2);
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            answers.add(
                    strict.carryOut(command("get_performance", "{}", null), OWNER, null)
                            .join()
                            .result()
                            .text());
        }

        assertThat(answers.get(1)).doesNotContain("rate_limited");
        assertThat(answers.get(2)).contains("rate_limited");
        Actor another =
                new Actor("bob", "Bob", Role.VIEWER, Scope.all(), "session-2", false, "127.0.0.1");
        assertThat(
                        strict.carryOut(command("get_performance", "{}", null), another, null)
                                .join()
                                .result()
                                .text())
                .doesNotContain("rate_limited");
    }

    private CommandResponse ask(String command, String data, @Nullable String key) {
        return desk.carryOut(command(command, data, key), OWNER, "connection-1").join();
    }

    private static UserCommand command(String command, String data, @Nullable String key) {
        return new UserCommand(command, new RawJson(data), "c-1", key, null);
    }

    private InMemoryEventBus bus() {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        InMemoryEventBus running =
                new InMemoryEventBus("verwaltung", clock, new Random(1), Transactions.NONE);
        running.add(
                new Flow("verwaltung.desk")
                        .obeys(PlaceOrder.class)
                        .by(command -> {
                            taken.add(command);
                            return Outcome.success(new Accepted("order-1"));
                        })
                        .obeys(CancelOrder.class)
                        .by(_ -> Outcome.refused("unknown_order", "No such order", "order_id"))
                        .obeys(GetPerformance.class)
                        .answers(_ -> CommandAnswer.noData("Not enough days")));
        running.start();
        return running;
    }

    private CommandDesk desk(int burst) {
        PlainChannels channels =
                new PlainChannels() {
                    @Override
                    public void onReadyMade(Consumer<byte[]> relay) {}

                    @Override
                    public void tellUserCommand(byte[] json) {
                        copies.add(new String(json, StandardCharsets.UTF_8));
                    }
                };
        return new CommandDesk(
                bus,
                new EventCodec(),
                channels,
                new Limits(
                        new LimitProperties(
                                true, 20, 40, 0, burst, 20, 40, 100, 1000, 200, 50, 20, 60, 5),
                        () -> 0),
                new SimpleMeterRegistry(),
                act -> {
                    acts.add(act);
                    return CompletableFuture.completedFuture(act);
                },
                _ -> confirmed,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
