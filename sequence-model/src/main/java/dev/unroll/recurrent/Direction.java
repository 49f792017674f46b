package dev.unroll.recurrent;

import dev.unroll.engine.Engine;
import java.util.function.Function;

/** Which way the layers of a stack read a sequence; each sequence ends at its own length, whatever the batch. */
public enum Direction {

    /** From the first step to the last. */
    FORWARD {
        @Override
        public RecurrentLayer layer(String name, Function<String, RecurrentLayer> make, Engine engine) {
            return make.apply(name);
        }
    },

    /** From the last step to the first: {@link ReversedLayer}. */
    REVERSE {
        @Override
        public RecurrentLayer layer(String name, Function<String, RecurrentLayer> make, Engine engine) {
            return new ReversedLayer(make.apply(name), engine);
        }
    },

    /** Both ways, outputs side by side: {@link BidirectionalLayer}. */
    BIDIRECTIONAL {
        @Override
        public RecurrentLayer layer(String name, Function<String, RecurrentLayer> make, Engine engine) {
            return new BidirectionalLayer(make.apply(name), make.apply(name + ".reverse"), engine);
        }
    };

    /**
     * A layer that reads this way.
     *
     * @param name of the layer; in the other of two directions {@code name.reverse}
     * @param make makes a layer that reads forward, given its name
     */
    public abstract RecurrentLayer layer(String name, Function<String, RecurrentLayer> make, Engine engine);
}
