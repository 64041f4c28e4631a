package de.aktienanalyse.gateway.administration;

import de.aktienanalyse.gateway.access.Actor;
import de.aktienanalyse.gateway.accounts.Confirmations;
import de.aktienanalyse.gateway.audit.Act;
import de.aktienanalyse.gateway.audit.Refusals;
import de.aktienanalyse.gateway.rest.Caller;
import de.aktienanalyse.gateway.rest.Refusal;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Who may come in and by what is changed only by who has typed their password lately.
///
/// By path and not by handler, so that a new handler is not forgotten.
@Component
class OnlyWhenConfirmed implements HandlerInterceptor, WebMvcConfigurer {
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private final Confirmations confirmations;
    private final Refusals refusals;

    OnlyWhenConfirmed(Confirmations confirmations, Refusals refusals) {
        this.confirmations = confirmations;
        this.refusals = refusals;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/tokens/**", "/api/users/**");
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() != DispatcherType.REQUEST
                || READS.contains(request.getMethod())) {
            return true;
        }
        Actor actor = Caller.of(request);
        if (confirmations.covers(actor)) {
            return true;
        }
        String what = request.getMethod() + " " + request.getRequestURI();
        refusals.write(Act.of(actor, "settings.change", what, null, Confirmations.REQUIRED));
        throw new Refusal(HttpStatus.FORBIDDEN, Confirmations.REQUIRED, Confirmations.HOW_TO, null);
    }
}
