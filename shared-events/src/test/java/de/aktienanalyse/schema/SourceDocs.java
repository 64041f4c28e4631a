package de.aktienanalyse.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The `///` comments of records, read from their sources: what a field means, its unit and range,
/// is written once and shows up in every generated file.
public final class SourceDocs {
    private static final Pattern PARAM = Pattern.compile("@param (\\w+) (.*)");

    private final List<Path> roots;

    private SourceDocs(List<Path> roots) {
        this.roots = roots;
    }

    /// @param roots folders with sources, `src/main/java`; what is in none of them has no comments
    public static SourceDocs in(Path... roots) {
        return new SourceDocs(List.of(roots));
    }

    /// @param summary what stands before the first `@param`; empty when there is none
    /// @param fields by the name of the component
    record Doc(String summary, Map<String, String> fields) {
        static final Doc NONE = new Doc("", Map.of());
    }

    Doc of(Class<?> type) {
        Pattern declaration =
                Pattern.compile(".*\\b(record|enum|interface) " + type.getSimpleName() + "\\b.*");
        List<String> lines = linesOf(type);
        for (int i = 0; i < lines.size(); i++) {
            if (declaration.matcher(lines.get(i)).matches()
                    && !lines.get(i).strip().startsWith("///")) {
                return parse(commentAbove(lines, i));
            }
        }
        return Doc.NONE;
    }

    private List<String> linesOf(Class<?> type) {
        String file = type.getNestHost().getName().replace('.', '/') + ".java";
        try {
            for (Path root : roots) {
                if (Files.exists(root.resolve(file))) {
                    return Files.readAllLines(root.resolve(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of();
    }

    private static List<String> commentAbove(List<String> lines, int declaration) {
        List<String> comment = new ArrayList<>();
        for (int i = declaration - 1; i >= 0; i--) {
            String line = lines.get(i).strip();
            if (line.startsWith("///")) {
                comment.addFirst(line.substring(3).strip());
            } else if (!comment.isEmpty()
                    || line.isEmpty()
                    || line.endsWith("{")
                    || line.endsWith("}")) {
                break;
            }
        }
        return comment;
    }

    private static Doc parse(List<String> comment) {
        StringBuilder summary = new StringBuilder();
        Map<String, StringBuilder> fields = new LinkedHashMap<>();
        StringBuilder current = summary;
        for (String line : comment) {
            var param = PARAM.matcher(line);
            if (param.matches()) {
                current = fields.computeIfAbsent(param.group(1), _ -> new StringBuilder());
                current.append(param.group(2));
            } else if (!line.isEmpty()) {
                current.append(current.isEmpty() ? "" : " ").append(line);
            }
        }
        Map<String, String> texts = new LinkedHashMap<>();
        fields.forEach((name, text) -> texts.put(name, text.toString()));
        return new Doc(summary.toString(), texts);
    }
}
