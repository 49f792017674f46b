package dev.unroll.cli;

import dev.unroll.engine.Engine;
import dev.unroll.exchange.ExchangeableFactory;
import dev.unroll.exchange.Layout;
import dev.unroll.exchange.ModelFormat;
import dev.unroll.exchange.WeightMap;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.Words;
import dev.unroll.model.SequenceModel;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Whose layout of weights a command speaks, and what it does with the weights of a model in that layout. */
final class LayoutOption {

    private static final String ONNX = "onnx";
    private static final String DL4J = "dl4j";

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
            description = "Whose names and shapes: pytorch or keras; or a file of whole models: dl4j and, for export,"
                    + " onnx.")
    private String name;

    /** Whether a model as ONNX is wanted, which is only written. */
    boolean onnx() {
        return ONNX.equals(name);
    }

    /** The format of whole models of that name; none for a layout of weights, or ONNX. */
    Optional<ModelFormat> format() {
        if (!DL4J.equals(name)) {
            return Optional.empty();
        }
        return Optional.of(ModelFormat.find(DL4J).orElseThrow(() -> new UserException("--layout dl4j needs the module"
                + " dl4j-engine on the class path; docs/weights.md says how to add it")));
    }

    /** Refuses a wrong name; call it first, so that it is told before anything is read. */
    void check() {
        if (!onnx() && format().isEmpty()) {
            layout();
        }
    }

    /** The layout of weights of that name. */
    Layout layout() {
        for (Layout layout : Layout.values()) {
            if (word(layout).equals(name)) {
                return layout;
            }
        }
        List<String> words = Stream.concat(Arrays.stream(Layout.values()).map(LayoutOption::word),
                Stream.of(DL4J, ONNX)).toList();
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
