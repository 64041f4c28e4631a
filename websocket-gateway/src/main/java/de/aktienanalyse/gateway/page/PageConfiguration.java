package de.aktienanalyse.gateway.page;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.PathResourceResolver;

@Configuration(proxyBeanMethods = false)
class PageConfiguration implements WebMvcConfigurer {
    private static final String FILES = "classpath:/static/";
    private static final String CONTENT_SECURITY =
            "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
                    + " frame-ancestors 'none'";

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        // Vite puts a hash of the content into these names, so a name never changes its content.
        registry.addResourceHandler("/assets/**")
                .addResourceLocations(FILES + "assets/")
                .setCacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
        registry.addResourceHandler("/**")
                .addResourceLocations(FILES)
                .setCacheControl(CacheControl.noCache())
                .resourceChain(true)
                .addResolver(new Views());
    }

    /// A view of the page has an address of its own but no file: `/depot` is the page.
    private static final class Views extends PathResourceResolver {
        @Override
        protected @Nullable Resource getResource(String path, Resource location)
                throws IOException {
            Resource found = super.getResource(path, location);
            boolean view =
                    !path.contains(".")
                            && !path.startsWith("api/")
                            && !path.startsWith("actuator/");
            return found == null && view ? super.getResource("index.html", location) : found;
        }
    }

    @Bean
    FilterRegistrationBean<OncePerRequestFilter> contentSecurity() {
        FilterRegistrationBean<OncePerRequestFilter> first =
                new FilterRegistrationBean<>(new ContentSecurity());
        // Before the logins: what they refuse is a page too.
        first.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return first;
    }

    private static final class ContentSecurity extends OncePerRequestFilter {
        @Override
        protected void doFilterInternal(
                HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            response.setHeader("Content-Security-Policy", CONTENT_SECURITY);
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader("X-Frame-Options", "DENY");
            response.setHeader("Referrer-Policy", "no-referrer");
            response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
            response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
            response.setHeader(
                    "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()");
            if (request.isSecure()) {
                // Only what came by TLS may promise it. Without includeSubDomains: others may be
                // plain.
                response.setHeader("Strict-Transport-Security", "max-age=31536000");
            }
            chain.doFilter(request, response);
        }
    }
}
