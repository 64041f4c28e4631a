package de.aktienanalyse.gateway;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/// A running gateway on the bus in memory at which one may log in often, and which soon sees what
/// logins have ended.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = GatewayApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "aktien.gateway.outbound.close-timeout=200ms",
            "aktien.gateway.limits.logins-per-minute=1000",
            "aktien.gateway.access.revalidation=100ms"
        })
@Import(TestGateway.class)
@ContextConfiguration(initializers = FreshData.class)
@interface LoginTest {}
