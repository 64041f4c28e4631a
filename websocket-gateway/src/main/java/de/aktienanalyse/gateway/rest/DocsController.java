package de.aktienanalyse.gateway.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What there is to ask by HTTP, for programs and for people.
@RestController
@RequestMapping("/api")
class DocsController {
    private final OpenApi openApi;

    DocsController(OpenApi openApi) {
        this.openApi = openApi;
    }

    @GetMapping("/openapi.json")
    ResponseEntity<String> document() {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(openApi.document().toPrettyString());
    }

    @GetMapping("/docs")
    ResponseEntity<String> page(HttpServletRequest request) {
        // Without the header the server's own language would decide.
        String accepted = request.getHeader(HttpHeaders.ACCEPT_LANGUAGE);
        Locale wanted = accepted == null ? Locale.ENGLISH : request.getLocale();
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                .body(OpenApiPage.of(openApi.document(), wanted));
    }

    @GetMapping("/docs.css")
    ResponseEntity<Resource> style() {
        return ResponseEntity.ok()
                .contentType(MediaType.valueOf("text/css"))
                .body(new ClassPathResource("openapi/docs.css"));
    }
}
