package de.aktienanalyse.gateway.handshake;

import de.aktienanalyse.commands.Role;
import de.aktienanalyse.gateway.access.Actor;
import de.aktienanalyse.gateway.limits.Limits;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collections;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.HttpRequestHandler;

/// Answers `GET /ws`, `/ws/` and `/ws/{client_id}` with 101, or says why not.
///
/// The client_id of the path is what the client calls itself, shown and nothing more: whoever could
/// choose the id of a connection could take another's answers.
final class WebSocketHandshake implements HttpRequestHandler {
    /// RFC 6455 §4.2.2, the same for every server.
    private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;
    private static final int MAX_NAME = 64;
    private static final String PATH = "/ws/";

    private final Origins origins;
    private final Limits limits;
    private final Doorman doorman;
    private final MeterRegistry metrics;

    WebSocketHandshake(Origins origins, Limits limits, Doorman doorman, MeterRegistry metrics) {
        this.origins = origins;
        this.limits = limits;
        this.doorman = doorman;
        this.metrics = metrics;
    }

    @Override
    public void handleRequest(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String key = request.getHeader("Sec-WebSocket-Key");
        String remote = request.getRemoteAddr();
        Actor actor = Actor.of(request);
        if (!"GET".equals(request.getMethod())) {
            refuse(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "method");
        } else if (!isWebSocket(request)) {
            response.setHeader("Upgrade", "websocket");
            response.setHeader("Sec-WebSocket-Version", VERSION);
            refuse(response, 426, "no_websocket");
        } else if (!isKey(key)) {
            refuse(response, HttpServletResponse.SC_BAD_REQUEST, "key");
        } else if (actor == null || !actor.may(Role.VIEWER)) {
            // The filters let nobody else through; if one of them is ever lost, so must nobody
            // here.
            refuse(response, HttpServletResponse.SC_UNAUTHORIZED, "unauthenticated");
        } else if (!isFromOurPageOrNoPage(request, actor)) {
            refuse(response, HttpServletResponse.SC_FORBIDDEN, "origin");
        } else if (!limits.mayShakeHands(remote) || !limits.connected(remote, actor.id())) {
            response.setHeader("Retry-After", "10");
            refuse(response, 429, "too_many");
        } else {
            upgrade(request, response, actor, key);
        }
    }

    /// A browser sends its cookie whatever page asks, so there the page must be ours. A token comes
    /// from whoever has it, and a script has no page.
    private boolean isFromOurPageOrNoPage(HttpServletRequest request, Actor actor) {
        String origin = request.getHeader("Origin");
        return origin == null
                ? actor.isScript()
                : origins.allows(origin, request.getHeader("Host"));
    }

    private void upgrade(
            HttpServletRequest request, HttpServletResponse response, Actor actor, String key)
            throws IOException, ServletException {
        String remote = request.getRemoteAddr();
        response.setHeader("Upgrade", "websocket");
        response.setHeader("Connection", "upgrade");
        response.setHeader("Sec-WebSocket-Accept", accept(key));
        try {
            request.upgrade(WebSocketUpgrade.class)
                    .prepare(doorman, actor, remote, displayName(request.getRequestURI()));
        } catch (IOException | ServletException | RuntimeException e) {
            limits.disconnected(remote, actor.id());
            throw e;
        }
    }

    private void refuse(HttpServletResponse response, int status, String reason)
            throws IOException {
        metrics.counter("aktien.gateway.handshakes.refused", "reason", reason).increment();
        response.sendError(status);
    }

    private static boolean isWebSocket(HttpServletRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"))
                && VERSION.equals(request.getHeader("Sec-WebSocket-Version"))
                && Collections.list(request.getHeaders("Connection")).stream()
                        .flatMap(line -> java.util.Arrays.stream(line.split(",", -1)))
                        .anyMatch(option -> option.strip().equalsIgnoreCase("upgrade"));
    }

    private static boolean isKey(@Nullable String key) {
        try {
            return key != null && Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static String accept(String key) {
        try {
            byte[] text = (key + KEY_SUFFIX).getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-1", e);
        }
    }

    private static @Nullable String displayName(String path) {
        if (!path.toLowerCase(Locale.ROOT).startsWith(PATH) || path.length() == PATH.length()) {
            return null;
        }
        String name = path.substring(PATH.length()).replaceAll("[^A-Za-z0-9_.-]", "_");
        return name.substring(0, Math.min(name.length(), MAX_NAME));
    }
}
