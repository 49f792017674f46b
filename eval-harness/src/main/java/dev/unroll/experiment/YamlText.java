package dev.unroll.experiment;

import dev.unroll.experiment.SpecNode.Field;
import dev.unroll.experiment.SpecNode.Form;
import dev.unroll.experiment.SpecNode.Items;
import dev.unroll.experiment.SpecNode.Mapping;
import dev.unroll.experiment.SpecNode.Scalar;
import java.util.Map;
import java.util.stream.Collectors;

/** A tree as YAML that {@link YamlTree} reads back as it was: a line per key, and per entry of lists of maps. */
final class YamlText {

    private YamlText() {
    }

    static String file(Mapping root) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Field> field : root.fields().entrySet()) {
            SpecNode value = field.getValue().value();
            text.append(quoted(field.getKey())).append(':');
            if (value instanceof Items items && items.items().stream().anyMatch(Mapping.class::isInstance)) {
                items.items().forEach(item -> text.append("\n  - ").append(inline(item)));
            } else {
                text.append(' ').append(inline(value));
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** A value in one line. */
    static String of(SpecNode node) {
        return inline(node);
    }

    /** The values of several keys, in one line. */
    static String of(Map<Axis, SpecNode> values) {
        return values.entrySet().stream().map(entry -> entry.getKey().key() + ": " + inline(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String inline(SpecNode node) {
        if (node instanceof Mapping mapping) {
            return mapping.fields().entrySet().stream()
                    .map(field -> quoted(field.getKey()) + ": " + inline(field.getValue().value()))
                    .collect(Collectors.joining(", ", "{", "}"));
        } else if (node instanceof Items items) {
            return items.items().stream().map(YamlText::inline).collect(Collectors.joining(", ", "[", "]"));
        }
        Scalar scalar = (Scalar) node;
        return scalar.form() == Form.TEXT ? quoted(scalar.text()) : scalar.form() == Form.NOTHING ? "null" : scalar.text();
    }

    /** Plain where that reads as the same text. */
    private static String quoted(String text) {
        if (text.matches("[A-Za-z][A-Za-z0-9_./-]*") && YamlTree.form(text) == Form.TEXT) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029 || c == 0xfeff) {
                quoted.append("\\u");
                String hex = Integer.toHexString(c);
                quoted.append("0".repeat(4 - hex.length())).append(hex);
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
