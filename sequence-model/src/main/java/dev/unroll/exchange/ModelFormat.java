package dev.unroll.exchange;

import dev.unroll.dataset.InputUnits;
import dev.unroll.model.SequenceModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Files in which another framework keeps whole models, written and read by that framework itself. Found through
 * {@link ServiceLoader}: named in {@code META-INF/services/dev.unroll.exchange.ModelFormat} of a module that has the
 * framework.
 */
public interface ModelFormat {

    /** The word by which commands name it. */
    String name();

    /**
     * Writes a model with its parameters' present values.
     *
     * @param units of its input, which go into the file if it has a place for them
     * @throws LayoutException if the framework has nothing that computes what the model does
     */
    void write(SequenceModel model, InputUnits units, Path file) throws IOException;

    /**
     * Overwrites the model's parameters with the weights in a file, whose model must compute the same. Unless it does,
     * nothing is changed.
     *
     * @param units of the model's input, which must be those of the file if it has any
     * @throws LayoutException                               if it does not, or the framework has nothing that would
     * @throws dev.unroll.checkpoint.CheckpointException     if the file cannot be understood
     */
    void read(SequenceModel model, InputUnits units, Path file) throws IOException;

    /** The format of that name, if its module is on the class path. */
    static Optional<ModelFormat> find(String name) {
        return ServiceLoader.load(ModelFormat.class).stream().map(ServiceLoader.Provider::get)
                .filter(format -> format.name().equals(name)).findFirst();
    }
}
