package dev.unroll.datasets.labelled;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unroll.dataset.DataException;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.file.DataFile;
import dev.unroll.datasets.sequences.Labels;
import dev.unroll.datasets.sequences.SequencesDataset;
import dev.unroll.datasets.sequences.StoredFeatures;
import dev.unroll.datasets.sequences.StoredSteps;
import dev.unroll.datasets.sequences.Targets;
import dev.unroll.datasets.split.Split;
import dev.unroll.datasets.store.Spool;
import dev.unroll.datasets.text.LabelledTexts;
import dev.unroll.datasets.text.SymbolTokenizer;
import dev.unroll.datasets.text.Texts;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/** Reads JSON Lines; see {@link JsonLinesFactory} for their form. */
final class JsonLinesReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the first line's input is, and so every line's must be. */
    private enum Form {
        TEXT("a text"), SYMBOLS("an array of symbols"), NUMBERS("an array of numbers, or of arrays of equally many");

        private final String words;

        Form(String words) {
            this.words = words;
        }
    }

    private interface Visitor {
        void see(int index, int line, JsonNode example);
    }

    private final DataFile file;
    private final JsonLinesSpec spec;
    private final Labels labels;
    private final Map<String, Integer> stepClasses = new LinkedHashMap<>();
    private final List<String> stepNames = new ArrayList<>();
    private final StoredSteps stepLabels = new StoredSteps(stepNames);
    private Form form;
    private Boolean perStep;
    private StoredFeatures features;

    JsonLinesReader(DataFile file, JsonLinesSpec spec) {
        this.file = file;
        this.spec = spec;
        this.labels = new Labels(spec.target(), "");
    }

    SequenceDataset dataset(Randomness randomness) {
        int[] count = {0};
        each((index, line, example) -> {
            first(index, line, example);
            count[0]++;
        });
        if (count[0] == 0) {
            throw new DataException(file.name() + " must hold a JSON object per line; it holds none; check the path");
        }
        Targets targets = perStep ? stepLabels : labels.targets(file.name());
        int[] groups = labels.groups();
        if (form != Form.NUMBERS) {
            Texts texts = visitor -> each((index, line, example) -> visitor.see(index, text(line, example)));
            return LabelledTexts.dataset(file.name(), texts, count[0], targets, groups,
                    new LabelledTexts.Preparation(form == Form.TEXT ? spec.text() : spec.text().ofGivenSymbols(),
                            spec.steps(), spec.parts()), randomness, file.sha256());
        }
        Split split = Split.of(spec.parts(),
                new Split.Examples(file.name(), count[0], Labels.classesOf(targets), groups, null), randomness);
        return new SequencesDataset(features, targets, split, spec.steps(), file.sha256());
    }

    private void each(Visitor visitor) {
        file.readText(text -> {
            int line = 0;
            int index = 0;
            for (String json = text.readLine(); json != null; json = text.readLine()) {
                line++;
                if (!json.isBlank()) {
                    visitor.see(index++, line, object(line, json));
                }
            }
            return null;
        });
    }

    private JsonNode object(int line, String json) {
        try {
            JsonNode node = JSON.readTree(json);
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw error(line, "a JSON object is needed; got the error " + e.getOriginalMessage()
                    + "; write one object per line");
        }
        throw error(line, "a JSON object is needed; got something else; write one object in braces per line");
    }

    private DataException error(int line, String message) {
        return new DataException(file.name() + ", line " + line + ": " + message);
    }

    private JsonNode member(int line, JsonNode example, String name) {
        JsonNode member = example.get(name);
        if (member == null || member.isNull()) {
            List<String> names = new ArrayList<>();
            example.fieldNames().forEachRemaining(names::add);
            throw error(line, "every object must have a member \"" + name + "\"; it has " + (names.isEmpty() ? "none"
                    : String.join(", ", names)) + "; add it, or name another");
        }
        return member;
    }

    /** The first time through: everything but texts and symbols is kept. */
    private void first(int index, int line, JsonNode example) {
        JsonNode input = member(line, example, spec.input());
        if (index == 0) {
            form = form(input);
            perStep = member(line, example, spec.label()).isArray() && spec.target().equals("class");
        }
        int steps = form == Form.NUMBERS ? numbers(line, input) : -1;
        if (form != Form.NUMBERS) {
            text(line, example);
        }
        label(line, example, form == Form.SYMBOLS ? input.size() : steps);
        if (spec.group() != null) {
            labels.addGroup(member(line, example, spec.group()).asText());
        }
    }

    private Form form(JsonNode input) {
        if (input.isTextual()) {
            return Form.TEXT;
        }
        boolean symbols = input.size() > 0 && (input.get(0).isTextual() || spec.tokens());
        return symbols ? Form.SYMBOLS : Form.NUMBERS;
    }

    private DataException wrongInput(int line) {
        return error(line, "\"" + spec.input() + "\" must be " + form.words
                + ", not empty, as in the first line; got something else; correct it");
    }

    /** Keeps a sequence of numbers and returns its steps. */
    private int numbers(int line, JsonNode input) {
        if (!input.isArray() || input.isEmpty()) {
            throw wrongInput(line);
        }
        int width = input.get(0).isArray() ? input.get(0).size() : 1;
        if (features == null) {
            features = new StoredFeatures(IntStream.range(0, Math.max(1, width)).mapToObj(f -> "feature" + f).toList(),
                    Spool.Form.DOUBLE);
        }
        for (JsonNode step : input) {
            if ((step.isArray() ? step.size() : 1) != features.names().size()) {
                throw wrongInput(line);
            }
            for (int f = 0; f < features.names().size(); f++) {
                JsonNode number = step.isArray() ? step.get(f) : step;
                if (!number.isNumber() || !Double.isFinite(number.doubleValue())) {
                    throw wrongInput(line);
                }
                features.append(number.doubleValue());
            }
        }
        features.end();
        return input.size();
    }

    private String text(int line, JsonNode example) {
        JsonNode input = member(line, example, spec.input());
        if (form == Form.TEXT) {
            if (!input.isTextual() || input.textValue().isEmpty()) {
                throw wrongInput(line);
            }
            return input.textValue();
        }
        if (!input.isArray() || input.isEmpty()) {
            throw wrongInput(line);
        }
        StringJoiner joined = new StringJoiner(SymbolTokenizer.SEPARATOR);
        for (JsonNode symbol : input) {
            if (!symbol.isTextual() && !symbol.isIntegralNumber() || symbol.asText().isEmpty()) {
                throw wrongInput(line);
            }
            joined.add(symbol.asText());
        }
        return joined.toString();
    }

    /** @param steps of the input; -1 for a text */
    private void label(int line, JsonNode example, int steps) {
        JsonNode label = member(line, example, spec.label());
        if (perStep) {
            if (!label.isArray() || label.size() != steps) {
                throw error(line, "\"" + spec.label() + "\" must hold a label for each of the " + (steps < 0
                        ? "symbols, which must be an array then" : steps + " steps") + "; got " + (label.isArray()
                        ? label.size() : "a single one") + "; complete it");
            }
            for (JsonNode step : label) {
                stepLabels.append(stepClasses.computeIfAbsent(step.asText(), name -> {
                    stepNames.add(name);
                    return stepNames.size() - 1;
                }));
            }
            stepLabels.end();
            labels.add("");
        } else if (labels.asValues()) {
            double[] values = new double[label.isArray() ? label.size() : 1];
            for (int k = 0; k < values.length; k++) {
                JsonNode value = label.isArray() ? label.get(k) : label;
                if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
                    throw error(line, "\"" + spec.label() + "\" must be a number, or an array of them; got "
                            + value.toString() + "; correct it, or write target: class");
                }
                values[k] = value.doubleValue();
            }
            labels.add(values);
        } else if (label.isValueNode()) {
            labels.add(label.asText());
        } else {
            throw error(line, "\"" + spec.label() + "\" must be a text, a number or true or false; got "
                    + (label.isArray() ? "an array" : "an object") + "; correct it");
        }
    }
}
