package dev.unroll.benchmark.contender;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.unroll.engine.Engine;
import dev.unroll.model.ModelFactory;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.SequenceModel;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * This engine's models of the workloads. Their initial weights are the same in every process, so that all contenders
 * can start from them.
 */
public final class Models {

    private static final long SEED = 1;
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS).build();

    private Models() {
    }

    /** The workload's model, freshly initialized. */
    public static SequenceModel create(Workload workload, Engine engine) {
        for (ModelFactory<?> factory : ServiceLoader.load(ModelFactory.class)) {
            if (factory.kind().equals(workload.kind().word())) {
                return create(factory, workload, engine);
            }
        }
        throw new IllegalStateException("a model of kind " + workload.kind().word()
                + " must be on the class path; there is none");
    }

    private static <S extends ModelSpec> SequenceModel create(ModelFactory<S> factory, Workload workload,
            Engine engine) {
        S spec = MAPPER.convertValue(settings(workload), factory.specType());
        return factory.create(spec, workload.task(), Randomness.of(SEED, Purpose.INITIALIZATION), engine);
    }

    private static Map<String, Object> settings(Workload workload) {
        if (workload.kind() != Workload.Kind.TRANSFORMER) {
            return Map.of("hiddenSizes", List.of(workload.size()));
        }
        return Map.of("modelSize", workload.size(), "numHeads", Workload.HEADS, "numLayers", Workload.BLOCKS,
                "activation", "relu", "causal", workload.causal(), "positions", "none");
    }
}
