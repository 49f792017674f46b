package dev.unroll.testing;

import dev.unroll.checkpoint.SafeTensors;
import dev.unroll.checkpoint.Tensor;
import dev.unroll.checkpoint.TensorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds a safetensors file of PyTorch's parameters, under the names and in the shapes that PyTorch gives them. */
public final class PyTorchFile {

    private final List<Tensor> tensors = new ArrayList<>();

    /**
     * All parameters of a fixture's module.
     *
     * @param module before their names, with a point; empty for the module alone
     */
    public PyTorchFile module(String module, Fixture fixture) {
        for (String name : fixture.parameterNames()) {
            tensors.add(new Tensor(module + name, fixture.parameterShape(name),
                    Numbers.toFloat(fixture.parameter(name))));
        }
        return this;
    }

    /** A tensor of its own. */
    public PyTorchFile tensor(String name, int[] shape, float... values) {
        tensors.add(new Tensor(name, shape, values));
        return this;
    }

    /** A linear map of {@code size} values to themselves. */
    public PyTorchFile identity(String module, int size) {
        float[] weight = new float[size * size];
        for (int i = 0; i < size; i++) {
            weight[i * size + i] = 1;
        }
        return tensor(module + ".weight", new int[] {size, size}, weight).tensor(module + ".bias", new int[] {size},
                new float[size]);
    }

    public TensorFile content() {
        return new TensorFile(tensors, Map.of());
    }

    public void write(Path file) throws IOException {
        SafeTensors.write(file, content());
    }
}
