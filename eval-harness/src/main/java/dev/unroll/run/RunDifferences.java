package dev.unroll.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unroll.json.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What two runs differ in, from the spec to the scores. */
public final class RunDifferences {

    /** Where a difference is: what was asked for, what it was asked of, where it was made, what came out. */
    public enum Area {
        SPEC, DATA, PROVENANCE, RESULTS
    }

    /**
     * One difference.
     *
     * @param where  such as {@code models[0].spec.hiddenSizes} or {@code adding/LSTM/1 weights}
     * @param first  in the first run; {@code –} if it is not there
     * @param second in the second
     */
    public record Difference(Area area, String where, String first, String second) {
    }

    private static final String NOTHING = "–";

    private final List<Difference> differences = new ArrayList<>();

    private RunDifferences() {
    }

    /** In the order of the areas; runs may be unfinished. */
    public static List<Difference> between(RunFolder first, RunFolder second) {
        RunDifferences found = new RunDifferences();
        found.compare(Area.SPEC, "", spec(first), spec(second));
        try (RunStore one = RunStore.readOnly(first); RunStore two = RunStore.readOnly(second)) {
            RunResults a = one.results();
            RunResults b = two.results();
            Map<String, String> data = new LinkedHashMap<>();
            a.datasets().forEach(dataset -> data.put(dataset.name(), dataset.fingerprint()));
            b.datasets().forEach(dataset -> {
                if (data.containsKey(dataset.name())) {
                    found.differ(Area.DATA, dataset.name(), data.get(dataset.name()), dataset.fingerprint());
                }
            });
            found.compare(Area.PROVENANCE, "", provenance(one), provenance(two));
            found.trials(a.trials(), b.trials());
        }
        return found.differences;
    }

    private static JsonNode spec(RunFolder folder) {
        try {
            return CanonicalJson.mapper().readTree(Files.readString(folder.resolvedSpec()));
        } catch (JsonProcessingException e) {
            throw new RunFolderException(folder.resolvedSpec() + " must be JSON; it is damaged ("
                    + e.getOriginalMessage() + "); restore it", e);
        } catch (IOException e) {
            throw new RunFolderException("a run must have its spec; " + folder.resolvedSpec() + " cannot be read (" + e
                    + ")", e);
        }
    }

    // When is not what a difference comes from.
    private static JsonNode provenance(RunStore store) {
        ObjectNode tree = CanonicalJson.mapper().valueToTree(store.provenance());
        return tree.without(List.of("started", "finished"));
    }

    private void trials(List<TrialResult> first, List<TrialResult> second) {
        Map<String, TrialResult> one = new LinkedHashMap<>();
        first.forEach(trial -> one.put(trial.id(), trial));
        Map<String, TrialResult> two = new LinkedHashMap<>();
        second.forEach(trial -> two.put(trial.id(), trial));
        Set<String> ids = new LinkedHashSet<>(one.keySet());
        ids.addAll(two.keySet());
        for (String id : ids) {
            TrialResult a = one.get(id);
            TrialResult b = two.get(id);
            if (a == null || b == null) {
                differ(Area.RESULTS, id, a == null ? NOTHING : "there", b == null ? NOTHING : "there");
            } else {
                trial(id, a, b);
            }
        }
    }

    private void trial(String id, TrialResult a, TrialResult b) {
        int before = differences.size();
        differ(Area.RESULTS, id + " status", a.status().toString(), b.status().toString());
        Set<String> metrics = new LinkedHashSet<>(a.test().keySet());
        metrics.addAll(b.test().keySet());
        for (String metric : metrics) {
            differ(Area.RESULTS, id + " test " + metric, text(a.test().get(metric)), text(b.test().get(metric)));
        }
        differ(Area.RESULTS, id + " weights", a.weightHash(), b.weightHash());
        differ(Area.RESULTS, id + " predictions", a.predictionHash(), b.predictionHash());
        if (differences.size() == before) {
            differ(Area.RESULTS, id + " curve", CanonicalJson.sha256(CanonicalJson.write(a.curve())),
                    CanonicalJson.sha256(CanonicalJson.write(b.curve())));
        }
    }

    private static String text(Double value) {
        return value == null ? NOTHING : value.toString();
    }

    private void compare(Area area, String where, JsonNode first, JsonNode second) {
        if (first.equals(second)) {
            return;
        }
        if (first.isObject() && second.isObject()) {
            Set<String> keys = new LinkedHashSet<>();
            first.fieldNames().forEachRemaining(keys::add);
            second.fieldNames().forEachRemaining(keys::add);
            for (String key : keys) {
                compare(area, where.isEmpty() ? key : where + "." + key, first.path(key), second.path(key));
            }
        } else if (first.isArray() && second.isArray() && holdObjects(first) && holdObjects(second)) {
            for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
                compare(area, where + "[" + i + "]", first.path(i), second.path(i));
            }
        } else {
            differ(area, where, text(first), text(second));
        }
    }

    private static boolean holdObjects(JsonNode array) {
        for (Iterator<JsonNode> elements = array.elements(); elements.hasNext();) {
            if (!elements.next().isObject()) {
                return false;
            }
        }
        return true;
    }

    private static String text(JsonNode node) {
        if (node.isMissingNode()) {
            return NOTHING;
        }
        return node.isTextual() ? node.asText() : node.toString();
    }

    private void differ(Area area, String where, String first, String second) {
        if (!first.equals(second)) {
            differences.add(new Difference(area, where, first, second));
        }
    }
}
