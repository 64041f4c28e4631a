package de.aktienanalyse.gateway.login;

import de.aktienanalyse.commands.Role;
import de.aktienanalyse.gateway.access.ListenAddress;
import de.aktienanalyse.gateway.access.LiveSockets;
import de.aktienanalyse.gateway.accounts.Confirmations;
import de.aktienanalyse.gateway.accounts.Curfew;
import de.aktienanalyse.gateway.accounts.Enrolment;
import de.aktienanalyse.gateway.accounts.GatewayDatabase;
import de.aktienanalyse.gateway.accounts.Logins;
import de.aktienanalyse.gateway.accounts.OneTimeLinks;
import de.aktienanalyse.gateway.accounts.Passwords;
import de.aktienanalyse.gateway.accounts.ProxyLogins;
import de.aktienanalyse.gateway.accounts.Secrets;
import de.aktienanalyse.gateway.accounts.Sessions;
import de.aktienanalyse.gateway.accounts.Tokens;
import de.aktienanalyse.gateway.accounts.Users;
import de.aktienanalyse.gateway.audit.Refusals;
import de.aktienanalyse.gateway.handshake.Origins;
import de.aktienanalyse.gateway.ingress.ProxyProperties;
import de.aktienanalyse.gateway.ingress.Tls;
import jakarta.servlet.DispatcherType;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;

@Configuration(proxyBeanMethods = false)
class LoginConfiguration {
    private static final String VIEWER = Role.VIEWER.name();
    private static final String OWNER = Role.OWNER.name();

    /// Who may ask for what. Spring's own sessions, CSRF tokens and log-in pages are off: the
    /// session lives in our database, and [LoginFilter] says what stands against forged requests.
    @Bean
    SecurityFilterChain doors(
            HttpSecurity http,
            Users users,
            Tokens tokens,
            Sessions sessions,
            ProxyLogins proxyLogins,
            SessionCookie cookie,
            Origins origins,
            Refusals refusals)
            throws Exception {
        // No bean: Boot would run it a second time, beside the chain.
        LoginFilter login =
                new LoginFilter(users, tokens, sessions, proxyLogins, cookie, origins, refusals);
        return http.sessionManagement(
                        session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                // The page's own filter says them, also on what is refused here.
                .headers(headers -> headers.defaultsDisabled().cacheControl(_ -> {}))
                .addFilterBefore(login, AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(LoginConfiguration::rules)
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(
                                        (_, response, _) -> {
                                            response.setHeader("WWW-Authenticate", "Bearer");
                                            (users.exist() ? Problem.NOBODY : Problem.NO_OWNER)
                                                    .write(response, HttpStatus.UNAUTHORIZED);
                                        })
                                .accessDeniedHandler((_, response, _) ->
                                        Problem.FORBIDDEN.write(response, HttpStatus.FORBIDDEN)))
                .build();
    }

    private static void rules(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
                    requests) {
        requests.dispatcherTypeMatchers(
                        DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                .permitAll()
                .requestMatchers("/api/session", "/api/setup")
                .permitAll()
                .requestMatchers(
                        "/api/tokens/**",
                        "/api/users/**",
                        "/api/audit/**",
                        "/api/bus/**",
                        "/api/connections/**")
                .hasAuthority(OWNER)
                // The desk knows the role of each command.
                .requestMatchers("/api/commands/**")
                .authenticated()
                .requestMatchers("/api/**", "/ws/**")
                .hasAuthority(VIEWER)
                .requestMatchers("/actuator/health/**")
                .permitAll()
                .requestMatchers("/actuator/**")
                .access(new FiguresOfTheInside())
                // The page's files tell nothing.
                .anyRequest()
                .permitAll();
    }

    @Bean
    ProxyLogins proxyLogins(Users users) {
        return new ProxyLogins(users);
    }

    @Bean
    SessionCookie sessionCookie(Origins origins) {
        return new SessionCookie(origins);
    }

    @Bean
    LiveSockets liveSockets() {
        return new LiveSockets();
    }

    @Bean
    GatewayDatabase gatewayDatabase(AccessProperties properties) {
        return new GatewayDatabase(properties.folder());
    }

    @Bean
    ListenAddress listenAddress(ServerProperties server, Tls tls, AccessProperties properties) {
        return new ListenAddress(server.getAddress(), tls.isOn(), properties.insecureLan());
    }

    @Bean
    Secrets secrets() {
        return new Secrets(new SecureRandom());
    }

    @Bean
    Users users(GatewayDatabase database, Clock clock) {
        return new Users(database, new Passwords(), clock);
    }

    @Bean
    Sessions sessions(GatewayDatabase database, Secrets secrets, Clock clock) {
        return new Sessions(database, secrets, clock);
    }

    @Bean
    Confirmations confirmations(
            GatewayDatabase database, Clock clock, ConfirmProperties properties) {
        return new Confirmations(database, clock, properties.after(), properties.atMost());
    }

    @Bean
    Tokens tokens(
            GatewayDatabase database, Secrets secrets, Clock clock, AccessProperties properties) {
        return new Tokens(database, secrets, clock, properties.apiToken());
    }

    @Bean
    OneTimeLinks oneTimeLinks(
            AccessProperties properties, GatewayDatabase database, Secrets secrets, Clock clock) {
        return new OneTimeLinks(properties.folder(), database, secrets, clock);
    }

    @Bean
    Enrolment enrolment(
            GatewayDatabase database,
            OneTimeLinks links,
            Users users,
            Sessions sessions,
            Secrets secrets) {
        return new Enrolment(database, links, users, sessions, secrets);
    }

    @Bean
    FirstStart firstStart(Users users, OneTimeLinks links, Tls tls, ServerProperties server) {
        return new FirstStart(
                users,
                links,
                tls.isOn() ? "https" : "http",
                ListenAddress.host(server.getAddress()));
    }

    @Bean
    Logins logins(Sessions sessions, Tokens tokens, ProxyLogins proxyLogins) {
        return new Logins(sessions, tokens, proxyLogins);
    }

    @Bean
    Curfew curfew(
            LiveSockets sockets,
            Sessions sessions,
            Logins logins,
            AccessProperties properties,
            ProxyProperties proxy) {
        return new Curfew(sockets, sessions, logins, properties.revalidation(), proxy.socketLife());
    }
}
