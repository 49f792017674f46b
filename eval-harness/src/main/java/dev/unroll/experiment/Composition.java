package dev.unroll.experiment;

import dev.unroll.experiment.SpecNode.Field;
import dev.unroll.experiment.SpecNode.Form;
import dev.unroll.experiment.SpecNode.Mapping;
import dev.unroll.experiment.SpecNode.Scalar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts an experiment together from its file, the file that this {@code extends}, and what {@code --set} changes.
 *
 * <p>Maps are put together key by key, the later one's keys winning; all else, lists too, is replaced. A map of another
 * {@code kind} replaces the earlier one whole. Every part keeps the file and line it came from.
 */
final class Composition {

    static final String EXTENDS = "extends";

    private final List<Path> files = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    private Composition() {
    }

    /**
     * An experiment as read.
     *
     * @param source what to keep of it: the file's own text if that is all there is, else all of it in one text
     */
    record Composed(Mapping root, String source) {
    }

    /**
     * @param file     what messages call it; paths in it are relative to its folder
     * @param settings each {@code key=value}
     */
    static Composed of(String file, String yaml, List<String> settings) {
        Composition composition = new Composition();
        composition.files.add(Path.of(file).toAbsolutePath().normalize());
        Mapping root = composition.extended(file, yaml);
        for (String setting : settings) {
            root = Setting.of(setting).applyTo(root);
        }
        if (composition.files.size() == 1 && settings.isEmpty()) {
            return new Composed(root, yaml);
        }
        List<String> parts = new ArrayList<>(composition.names);
        parts.add(0, file);
        settings.forEach(setting -> parts.add(Setting.OPTION + " " + setting));
        return new Composed(root, "# Put together from " + String.join(", ", parts).replaceAll("\\s+", " ") + ".\n"
                + YamlText.file(root));
    }

    private Mapping extended(String file, String yaml) {
        Mapping root = YamlTree.parse(file, yaml);
        Field base = root.fields().get(EXTENDS);
        if (base == null) {
            return root;
        }
        if (!(base.value() instanceof Scalar scalar) || scalar.form() != Form.TEXT) {
            throw base.place().error("extends must name the file of another experiment; got " + base.value().described()
                    + "; write its path, relative to this file's folder");
        }
        Path folder = Path.of(file).toAbsolutePath().getParent();
        Path path = folder.resolve(scalar.text()).normalize();
        if (files.contains(path)) {
            throw base.place().error("an experiment must not extend itself, not even by way of others; got "
                    + scalar.text() + " again; remove one extends");
        }
        files.add(path);
        Path shown = Path.of(file).getParent() == null ? Path.of(scalar.text())
                : Path.of(file).getParent().resolve(scalar.text());
        names.add(shown.toString());
        if (!Files.isRegularFile(path)) {
            throw base.place().error("extends must name the file of another experiment; got " + scalar.text()
                    + ", which is none; write its path, relative to this file's folder");
        }
        String text = SpecReader.text(path);
        Map<String, Field> own = new LinkedHashMap<>(root.fields());
        own.remove(EXTENDS);
        return merge(extended(shown.toString(), text), new Mapping(root.place(), own), "");
    }

    /**
     * Both maps' keys, the later one's winning.
     *
     * @param key that holds the maps
     */
    static Mapping merge(Mapping earlier, Mapping later, String key) {
        if (differInKind(earlier, later)) {
            return later;
        }
        Map<String, Field> fields = new LinkedHashMap<>(earlier.fields());
        later.fields().forEach((name, field) -> {
            if (key.equals(TrainingKeys.TRAIN)) {
                TrainingKeys.takeBackLength(name, fields);
            }
            Field before = fields.get(name);
            boolean maps = before != null && before.value() instanceof Mapping && field.value() instanceof Mapping;
            fields.put(name, maps
                    ? new Field(field.place(), merge((Mapping) before.value(), (Mapping) field.value(), name)) : field);
        });
        return new Mapping(later.place(), fields);
    }

    private static boolean differInKind(Mapping earlier, Mapping later) {
        Field before = earlier.fields().get(RecordBinder.KIND);
        Field after = later.fields().get(RecordBinder.KIND);
        return before != null && after != null && before.value() instanceof Scalar a
                && after.value() instanceof Scalar b && !a.text().equals(b.text());
    }
}
