package dev.unroll.datasets.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unroll.dataset.DataException;
import dev.unroll.dataset.FileInspector.Report;
import dev.unroll.datasets.file.DataFile;
import dev.unroll.datasets.labelled.TsReader;
import dev.unroll.datasets.sequences.StoredFeatures;
import dev.unroll.datasets.sequences.Targets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells the sequences in .ts files and JSON Lines. */
final class SequenceInspection {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_CLASSES = 8;

    private SequenceInspection() {
    }

    static Report ts(DataFile file) {
        TsReader reader = new TsReader();
        reader.read(file);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("examples", Integer.toString(reader.size()));
        if (reader.size() > 0) {
            StoredFeatures features = reader.features();
            Spread lengths = new Spread();
            for (int i = 0; i < features.size(); i++) {
                lengths.add(features.length(i));
            }
            facts.put("dimensions", Integer.toString(features.names().size()));
            facts.put("steps", lengths.range());
            Spread labels = new Spread();
            if (reader.labels().asValues()) {
                for (double[] value : ((Targets.Values) reader.labels().targets(file.name())).values()) {
                    labels.add(value[0]);
                }
                facts.put("targets", labels.range());
            } else {
                Targets.Classes classes = (Targets.Classes) reader.labels().targets(file.name());
                for (int k : classes.classes()) {
                    labels.add(classes.names().get(k));
                }
                facts.put("classes", labels.words(MOST_CLASSES));
            }
        }
        facts.put("SHA-256", file.sha256());
        return new Report("a .ts file of labelled sequences", facts, List.of(), List.of(), List.of());
    }

    /** What was seen of one member. */
    private static final class Member {
        private final Spread kinds = new Spread();
        private final Spread values = new Spread();
        private final Spread sizes = new Spread();
    }

    static Report jsonLines(DataFile file) {
        Map<String, Member> members = new LinkedHashMap<>();
        int[] count = {0};
        file.readText(text -> {
            int line = 0;
            for (String json = text.readLine(); json != null; json = text.readLine()) {
                line++;
                if (!json.isBlank()) {
                    see(file.name(), line, json, members);
                    count[0]++;
                }
            }
            return null;
        });
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("objects", Integer.toString(count[0]));
        facts.put("SHA-256", file.sha256());
        List<List<String>> parts = members.entrySet().stream().map(entry -> {
            Member member = entry.getValue();
            String values = member.sizes.count() > 0 ? "lengths " + member.sizes.range()
                    : member.values.distinct() <= Math.max(20, count[0] / 10) ? member.values.words(MOST_CLASSES)
                    : member.values.distinct() + " different";
            return List.of(entry.getKey(), member.kinds.words(4), values);
        }).toList();
        return new Report("JSON Lines", facts, List.of("member", "kind and count", "values"), parts, List.of());
    }

    private static void see(String name, int line, String json, Map<String, Member> members) {
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new DataException(name + ", line " + line + ": a JSON object is needed; got the error "
                    + e.getOriginalMessage() + "; write one object per line", e);
        }
        if (node == null || !node.isObject()) {
            throw new DataException(name + ", line " + line + ": a JSON object is needed; got something else; write "
                    + "one object in braces per line");
        }
        node.properties().forEach(field -> {
            Member member = members.computeIfAbsent(field.getKey(), key -> new Member());
            JsonNode value = field.getValue();
            if (value.isArray()) {
                member.sizes.add(value.size());
                member.kinds.add(value.isEmpty() ? "empty array" : value.get(0).isArray()
                        ? "array of arrays of " + value.get(0).size() : "array of "
                        + (value.get(0).isNumber() ? "numbers" : "texts"));
            } else {
                member.kinds.add(value.isTextual() ? "text" : value.isNumber() ? "number" : value.isNull() ? "missing"
                        : value.isObject() ? "object" : "truth value");
                member.values.add(value.asText());
            }
        });
    }
}
