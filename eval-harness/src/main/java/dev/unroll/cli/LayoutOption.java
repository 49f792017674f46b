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
import picocli.CommandLine.Option;

/** Whose layout of weights a command speaks, and what it does with the weights of a model in that layout. */
final class LayoutOption {

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

    @Option(names = "--layout", required = true, paramLabel = "NAME",
            description = "Whose names and shapes: pytorch or keras.")
    private String name;

    /** The layout of that name; call it first, so that a wrong name is told before anything is read. */
    Layout layout() {
        for (Layout layout : Layout.values()) {
            if (word(layout).equals(name)) {
                return layout;
            }
        }
        List<String> words = Arrays.stream(Layout.values()).map(LayoutOption::word).toList();
        throw new UserException("--layout must be one that is known; got " + name + "; "
                + Words.hint(name, words, "layouts"));
    }

    private static String word(Layout layout) {
        return layout.name().toLowerCase(Locale.ROOT);
    }

    /** Does the work with a model of that kind, on one thread. */
    <T> T with(Kinds kinds, String kind, Maker maker, Work<T> work) throws IOException {
        Layout layout = layout();
        Engine engine = Engine.withThreads(1);
        try {
            SequenceModel model = maker.make(engine);
            return work.with(model, ExchangeableFactory.weightMap(kinds.models().get(kind), model, layout));
        } finally {
            engine.workers().close();
        }
    }
}
