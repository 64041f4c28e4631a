package de.aktienanalyse.gateway.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The log, for the owner.
@RestController
@RequestMapping(path = "/api/audit", produces = MediaType.APPLICATION_JSON_VALUE)
class AuditController {
    private static final int MOST = 500;

    private final AuditLog log;

    AuditController(AuditLog log) {
        this.log = log;
    }

    record Found(List<AuditLog.Entry> items, @Nullable String nextCursor) {}

    /// The newest first.
    @GetMapping
    Found newest(
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable Long cursor) {
        int count = Math.clamp(limit, 1, MOST);
        List<AuditLog.Entry> items = log.newest(count, cursor);
        return new Found(items, items.size() < count ? null : Long.toString(items.getLast().seq()));
    }

    @GetMapping("/verification")
    AuditLog.Verification verify() {
        return log.verify();
    }
}
