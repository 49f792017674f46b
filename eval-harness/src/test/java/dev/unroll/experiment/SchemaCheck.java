package dev.unroll.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The keywords of JSON Schema that ours uses; an unknown one fails. */
final class SchemaCheck {

    private final JsonNode root;
    private final List<String> faults = new ArrayList<>();

    private SchemaCheck(JsonNode root) {
        this.root = root;
    }

    /** What is wrong with a document, each with its path; empty if nothing is. */
    static List<String> faults(JsonNode schema, JsonNode document) {
        SchemaCheck check = new SchemaCheck(schema);
        check.node(schema, document, "");
        return check.faults;
    }

    private boolean fits(JsonNode schema, JsonNode node) {
        SchemaCheck check = new SchemaCheck(root);
        check.node(schema, node, "");
        return check.faults.isEmpty();
    }

    private void node(JsonNode schema, JsonNode node, String path) {
        schema.fields().forEachRemaining(keyword -> {
            JsonNode value = keyword.getValue();
            switch (keyword.getKey()) {
                case "$ref" -> node(root.at(value.asText().substring(1)), node, path);
                case "type" -> require(type(value, node), path, "type " + value);
                case "enum" -> require(contains(value, node), path, "enum " + value);
                case "const" -> require(value.equals(node), path, "const " + value);
                case "properties" -> value.fields().forEachRemaining(property -> {
                    if (node.has(property.getKey())) {
                        node(property.getValue(), node.get(property.getKey()), path + "/" + property.getKey());
                    }
                });
                case "additionalProperties" -> node.fieldNames().forEachRemaining(key -> {
                    if (value.isBoolean()) {
                        require(schema.path("properties").has(key), path + "/" + key, "additionalProperties");
                    } else if (!schema.path("properties").has(key)) {
                        node(value, node.get(key), path + "/" + key);
                    }
                });
                case "required" -> value.forEach(key -> require(!node.isObject() || node.has(key.asText()), path,
                        "required " + key));
                case "items" -> {
                    for (int i = 0; node.isArray() && i < node.size(); i++) {
                        node(value, node.get(i), path + "/" + i);
                    }
                }
                case "minItems" -> require(!node.isArray() || node.size() >= value.asInt(), path, "minItems");
                case "minProperties" -> require(!node.isObject() || node.size() >= value.asInt(), path, "minProperties");
                case "uniqueItems" -> require(!value.asBoolean() || distinct(node), path, "uniqueItems");
                case "pattern" -> require(!node.isTextual() || Pattern.compile(value.asText()).matcher(node.asText())
                        .find(), path, "pattern " + value);
                case "minimum" -> require(!node.isNumber() || node.asDouble() >= value.asDouble(), path, "minimum");
                case "maximum" -> require(!node.isNumber() || node.asDouble() <= value.asDouble(), path, "maximum");
                case "exclusiveMinimum" -> require(!node.isNumber() || node.asDouble() > value.asDouble(), path,
                        "exclusiveMinimum");
                case "exclusiveMaximum" -> require(!node.isNumber() || node.asDouble() < value.asDouble(), path,
                        "exclusiveMaximum");
                case "anyOf" -> require(any(value, node), path, "anyOf");
                case "allOf" -> value.forEach(part -> node(part, node, path));
                case "if" -> {
                    if (fits(value, node)) {
                        node(schema.get("then"), node, path);
                    }
                }
                case "then", "description", "default", "title", "$schema", "$id", "definitions" -> { }
                default -> throw new IllegalArgumentException("unknown keyword " + keyword.getKey());
            }
        });
    }

    private void require(boolean holds, String path, String what) {
        if (!holds) {
            faults.add(path + ": " + what);
        }
    }

    private boolean any(JsonNode schemas, JsonNode node) {
        for (JsonNode schema : schemas) {
            if (fits(schema, node)) {
                return true;
            }
        }
        return false;
    }

    private static boolean distinct(JsonNode items) {
        for (int i = 0; i < items.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (items.get(i).equals(items.get(j))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean contains(JsonNode values, JsonNode node) {
        for (JsonNode value : values) {
            if (value.equals(node)) {
                return true;
            }
        }
        return false;
    }

    private static boolean type(JsonNode names, JsonNode node) {
        if (names.isArray()) {
            for (JsonNode name : names) {
                if (type(name, node)) {
                    return true;
                }
            }
            return false;
        }
        return switch (names.asText()) {
            case "object" -> node.isObject();
            case "array" -> node.isArray();
            case "string" -> node.isTextual();
            case "integer" -> node.isIntegralNumber();
            case "number" -> node.isNumber();
            case "boolean" -> node.isBoolean();
            case "null" -> node.isNull();
            default -> false;
        };
    }
}
