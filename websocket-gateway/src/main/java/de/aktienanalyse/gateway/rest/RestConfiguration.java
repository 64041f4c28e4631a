package de.aktienanalyse.gateway.rest;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.gateway.commands.CommandDesk;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Makes a handler of each [Route], beside those that Spring finds by their annotations.
@Configuration(proxyBeanMethods = false)
class RestConfiguration {

    @Autowired
    void routes(
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mapping,
            CommandDesk desk,
            CommandSchemas schemas,
            Answers answers,
            EventCodec codec)
            throws NoSuchMethodException {
        Method answer = RouteHandler.class.getDeclaredMethod("answer", HttpServletRequest.class);
        for (Route route : Routes.ALL) {
            RequestMappingInfo.Builder info =
                    RequestMappingInfo.paths(route.path()).methods(route.method());
            if (route.body() != null) {
                info.consumes(MediaType.APPLICATION_JSON_VALUE);
            }
            mapping.registerMapping(
                    info.options(mapping.getBuilderConfiguration()).build(),
                    new RouteHandler(route, desk, schemas, answers, codec),
                    answer);
        }
    }
}
