package dev.unroll.exchange;

import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The modules before and after the encoder of a native model, as far as its parameters show them. */
final class SharedModules {

    private SharedModules() {
    }

    /** The encoder's modules between the shared ones. */
    static List<ModuleMap> around(List<ModuleMap> encoder, Parameters parameters, Layout layout) {
        List<ModuleMap> modules = new ArrayList<>();
        find(parameters, "embedding.weight").ifPresent(weight -> modules.add(new ModuleMap("embedding",
                List.of(TensorMap.same(layout == Layout.KERAS ? "embeddings" : "weight", weight)))));
        find(parameters, "projection.weight").ifPresent(weight -> modules.add(
                linear("projection", weight, parameters.get("projection.bias"), layout)));
        modules.addAll(encoder);
        find(parameters, "head.weight").ifPresent(weight -> modules.add(
                linear(layout == Layout.KERAS ? "dense" : "head", weight, parameters.get("head.bias"), layout)));
        return modules;
    }

    private static ModuleMap linear(String name, Parameter weight, Parameter bias, Layout layout) {
        return new ModuleMap(name, List.of(layout == Layout.KERAS
                ? TensorMap.same("kernel", weight)
                : TensorMap.transposed("weight", weight), TensorMap.same("bias", bias)));
    }

    static Optional<Parameter> find(Parameters parameters, String name) {
        return parameters.list().stream().filter(parameter -> parameter.name().equals(name)).findFirst();
    }
}
