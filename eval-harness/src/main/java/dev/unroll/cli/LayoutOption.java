package dev.unroll.cli;

import dev.unroll.engine.Engine;
import dev.unroll.exchange.ExchangeableFactory;
import dev.unroll.exchange.Layout;
import dev.unroll.exchange.WeightMap;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.Words;
import dev.unroll.model.SequenceModel;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Whose layout of weights a command speaks, and what it does with the weights of a model in that layout. */
final class LayoutOption {

    /** What export can write besides weights. */
    static final String ONNX = "onnx";

    /** Makes a model; its engine lives as long as {@link #with} takes. */
    @FunctionalInterface
    interface Maker {
        SequenceModel make(Engine engine) throws IOException;
    }

    /** What is done with the model and its weights. */
    @FunctionalInterface
    interface Work<T> {
        T with(SequenceModel model, WeightMap map) throws IOException;
    }

    /** What is done with the model alone. */
    @FunctionalInterface
    interface ModelWork<T> {
        T with(SequenceModel model) throws IOException;
    }

    @Option(names = "--layout", required = true, paramLabel = "NAME",
            description = "Whose names and shapes: pytorch or keras; export also writes onnx.")
    private String name;

    /** Whether the model itself is wanted, not its weights alone. */
    boolean onnx() {
        return ONNX.equals(name);
    }

    /**
     * The layout of that name; call it first, so that a wrong name is told before anything is read.
     *
     * @param others names that the command knows besides those of layouts of weights
     */
    Layout layout(String... others) {
        if (onnx() && others.length == 0) {
            throw new UserException("--layout must be pytorch or keras to import weights; got onnx, which holds a"
                    + " model that cannot be told apart from its weights; import safetensors");
        }
        for (Layout layout : Layout.values()) {
            if (word(layout).equals(name)) {
                return layout;
            }
        }
        List<String> words = Stream.concat(Arrays.stream(Layout.values()).map(LayoutOption::word), Stream.of(others))
                .toList();
        throw new UserException("--layout must be one that is known; got " + name + "; "
                + Words.hint(name, words, "layouts"));
    }

    private static String word(Layout layout) {
        return layout.name().toLowerCase(Locale.ROOT);
    }

    /** Does the work with a model of that kind, on one thread. */
    <T> T with(Kinds kinds, String kind, Maker maker, Work<T> work) throws IOException {
        Layout layout = layout();
        return with(maker, model ->
                work.with(model, ExchangeableFactory.weightMap(kinds.models().get(kind), model, layout)));
    }

    /** Does something with a model, on one thread. */
    static <T> T with(Maker maker, ModelWork<T> work) throws IOException {
        Engine engine = Engine.withThreads(1);
        try {
            return work.with(maker.make(engine));
        } finally {
            engine.workers().close();
        }
    }
}
