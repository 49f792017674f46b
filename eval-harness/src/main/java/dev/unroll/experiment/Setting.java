package dev.unroll.experiment;

import dev.unroll.experiment.SpecNode.Field;
import dev.unroll.experiment.SpecNode.Items;
import dev.unroll.experiment.SpecNode.Mapping;
import dev.unroll.experiment.SpecNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One key changed from the command line: {@code train.learningRate=0.01}, {@code models.LSTM.hiddenSizes=[32]},
 * {@code datasets.adding.length=200}. An entry of a list is found by its name, its kind or its number from 0.
 *
 * @param place the option, for messages
 */
record Setting(Place place, List<String> path, SpecNode value) {

    static final String OPTION = "--set";

    /** Reads {@code key=value}, the value as in a file. */
    static Setting of(String text) {
        Place place = new Place(OPTION + " " + text, 0);
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw place.error("a setting must be a key and a value; got no " + (equals < 0 ? "=" : "key before =")
                    + "; write for example train.learningRate=0.01");
        }
        List<String> path = List.of(text.substring(0, equals).split("\\.", -1));
        if (path.stream().anyMatch(String::isBlank)) {
            throw place.error("a setting's key must be words with dots between them; got " + text.substring(0, equals)
                    + "; write for example models.LSTM.dropout");
        }
        return new Setting(place, path, YamlTree.parseValue(place, text.substring(equals + 1)));
    }

    Mapping applyTo(Mapping root) {
        return set(root, 0);
    }

    private Mapping set(Mapping mapping, int depth) {
        String key = path.get(depth);
        Map<String, Field> fields = new LinkedHashMap<>(mapping.fields());
        boolean last = depth == path.size() - 1;
        if (last && depth > 0 && path.get(depth - 1).equals(TrainingKeys.TRAIN)) {
            TrainingKeys.takeBackLength(key, fields);
        }
        Field before = fields.get(key);
        SpecNode inside = before == null || RecordBinder.isNothing(before.value()) ? new Mapping(place, Map.of())
                : before.value();
        fields.put(key, new Field(place, last ? value : set(inside, depth + 1, key)));
        return new Mapping(mapping.place(), fields);
    }

    private SpecNode set(SpecNode node, int depth, String holder) {
        if (node instanceof Mapping mapping) {
            return set(mapping, depth);
        } else if (node instanceof Items items) {
            int index = index(items, path.get(depth), holder);
            List<SpecNode> changed = new ArrayList<>(items.items());
            changed.set(index, depth == path.size() - 1 ? value : set(changed.get(index), depth + 1, path.get(depth)));
            return new Items(items.place(), changed);
        }
        // A word such as adam stands for a map of that kind.
        if (node instanceof Scalar scalar && scalar.form() == SpecNode.Form.TEXT) {
            return set(new Mapping(place, Map.of(RecordBinder.KIND, new Field(scalar.place(), scalar))), depth);
        }
        throw place.error(holder + " must be a map or a list to hold " + path.get(depth) + "; got " + node.described()
                + "; set " + holder + " itself");
    }

    private int index(Items items, String wanted, String holder) {
        for (String key : List.of("name", RecordBinder.KIND)) {
            List<Integer> found = new ArrayList<>();
            for (int i = 0; i < items.items().size(); i++) {
                if (items.items().get(i) instanceof Mapping mapping && mapping.fields().get(key) != null
                        && mapping.fields().get(key).value() instanceof Scalar scalar
                        && scalar.text().equals(wanted)) {
                    found.add(i);
                }
            }
            if (found.size() > 1) {
                throw place.error(holder + " must have one " + wanted + " to be set; got " + found.size()
                        + "; give each a name and set it by that");
            } else if (!found.isEmpty()) {
                return found.get(0);
            }
        }
        if (wanted.matches("[0-9]{1,4}") && Integer.parseInt(wanted) < items.items().size()) {
            return Integer.parseInt(wanted);
        }
        throw place.error(holder + " must have an entry that is set; got " + wanted + "; name one by its name, its kind"
                + " or its number from 0 to " + (items.items().size() - 1));
    }
}
