package de.aktienanalyse.system;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The TypeScript client in Node, put through its own checks.
final class OurClient {
    private static final Path CHECKS =
            RunningSuite.ROOT.resolve("websocket-gateway/web/client/test/real-gateway.mjs");

    private OurClient() {}

    /// @param environment beside the suite's address and token
    /// @return a line for each thing that holds
    static String check(RunningSuite suite, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("GATEWAY_URL", suite.socketUri().toString());
        all.put("GATEWAY_TOKEN", RunningSuite.TOKEN);
        return Program.run(List.of("node", CHECKS.toString()), all, "");
    }
}
