package de.aktienanalyse.gateway.rest;

import de.aktienanalyse.bus.EventCodec;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/// Whatever goes wrong under `/api` is told in one shape, also what Spring refuses before it comes
/// to us: an unknown path, a wrong method, a foreign content type.
@Component
class Problems implements HandlerExceptionResolver, Ordered {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    private final EventCodec codec;

    Problems(EventCodec codec) {
        this.codec = codec;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Object handler,
            Exception failure) {
        if (!request.getRequestURI().startsWith("/api/")) {
            return null;
        }
        try {
            tell(response, failure);
        } catch (IOException _) {
            // The client has gone: nobody is left to be told.
        }
        return new ModelAndView();
    }

    private void tell(HttpServletResponse response, Exception failure) throws IOException {
        if (response.isCommitted()) {
            log.debug("An answer broke off: {}", failure.toString());
        } else if (failure instanceof Refusal refusal) {
            write(response, refusal.status().value(), refusal.problem());
        } else if (failure instanceof ErrorResponse told) {
            copy(told.getHeaders(), response);
            write(response, told.getStatusCode().value(), of(told.getStatusCode()));
        } else if (failure instanceof HttpMessageNotReadableException) {
            // A stranger's mistake fills no log.
            write(response, 400, Refusal.invalid("body", "is no such JSON object").problem());
        } else if (!(failure instanceof IOException)) {
            log.error("A request failed", failure);
            String message = "The gateway failed; its log says why";
            write(response, 500, new Problem("internal_error", message, null));
        }
    }

    /// Ends the answer with a problem.
    void write(HttpServletResponse response, int status, Problem problem) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(status);
        if (status == 429 || status == 503) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        byte[] body = codec.json(problem).text().getBytes(StandardCharsets.UTF_8);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static void copy(HttpHeaders headers, HttpServletResponse response) {
        headers.forEach((name, values) ->
                values.forEach(value -> {
                    if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)) {
                        response.addHeader(name, value);
                    }
                }));
    }

    private static Problem of(HttpStatusCode status) {
        return switch (status.value()) {
            case 404 -> new Problem("not_found", "There is nothing under this path", null);
            case 405 ->
                    new Problem(
                            "method_not_allowed",
                            "This path does not take this method; see the header Allow",
                            null);
            case 406 ->
                    new Problem("not_acceptable", "This path does not answer in that", "Accept");
            case 415 ->
                    new Problem(
                            "unsupported_media_type",
                            "The body must be application/json",
                            "Content-Type");
            case 503 -> new Problem("timeout", "No answer in time", null);
            default -> new Problem("invalid_request", "The request cannot be read", null);
        };
    }
}
