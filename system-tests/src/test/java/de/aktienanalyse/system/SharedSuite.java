package de.aktienanalyse.system;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests that only look on and order a little one suite together: it is started by the first
/// and stopped after the last. It replays the recorded prices, as after a plain `./suite up`.
final class SharedSuite implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningSuite.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.GLOBAL)
                .computeIfAbsent(
                        SharedSuite.class,
                        _ -> RunningSuite.named("shared", RunningSuite.settings()).up(),
                        RunningSuite.class);
    }
}
