package de.aktienanalyse.gateway.ingress;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// First of all: finds out from where a request really comes, and takes from it what only a trusted
/// proxy may say. Whatever comes behind, the socket's handshake too, sees the client's address as
/// that of the line.
final class SenderFilter implements Filter {
    private final TrustedProxy proxy;

    SenderFilter(TrustedProxy proxy) {
        this.proxy = proxy;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http)) {
            chain.doFilter(request, response);
            return;
        }
        // An answer that comes later passes here again, with what it became here.
        Sender sender = Sender.of(http);
        if (sender == null) {
            sender = proxy.sender(http);
            sender.sent(http);
        }
        chain.doFilter(new Seen(http, sender, proxy), response);
    }

    private static final class Seen extends HttpServletRequestWrapper {
        private final Sender sender;
        private final TrustedProxy proxy;

        Seen(HttpServletRequest request, Sender sender, TrustedProxy proxy) {
            super(request);
            this.sender = sender;
            this.proxy = proxy;
        }

        @Override
        public String getRemoteAddr() {
            return sender.address();
        }

        @Override
        public String getRemoteHost() {
            return sender.address();
        }

        @Override
        public @Nullable String getHeader(String name) {
            return proxy.isItsOwn(name) ? null : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return proxy.isItsOwn(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
        }

        @Override
        public Enumeration<String> getHeaderNames() {
            List<String> names = Collections.list(super.getHeaderNames());
            names.removeIf(proxy::isItsOwn);
            return Collections.enumeration(names);
        }
    }
}
