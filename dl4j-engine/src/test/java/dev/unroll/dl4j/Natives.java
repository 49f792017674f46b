package dev.unroll.dl4j;

import dev.unroll.model.ModelEngine;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** The models of {@link Samples} on the native engine. */
final class Natives {

    private Natives() {
    }

    static SequenceModel model(ModelSpec spec, Task task) {
        SequenceModel model = Samples.model(onNative(spec), task);
        if (model instanceof Dl4jModel) {
            throw new AssertionError("not of the native engine: " + spec);
        }
        return model;
    }

    /** The same spec but for the engine. */
    private static ModelSpec onNative(ModelSpec spec) {
        try {
            RecordComponent[] components = spec.getClass().getRecordComponents();
            Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Object[] values = new Object[components.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = components[i].getName().equals("engine") ? ModelEngine.NATIVE
                        : components[i].getAccessor().invoke(spec);
            }
            return spec.getClass().getConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
