package dev.unroll.experiment;

import dev.unroll.experiment.ExperimentSpec.ModelEntry;
import dev.unroll.experiment.SpecNode.Field;
import dev.unroll.experiment.SpecNode.Form;
import dev.unroll.experiment.SpecNode.Items;
import dev.unroll.experiment.SpecNode.Mapping;
import dev.unroll.experiment.SpecNode.Scalar;
import dev.unroll.model.ModelSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model made wider or narrower by the one key that says how wide it is: {@code hiddenSizes}, whose other entries keep
 * their proportion to the first, {@code hiddenSize} or {@code modelSize}. Keys that are what they would be by default
 * follow; all others stay as they are.
 */
public final class Resizing {

    private static final List<String> SIZE_KEYS = List.of("hiddenSizes", "hiddenSize", "modelSize");
    private static final Place PLACE = new Place("match", 0);
    private static final int MOST_STEP = 256;

    private final EntryReader reader;
    private final String kind;
    private final String key;
    private final Map<String, Field> fields;
    private final List<Integer> sizes;

    private Resizing(EntryReader reader, String kind, String key, Map<String, Field> fields, List<Integer> sizes) {
        this.reader = reader;
        this.kind = kind;
        this.key = key;
        this.fields = fields;
        this.sizes = sizes;
    }

    /** Empty if the model has none of these keys. */
    public static Optional<Resizing> of(ModelEntry model, Kinds kinds) {
        EntryReader reader = kinds.modelReader();
        String json = RecordJson.write((Record) model.spec());
        Map<String, Field> fields = new LinkedHashMap<>(YamlTree.parse("match", json).fields());
        Optional<String> key = SIZE_KEYS.stream().filter(fields::containsKey).findFirst();
        if (key.isEmpty()) {
            return Optional.empty();
        }
        for (String other : List.copyOf(fields.keySet())) {
            Field left = other.equals(key.get()) ? null : fields.remove(other);
            if (left != null && !isSame(reader, model, fields)) {
                fields.put(other, left);
            }
        }
        return Optional.of(new Resizing(reader, model.kind(), key.get(), fields, sizes(fields.get(key.get()).value())));
    }

    private static boolean isSame(EntryReader reader, ModelEntry model, Map<String, Field> fields) {
        try {
            return reader.bind(model.kind(), fields, PLACE).equals(model.spec());
        } catch (SpecException e) {
            return false;
        }
    }

    private static List<Integer> sizes(SpecNode node) {
        List<Integer> sizes = new ArrayList<>();
        List<SpecNode> items = node instanceof Items list ? list.items() : List.of(node);
        items.forEach(item -> sizes.add(Integer.valueOf(((Scalar) item).text())));
        return sizes;
    }

    /** The key that says how wide the model is. */
    public String key() {
        return key;
    }

    /** Its present value; the first, of a list. */
    public int size() {
        return sizes.get(0);
    }

    /** The model at another width; empty if its record refuses that. */
    public Optional<ModelSpec> at(int size) {
        Map<String, Field> changed = new LinkedHashMap<>(fields);
        List<SpecNode> items = new ArrayList<>();
        for (int one : sizes) {
            long scaled = Math.max(1, Math.round((double) one * size / sizes.get(0)));
            items.add(new Scalar(PLACE, Form.WHOLE, Long.toString(scaled)));
        }
        SpecNode before = fields.get(key).value();
        changed.put(key, new Field(PLACE, before instanceof Items ? new Items(PLACE, items) : items.get(0)));
        try {
            return Optional.of((ModelSpec) reader.bind(kind, changed, PLACE));
        } catch (SpecException e) {
            return Optional.empty();
        }
    }

    /** The distance between widths that the record takes, such as the number of heads. */
    public int step() {
        for (int step = 1; step <= MOST_STEP; step++) {
            if (at(step).isPresent() && at(2 * step).isPresent() && at(3 * step).isPresent()) {
                return step;
            }
        }
        return 1;
    }
}
