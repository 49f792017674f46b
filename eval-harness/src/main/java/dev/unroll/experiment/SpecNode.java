package dev.unroll.experiment;

import java.util.List;
import java.util.Map;

/** What a file holds, with the line of every part. */
sealed interface SpecNode {

    Place place();

    /** What was received, for a message. */
    String described();

    /** Keys and values in the order of the file. */
    record Mapping(Place place, Map<String, Field> fields) implements SpecNode {
        @Override
        public String described() {
            return "a map";
        }
    }

    /** A value with the line of its key. */
    record Field(Place place, SpecNode value) {
    }

    /** A list. */
    record Items(Place place, List<SpecNode> items) implements SpecNode {
        @Override
        public String described() {
            return "a list";
        }
    }

    /** A single value, as written. */
    record Scalar(Place place, Form form, String text) implements SpecNode {
        @Override
        public String described() {
            return switch (form) {
                case TEXT -> "\"" + text + "\"";
                case NOTHING -> "nothing";
                default -> text;
            };
        }
    }

    /** What a single value was written as. */
    enum Form {
        TEXT, WHOLE, DECIMAL, TRUTH, NOTHING
    }
}
