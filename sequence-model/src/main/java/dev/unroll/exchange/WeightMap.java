package dev.unroll.exchange;

import dev.unroll.checkpoint.CheckpointException;
import dev.unroll.checkpoint.SafeTensors;
import dev.unroll.checkpoint.Tensor;
import dev.unroll.checkpoint.TensorFile;
import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights of a model in the layout of another framework: modules, their tensors, and for each value of each tensor
 * its place in a parameter. Writing and reading are the two directions of this one description, so that what was
 * written is read back to the bit.
 *
 * <p>Where the other framework has two biases that add up, the first is ours on the way out and the second 0; on the
 * way in their sum is rounded once.
 */
public final class WeightMap {

    private final Layout layout;
    private final List<ModuleMap> modules;

    /**
     * A description of exactly these parameters.
     *
     * @throws LayoutException if it has no place for one of them
     */
    public WeightMap(Layout layout, Parameters parameters, List<ModuleMap> modules) {
        this.layout = layout;
        this.modules = List.copyOf(modules);
        requireEveryValueOnce(parameters);
    }

    /** The same for a native model, given the modules of its encoder: input and head are added. */
    public static WeightMap around(List<ModuleMap> encoder, Parameters parameters, Layout layout) {
        return new WeightMap(layout, parameters, SharedModules.around(encoder, parameters, layout));
    }

    private void requireEveryValueOnce(Parameters parameters) {
        Map<Parameter, int[]> counts = new LinkedHashMap<>();
        parameters.forEach(parameter -> counts.put(parameter, new int[parameter.size()]));
        for (ModuleMap module : modules) {
            for (TensorMap tensor : module.tensors()) {
                int[] tensorCounts = new int[tensor.size()];
                tensor.pieces().forEach(piece -> piece.count(tensorCounts, counts.get(piece.parameter())));
                if (Arrays.stream(tensorCounts).anyMatch(count -> count != 1)) {
                    throw new IllegalStateException("each value of " + tensor.name() + " must be described once");
                }
            }
        }
        counts.forEach((parameter, count) -> {
            if (Arrays.stream(count).allMatch(n -> n == 0)) {
                throw new LayoutException("every parameter must have a place in " + layout.title() + "'s layout; "
                        + parameter.name() + " has none");
            }
            if (Arrays.stream(count).anyMatch(n -> n != 1)) {
                throw new IllegalStateException("each value of " + parameter.name() + " must be described once");
            }
        });
    }

    /** Names of the modules as they are written, in order. */
    public List<String> moduleNames() {
        return modules.stream().map(ModuleMap::name).toList();
    }

    /** The weights' present values in the other framework's layout. */
    public TensorFile write() {
        List<Tensor> tensors = new ArrayList<>();
        for (ModuleMap module : modules) {
            for (TensorMap map : module.tensors()) {
                float[] values = new float[map.size()];
                map.pieces().forEach(piece -> piece.send(values));
                tensors.add(new Tensor(ModuleMap.nameIn(module.name(), map, layout), map.shape(), values));
            }
        }
        return new TensorFile(tensors, layout.metadata());
    }

    /** Saves all values as {@link #write} gives them; an older file is replaced at once or not at all. */
    public void save(Path file) throws IOException {
        SafeTensors.write(file, write());
    }

    /**
     * Overwrites all values with those of a file. Unless it holds exactly the tensors of this layout, nothing is
     * changed.
     *
     * <p>A module may have another name in the file: the one given in {@code names}, one that ends with its own
     * ({@code model.lstm}), or any other if just one has the very tensors; empty is the name of a module saved by
     * itself.
     *
     * @param names for modules by their own names, those in the file; may be empty
     * @return the file's content
     * @throws CheckpointException if names or shapes differ, or the file cannot be understood
     */
    public TensorFile load(Path file, Map<String, String> names) throws IOException {
        TensorFile content = SafeTensors.read(file);
        read(content, names, file.toString());
        return content;
    }

    /** The same from what was read already; {@code source} names it in messages. */
    public void read(TensorFile content, Map<String, String> names, String source) {
        Map<String, Tensor> rest = new LinkedHashMap<>();
        content.tensors().forEach(tensor -> rest.put(tensor.name(), tensor));
        Map<ModuleMap, String> found = new ModuleNames(layout, modules, rest.keySet(), source).find(names);
        Map<TensorMap, Tensor> tensors = new LinkedHashMap<>();
        for (ModuleMap module : modules) {
            for (TensorMap map : module.tensors()) {
                String name = ModuleMap.nameIn(found.get(module), map, layout);
                tensors.put(map, requireShape(map, name, rest.remove(name), source));
            }
        }
        for (Tensor tensor : rest.values()) {
            throw new CheckpointException(source + " must hold the model's weights and nothing else; it also holds "
                    + tensor.name() + " of shape " + Arrays.toString(tensor.shape())
                    + "; leave it out or choose the model that has it");
        }
        // First what is set, then what is added to it.
        for (boolean addends : new boolean[] {false, true}) {
            tensors.forEach((map, tensor) -> map.pieces().stream().filter(piece -> piece.addend() == addends)
                    .forEach(piece -> piece.receive(tensor.values())));
        }
    }

    private static Tensor requireShape(TensorMap map, String name, Tensor tensor, String source) {
        if (tensor == null) {
            throw new CheckpointException(source + " must hold " + name + " of shape " + Arrays.toString(map.shape())
                    + "; it holds no such tensor");
        }
        if (!Arrays.equals(tensor.shape(), map.shape())) {
            throw new CheckpointException(name + " must have shape " + Arrays.toString(map.shape()) + "; in " + source
                    + " it has " + Arrays.toString(tensor.shape()));
        }
        return tensor;
    }
}
