package de.aktienanalyse.gateway.ingress;

import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

/// Who sends a request, as far as the line that it came by tells.
///
/// @param address of the client itself
/// @param user whom a trusted proxy signed in; null: it names nobody, or is not asked
public record Sender(String address, @Nullable String user) {
    private static final String ATTRIBUTE = Sender.class.getName();

    static @Nullable Sender of(ServletRequest request) {
        return (Sender) request.getAttribute(ATTRIBUTE);
    }

    /// The name that a trusted proxy gave; null: none.
    public static @Nullable String userOf(ServletRequest request) {
        Sender sender = of(request);
        return sender == null ? null : sender.user();
    }

    void sent(ServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }
}
