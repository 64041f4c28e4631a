package de.aktienanalyse.gateway.administration;

import de.aktienanalyse.gateway.audit.AuditLog;
import de.aktienanalyse.gateway.rest.Parameters;
import de.aktienanalyse.gateway.rest.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The log, for the owner.
@RestController
@RequestMapping(path = "/api/audit", produces = MediaType.APPLICATION_JSON_VALUE)
class AuditController {
    private static final int MOST = 500;
    private static final int USUAL = 100;
    private static final String LIMIT = "limit";
    private static final String CURSOR = "cursor";

    private final AuditLog log;

    AuditController(AuditLog log) {
        this.log = log;
    }

    record Found(List<AuditLog.Entry> items, @Nullable String nextCursor) {}

    /// The newest first.
    @GetMapping
    Found newest(HttpServletRequest request) {
        Map<String, String[]> query = Parameters.of(request, Set.of(LIMIT, CURSOR));
        Long limit = number(LIMIT, query);
        Long cursor = number(CURSOR, query);
        if (limit != null && (limit < 1 || limit > MOST)) {
            throw Refusal.invalid(LIMIT, "must be from 1 to " + MOST);
        }
        int count = limit == null ? USUAL : limit.intValue();
        List<AuditLog.Entry> items = log.newest(count, cursor);
        return new Found(items, items.size() < count ? null : Long.toString(items.getLast().seq()));
    }

    private static @Nullable Long number(String name, Map<String, String[]> query) {
        String[] values = query.get(name);
        return values == null ? null : Parameters.whole(name, Parameters.once(name, values));
    }

    @GetMapping("/verification")
    AuditLog.Verification verify(HttpServletRequest request) {
        Parameters.of(request, Set.of());
        return log.verify();
    }
}
