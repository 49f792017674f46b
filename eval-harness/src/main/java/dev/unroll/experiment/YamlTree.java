package dev.unroll.experiment;

import dev.unroll.experiment.SpecNode.Field;
import dev.unroll.experiment.SpecNode.Form;
import dev.unroll.experiment.SpecNode.Items;
import dev.unroll.experiment.SpecNode.Mapping;
import dev.unroll.experiment.SpecNode.Scalar;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * YAML, and so JSON, as a tree that knows its lines.
 *
 * <p>Unquoted values follow YAML 1.2's core schema, where {@code 1e-3} is a number and {@code no} is text, instead of
 * the 1.1 rules of most parsers, which surprise in both.
 */
final class YamlTree {

    private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(\\.[0-9]+|(0|[1-9][0-9]*)(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern TRUTH = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern NOTHING = Pattern.compile("null|Null|NULL|~|");
    private static final int GREATEST_DEPTH = 50;

    private final String file;
    /** Of every part; {@code null} where each has its own line. */
    private final Place whole;

    private YamlTree(String file) {
        this.file = file;
        whole = null;
    }

    private YamlTree(Place whole) {
        file = whole.file();
        this.whole = whole;
    }

    /**
     * The tree of a file that must hold one map.
     *
     * @param file for messages
     */
    static Mapping parse(String file, String yaml) {
        Node root;
        try {
            root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(yaml));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            String context = e.getContext() == null ? "" : oneLine(e.getContext()) + ", ";
            throw new Place(file, line).error("the file must be valid YAML; got an error " + context
                    + oneLine(e.getProblem()) + "; check quotes, brackets and indentation here");
        } catch (YAMLException e) {
            throw new Place(file, 1).error("the file must be valid YAML; got " + oneLine(e.getMessage())
                    + "; save it as plain UTF-8 text");
        }
        if (root == null) {
            throw new SpecException(file + ": the file must hold an experiment; got an empty file; start from one of"
                    + " unroll list experiments");
        }
        SpecNode tree = new YamlTree(file).convert(root, 0);
        if (tree instanceof Mapping mapping) {
            return mapping;
        }
        throw tree.place().error("the file must hold a map of keys and values; got " + tree.described()
                + "; begin with a line such as name: quick");
    }

    /** A value as it would be read from a file, where the option of a command line gives it. */
    static SpecNode parseValue(Place place, String yaml) {
        Node root;
        try {
            root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(yaml));
        } catch (YAMLException e) {
            String problem = e instanceof MarkedYAMLException marked ? marked.getProblem() : e.getMessage();
            throw place.error("the value must be valid YAML; got an error, " + oneLine(problem)
                    + "; check quotes and brackets");
        }
        return root == null ? new Scalar(place, Form.NOTHING, "") : new YamlTree(place).convert(root, 0);
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ").replace(". (", " (");
    }

    private SpecNode convert(Node node, int depth) {
        Place place = place(node);
        if (depth > GREATEST_DEPTH) {
            throw place.error("maps and lists must not be nested deeper than " + GREATEST_DEPTH
                    + "; got more; does an alias contain itself?");
        }
        if (node instanceof MappingNode mapping) {
            Map<String, Field> fields = new LinkedHashMap<>();
            for (NodeTuple tuple : mapping.getValue()) {
                Place keyPlace = place(tuple.getKeyNode());
                if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                    throw keyPlace.error("a key must be a word; got a map or a list; put it in quotes if it is text");
                }
                SpecNode value = convert(tuple.getValueNode(), depth + 1);
                Field earlier = fields.put(key.getValue(), new Field(keyPlace, value));
                if (earlier != null) {
                    throw keyPlace.error("a key must stand once in a map; got " + key.getValue() + " here and in line "
                            + earlier.place().line() + "; remove one");
                }
            }
            return new Mapping(place, fields);
        }
        if (node instanceof SequenceNode sequence) {
            List<SpecNode> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(convert(item, depth + 1));
            }
            return new Items(place, items);
        }
        ScalarNode scalar = (ScalarNode) node;
        return new Scalar(place, scalar.isPlain() ? form(scalar.getValue()) : Form.TEXT, scalar.getValue());
    }

    private Place place(Node node) {
        return whole != null ? whole : new Place(file, node.getStartMark().getLine() + 1);
    }

    /** What unquoted text is. */
    static Form form(String text) {
        if (WHOLE.matcher(text).matches()) {
            return Form.WHOLE;
        } else if (DECIMAL.matcher(text).matches()) {
            return Form.DECIMAL;
        } else if (TRUTH.matcher(text).matches()) {
            return Form.TRUTH;
        } else if (NOTHING.matcher(text).matches()) {
            return Form.NOTHING;
        }
        return Form.TEXT;
    }
}
