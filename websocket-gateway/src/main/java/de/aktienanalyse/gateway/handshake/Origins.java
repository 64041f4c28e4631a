package de.aktienanalyse.gateway.handshake;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whose pages may talk to the gateway. A browser names the page's origin itself; no page can forge
/// it.
///
/// The same host is allowed only when it is this machine or an address: a foreign page whose name
/// was made to resolve to us (DNS rebinding) would otherwise be of the same host. Other names are
/// configured.
public final class Origins {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> allowed = new HashSet<>();

    public Origins(List<String> allowed) {
        allowed.forEach(origin -> this.allowed.add(origin.toLowerCase(Locale.ROOT)));
    }

    /// @param origin the request's `Origin`
    /// @param host the request's `Host`
    public boolean allows(String origin, @Nullable String host) {
        String wanted = origin.toLowerCase(Locale.ROOT);
        if (allowed.contains(wanted)) {
            return true;
        }
        String authority = authority(wanted);
        return authority != null
                && authority.equals(host == null ? null : host.toLowerCase(Locale.ROOT))
                && isThisMachineOrAddress(authority);
    }

    /// Whether `host` is a name of ours: this machine, an address, or the host of a configured
    /// origin.
    public boolean isOurs(@Nullable String host) {
        if (host == null) {
            return false;
        }
        String name = host.toLowerCase(Locale.ROOT);
        return isThisMachineOrAddress(name)
                || allowed.stream().anyMatch(origin -> name.equals(authority(origin)));
    }

    private static @Nullable String authority(String origin) {
        try {
            URI uri = new URI(origin);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return web ? uri.getRawAuthority() : null;
        } catch (URISyntaxException _) {
            return null;
        }
    }

    private static boolean isThisMachineOrAddress(String authority) {
        String name = authority.replaceFirst(":\\d+$", "");
        return THIS_MACHINE.contains(name)
                || name.matches("\\d{1,3}(\\.\\d{1,3}){3}")
                || name.startsWith("[");
    }
}
