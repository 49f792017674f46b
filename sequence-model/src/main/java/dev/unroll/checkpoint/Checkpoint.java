package dev.unroll.checkpoint;

import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The weights of a model in a safetensors file, each under its parameter's name. */
public final class Checkpoint {

    private Checkpoint() {
    }

    /**
     * Saves all values; an older file is replaced at once or not at all.
     *
     * @param metadata texts to go along, such as the model's kind; may be empty
     */
    public static void save(Path file, Parameters parameters, Map<String, String> metadata) throws IOException {
        save(file, parameters, metadata, true);
    }

    /** The same, as {@link SafeTensors#write(Path, TensorFile, boolean)} does it. */
    public static void save(Path file, Parameters parameters, Map<String, String> metadata, boolean synced)
            throws IOException {
        List<Tensor> tensors = new ArrayList<>();
        for (Parameter parameter : parameters) {
            tensors.add(new Tensor(parameter.name(), parameter.shape(), parameter.value()));
        }
        SafeTensors.write(file, new TensorFile(tensors, metadata), synced);
    }

    /**
     * Overwrites all values with those of a file. Unless it holds exactly these parameters, nothing is changed.
     *
     * @return the file's metadata
     * @throws CheckpointException if names or shapes differ, or the file cannot be understood
     */
    public static Map<String, String> load(Path file, Parameters parameters) throws IOException {
        TensorFile content = SafeTensors.read(file);
        Map<String, Tensor> byName = new LinkedHashMap<>();
        for (Tensor tensor : content.tensors()) {
            byName.put(tensor.name(), tensor);
        }
        List<String> missing = new ArrayList<>();
        for (Parameter parameter : parameters) {
            Tensor tensor = byName.remove(parameter.name());
            if (tensor == null) {
                missing.add(parameter.name());
            } else if (!Arrays.equals(tensor.shape(), parameter.shape())) {
                throw new CheckpointException(parameter.name() + " must have shape "
                        + Arrays.toString(parameter.shape())
                        + "; in " + file + " it has " + Arrays.toString(tensor.shape()));
            }
        }
        if (!missing.isEmpty() || !byName.isEmpty()) {
            throw new CheckpointException(file + " must hold exactly the model's parameters; missing: " + missing
                    + ", unknown: " + byName.keySet());
        }
        for (Tensor tensor : content.tensors()) {
            System.arraycopy(tensor.values(), 0, parameters.get(tensor.name()).value(), 0, tensor.values().length);
        }
        return content.metadata();
    }
}
