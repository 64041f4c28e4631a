package de.aktienanalyse.gateway.rest;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.Page;
import de.aktienanalyse.events.RawJson;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import de.aktienanalyse.gateway.access.Actor;
import de.aktienanalyse.gateway.commands.CommandDesk;
import de.aktienanalyse.gateway.commands.CommandResponse;
import de.aktienanalyse.gateway.fanout.Fanout;
import de.aktienanalyse.gateway.protocol.ClientMessage.UserCommand;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What a page or a script asks by HTTP. A `GET` answers the bare result, a `POST` the whole
/// answer.
@RestController
@RequestMapping(path = "/api", produces = MediaType.APPLICATION_JSON_VALUE)
class ApiController {
    private final CommandDesk desk;
    private final Fanout fanout;
    private final EventCodec codec;

    ApiController(CommandDesk desk, Fanout fanout, EventCodec codec) {
        this.desk = desk;
        this.fanout = fanout;
        this.codec = codec;
    }

    @GetMapping("/portfolio")
    CompletableFuture<ResponseEntity<String>> portfolio(
            @AuthenticationPrincipal Actor actor,
            @RequestParam(name = "portfolio_id", required = false) @Nullable String portfolioId) {
        return ask(actor, "get_portfolio", new Command.GetPortfolio(portfolioId));
    }

    @GetMapping("/trading/orders/history")
    CompletableFuture<ResponseEntity<String>> orderHistory(
            @AuthenticationPrincipal Actor actor,
            @RequestParam(name = "portfolio_id", required = false) @Nullable String portfolioId,
            @RequestParam(required = false) @Nullable String symbol,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return ask(
                actor,
                "get_order_history",
                new Command.GetOrderHistory(portfolioId, symbol, status, limit, cursor));
    }

    @GetMapping("/recommendations")
    CompletableFuture<ResponseEntity<String>> recommendations(
            @AuthenticationPrincipal Actor actor,
            @RequestParam(required = false) @Nullable String symbol,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return ask(
                actor,
                "get_recommendations",
                new Command.GetRecommendations(symbol, limit, cursor));
    }

    /// The newest analysis of one share.
    @GetMapping("/analysis/{symbol}")
    CompletableFuture<ResponseEntity<String>> analysis(
            @AuthenticationPrincipal Actor actor, @PathVariable String symbol) {
        return desk.carryOut(
                        command(
                                "get_recommendations",
                                new Command.GetRecommendations(symbol, 1, null)),
                        actor,
                        null)
                .thenApply(answer -> bare(onlyItem(answer)));
    }

    @GetMapping("/system/status")
    CompletableFuture<ResponseEntity<String>> systemStatus(@AuthenticationPrincipal Actor actor) {
        return ask(actor, "get_system_status", new Command.GetSystemStatus());
    }

    /// The newest price of each share, as heard since the gateway started.
    @GetMapping("/market/prices")
    CompletableFuture<ResponseEntity<String>> prices(
            @RequestParam(name = "symbols", required = false) @Nullable Set<String> symbols) {
        return fanout.currentValues("market.price_update", symbols == null ? Set.of() : symbols)
                .thenApply(
                        prices -> ResponseEntity.ok(codec.json(new Page<>(prices, null)).text()));
    }

    /// Any command. The same `Idempotency-Key` gets the same answer, and one effect.
    @PostMapping(path = "/commands/{command}", consumes = MediaType.APPLICATION_JSON_VALUE)
    CompletableFuture<ResponseEntity<String>> command(
            @AuthenticationPrincipal Actor actor,
            @PathVariable String command,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestHeader(name = "X-Correlation-Id", required = false)
                    @Nullable String correlation,
            @RequestBody String data) {
        return desk.carryOut(
                        new UserCommand(command, new RawJson(data), correlation, key, null),
                        actor,
                        null)
                .thenApply(answer ->
                        ResponseEntity.status(statusOf(answer))
                                .header("X-Correlation-Id", answer.correlationId())
                                .body(codec.json(answer).text()));
    }

    private CompletableFuture<ResponseEntity<String>> ask(Actor actor, String name, Command data) {
        return desk.carryOut(command(name, data), actor, null).thenApply(this::bare);
    }

    private UserCommand command(String name, Command data) {
        return new UserCommand(name, codec.json(data), null, null, null);
    }

    private ResponseEntity<String> bare(CommandResponse answer) {
        return ResponseEntity.status(statusOf(answer)).body(answer.result().text());
    }

    private record Items(@Nullable List<RawJson> items) {}

    private CommandResponse onlyItem(CommandResponse answer) {
        if (answer.status() != AnswerStatus.SUCCESS) {
            return answer;
        }
        List<RawJson> items = codec.mapper().readValue(answer.result().text(), Items.class).items();
        return items == null || items.isEmpty()
                ? new CommandResponse(
                        AnswerStatus.NO_DATA,
                        answer.command(),
                        new RawJson("{\"message\":\"Not analysed yet\"}"),
                        answer.correlationId())
                : new CommandResponse(
                        answer.status(),
                        answer.command(),
                        items.getFirst(),
                        answer.correlationId());
    }

    private record Refusal(@Nullable String code) {}

    private HttpStatus statusOf(CommandResponse answer) {
        return switch (answer.status()) {
            case SUCCESS -> HttpStatus.OK;
            case NO_DATA -> HttpStatus.NOT_FOUND;
            case ERROR -> {
                String code =
                        codec.mapper().readValue(answer.result().text(), Refusal.class).code();
                yield switch (code == null ? "" : code) {
                    case "unknown_command" -> HttpStatus.NOT_FOUND;
                    case "invalid_command" -> HttpStatus.BAD_REQUEST;
                    case "rate_limited" -> HttpStatus.TOO_MANY_REQUESTS;
                    case "idempotency_conflict" -> HttpStatus.CONFLICT;
                    case "forbidden" -> HttpStatus.FORBIDDEN;
                    case "timeout" -> HttpStatus.GATEWAY_TIMEOUT;
                    case "bus_unavailable", "bus_full" -> HttpStatus.SERVICE_UNAVAILABLE;
                    default -> HttpStatus.UNPROCESSABLE_CONTENT;
                };
            }
        };
    }
}
