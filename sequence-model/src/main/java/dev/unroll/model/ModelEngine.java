package dev.unroll.model;

import dev.unroll.engine.Engine;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;

/** What computes a model: the word after {@code engine} in its spec. */
public enum ModelEngine {

    /** This project's own engine. */
    NATIVE("sequence-model"),

    /** Deeplearning4j and ND4J, which do not promise the same bits on every machine. */
    DL4J("dl4j-engine");

    private final String module;

    ModelEngine(String module) {
        this.module = module;
    }

    /**
     * Refuses what this engine cannot compute, whatever the task.
     *
     * @throws IllegalArgumentException in one sentence with the reason, also if the engine is not on the class path
     */
    public void require(ModelSpec spec) {
        if (this != NATIVE) {
            provider().require(spec);
        }
    }

    /**
     * The model, computed by this engine.
     *
     * @param model of the native engine, of a spec that names this one; its parameters are those of what is returned
     * @throws IllegalArgumentException as {@link #require}, or if the engine cannot do the model's task
     */
    public SequenceModel compute(SequenceModel model, Engine engine) {
        return this == NATIVE ? model : provider().create(model, engine);
    }

    private EngineProvider provider() {
        Optional<EngineProvider> provider = ServiceLoader.load(EngineProvider.class).stream()
                .map(ServiceLoader.Provider::get).filter(candidate -> candidate.engine() == this).findFirst();
        return provider.orElseThrow(() -> new IllegalArgumentException("engine " + name().toLowerCase(Locale.ROOT)
                + " must be on the class path and is not; add the module " + module + " and what it depends on to"
                + " UNROLL_CLASSPATH, as docs/weights.md says, or choose engine native"));
    }
}
