package de.aktienanalyse.gateway.ingress;

import de.aktienanalyse.gateway.access.Networks;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a reverse proxy says of a request, believed only from the addresses that are listed.
final class TrustedProxy {
    /// `for=` of one step of a `Forwarded` header, RFC 7239.
    private static final Pattern FOR =
            Pattern.compile("(?i)(?:^|;)\\s*for\\s*=\\s*(\"[^\"]*\"|[^;\\s]*)");

    private static final Set<String> HEADERS_FOR_ADDRESS =
            Set.of(ProxyProperties.X_FORWARDED_FOR, ProxyProperties.FORWARDED);

    private final Networks proxies;
    private final boolean namesUsers;
    private final String userHeader;
    private final String addressHeader;

    /// @throws IllegalStateException the settings do not say whom to believe
    TrustedProxy(ProxyProperties properties) {
        this.proxies = networks(properties.addresses());
        this.namesUsers = namesUsers(properties.auth().strip());
        this.userHeader = properties.userHeader().strip();
        this.addressHeader = addressHeader(properties.addressHeader().strip());
        if (namesUsers && proxies.isEmpty()) {
            throw new IllegalStateException(
                    "AKTIEN_AUTH=trusted-proxy needs the addresses of the proxies:"
                            + " AKTIEN_TRUSTED_PROXIES=172.18.0.2 or 172.18.0.0/16");
        }
        if (namesUsers && userHeader.isEmpty()) {
            throw new IllegalStateException("AKTIEN_PROXY_USER_HEADER names no header");
        }
    }

    /// @throws IllegalStateException one is no address
    static Networks networks(List<String> texts) {
        try {
            return Networks.of(texts);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "AKTIEN_TRUSTED_PROXIES needs addresses or networks by number (10.0.0.2,"
                            + " 172.18.0.0/16, fd00::/8), not all there are and no names: "
                            + e.getMessage(),
                    e);
        }
    }

    private static boolean namesUsers(String auth) {
        return switch (auth.toLowerCase(Locale.ROOT)) {
            case "", ProxyProperties.PASSWORD -> false;
            case ProxyProperties.TRUSTED_PROXY -> true;
            default ->
                    throw new IllegalStateException(
                            "AKTIEN_AUTH is password or trusted-proxy, not " + auth);
        };
    }

    private static String addressHeader(String name) {
        return HEADERS_FOR_ADDRESS.stream()
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException(
                                "AKTIEN_PROXY_ADDRESS_HEADER is X-Forwarded-For or Forwarded, not "
                                        + name));
    }

    /// Whether a header is for the proxy to set, and nothing that anything else here may read.
    boolean isItsOwn(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return header.equalsIgnoreCase(userHeader)
                || name.equals("forwarded")
                || name.startsWith("x-forwarded-");
    }

    /// @param request as it came in
    Sender sender(HttpServletRequest request) {
        String peer = request.getRemoteAddr();
        if (Networks.address(peer).filter(proxies::contain).isEmpty()) {
            return new Sender(peer, null);
        }
        return new Sender(client(request, peer), namesUsers ? user(request) : null);
    }

    /// The nearest to us that is no proxy: what stands before it is only what it says itself.
    private String client(HttpServletRequest request, String peer) {
        List<String> steps = steps(request);
        String nearest = peer;
        for (String step : steps.reversed()) {
            Optional<InetAddress> address = address(step);
            if (address.isEmpty()) {
                return nearest;
            }
            nearest = address.get().getHostAddress();
            if (!proxies.contain(address.get())) {
                return nearest;
            }
        }
        return nearest;
    }

    private List<String> steps(HttpServletRequest request) {
        List<String> steps = new ArrayList<>();
        for (String line : Collections.list(request.getHeaders(addressHeader))) {
            for (String step : line.split(",", -1)) {
                steps.add(step.strip());
            }
        }
        return steps;
    }

    /// `203.0.113.7`, `203.0.113.7:4711`, `[2001:db8::7]:4711`, or the `for=` with one of them.
    private Optional<InetAddress> address(String step) {
        String text = step;
        if (addressHeader.equals(ProxyProperties.FORWARDED)) {
            Matcher found = FOR.matcher(step);
            text = found.find() ? found.group(1).replace("\"", "") : "";
        }
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            text = end < 0 ? "" : text.substring(1, end);
        } else if (text.indexOf(':') == text.lastIndexOf(':')) {
            text = text.replaceFirst(":\\d*$", "");
        }
        return Networks.address(text);
    }

    /// Two names are as good as a wrong one: one of them may be the client's own.
    private @Nullable String user(HttpServletRequest request) {
        List<String> names = Collections.list(request.getHeaders(userHeader));
        return switch (names.size()) {
            case 0 -> null;
            case 1 -> names.getFirst().isBlank() ? null : decoded(names.getFirst().strip());
            default -> "";
        };
    }

    /// Tomcat reads headers as ISO 8859-1; what is UTF-8 was meant so.
    private static String decoded(String header) {
        byte[] bytes = header.getBytes(StandardCharsets.ISO_8859_1);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            return header;
        }
    }
}
