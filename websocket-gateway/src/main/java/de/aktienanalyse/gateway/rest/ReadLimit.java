package de.aktienanalyse.gateway.rest;

import de.aktienanalyse.gateway.access.Actor;
import de.aktienanalyse.gateway.limits.Limits;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Each user may look at so much and no more, whatever it is: a page that asks in a loop would
/// delay everybody's events.
@Component
class ReadLimit implements HandlerInterceptor, WebMvcConfigurer {
    private static final Set<String> READS = Set.of("GET", "HEAD");

    private final Limits limits;

    ReadLimit(Limits limits) {
        this.limits = limits;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**");
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        Actor actor = Actor.of(request);
        // An answer that comes later passes here again.
        boolean isNew = request.getDispatcherType() == DispatcherType.REQUEST;
        if (isNew && actor != null && isRead(request) && !limits.mayRead(actor.id())) {
            throw new Refusal(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "rate_limited",
                    "Too many requests; wait a second",
                    null);
        }
        return true;
    }

    /// Also a stream whose subscriptions need a body.
    private static boolean isRead(HttpServletRequest request) {
        return READS.contains(request.getMethod())
                || request.getRequestURI().startsWith("/api/events/");
    }
}
