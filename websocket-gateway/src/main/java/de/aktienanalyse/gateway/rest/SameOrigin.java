package de.aktienanalyse.gateway.rest;

import de.aktienanalyse.gateway.handshake.Origins;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.AsyncSupportConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Only our own pages may use the API from a browser. A foreign name in `Host` means that a page of
/// that name was made to resolve to us; a foreign `Origin`, that a page elsewhere sends a form.
@Component
class SameOrigin implements HandlerInterceptor, WebMvcConfigurer {
    private final Origins origins;
    private final Problems problems;

    SameOrigin(Origins origins, Problems problems) {
        this.origins = origins;
        this.problems = problems;
    }

    /// Without Tomcat's own 30 seconds: a command always ends, at its own `expires_at`.
    @Override
    public void configureAsyncSupport(AsyncSupportConfigurer configurer) {
        configurer.setDefaultTimeout(0);
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**");
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        String host = request.getHeader("Host");
        String origin = request.getHeader("Origin");
        if (origins.isOurs(host) && (origin == null || origins.allows(origin, host))) {
            return true;
        }
        String message = "Only pages of this gateway may ask";
        Problem problem = new Problem("foreign_origin", message, null);
        problems.write(response, HttpServletResponse.SC_FORBIDDEN, problem);
        return false;
    }
}
