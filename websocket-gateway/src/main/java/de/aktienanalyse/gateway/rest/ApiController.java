package de.aktienanalyse.gateway.rest;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.commands.Page;
import de.aktienanalyse.commands.Role;
import de.aktienanalyse.events.RawJson;
import de.aktienanalyse.gateway.commands.CommandDesk;
import de.aktienanalyse.gateway.fanout.Fanout;
import de.aktienanalyse.gateway.protocol.ClientMessage.UserCommand;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What a page or a script asks by HTTP and no [Route] can say.
@RestController
@RequestMapping("/api")
class ApiController {
    private final CommandDesk desk;
    private final Fanout fanout;
    private final Answers answers;
    private final EventCodec codec;

    ApiController(CommandDesk desk, Fanout fanout, Answers answers, EventCodec codec) {
        this.desk = desk;
        this.fanout = fanout;
        this.answers = answers;
        this.codec = codec;
    }

    /// The newest price of each share.
    @GetMapping("/market/prices")
    CompletableFuture<ResponseEntity<String>> prices(HttpServletRequest request) {
        Map<String, String[]> query = Parameters.of(request, Set.of("symbols"));
        String[] symbols = query.getOrDefault("symbols", new String[0]);
        return fanout.currentValues("market.price_update", Set.copyOf(Parameters.list(symbols)))
                .thenApply(this::page);
    }

    /// Who hears what, and how well; for the owner.
    @GetMapping("/connections")
    CompletableFuture<ResponseEntity<String>> connections(HttpServletRequest request) {
        Parameters.of(request, Set.of());
        if (!Caller.of(request).may(Role.OWNER)) {
            String denied = "Your role or token does not allow this";
            throw new Refusal(HttpStatus.FORBIDDEN, "forbidden", denied, null);
        }
        return fanout.connections().thenApply(this::page);
    }

    private ResponseEntity<String> page(List<?> items) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(codec.json(new Page<>(items, null)).text());
    }

    /// Any command, answered with the whole answer.
    @PostMapping(path = "/commands/{command}", consumes = MediaType.APPLICATION_JSON_VALUE)
    CompletableFuture<ResponseEntity<String>> command(
            @PathVariable String command, HttpServletRequest request) throws IOException {
        RequestHeaders headers = RequestHeaders.of(request);
        Map<String, String[]> query = Parameters.of(request, Set.of("expires_at"));
        String[] expiry = query.get("expires_at");
        UserCommand asked =
                new UserCommand(
                        command,
                        new RawJson(Body.of(request)),
                        headers.correlationId(),
                        headers.idempotencyKey(),
                        expiry == null ? null : Parameters.once("expires_at", expiry));
        return desk.carryOut(asked, Caller.of(request), null).thenApply(answers::whole);
    }
}
