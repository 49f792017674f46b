package dev.unroll.exchange;

import dev.unroll.model.ModelFactory;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.Parameters;
import dev.unroll.model.SequenceModel;

/**
 * A factory of models whose weights other frameworks have a layout for.
 *
 * @param <S> the record that holds the kind's hyperparameters
 */
public interface ExchangeableFactory<S extends ModelSpec> extends ModelFactory<S> {

    /**
     * How a model's weights stand in a layout.
     *
     * @param parameters those of the model
     * @throws LayoutException if the layout has nothing that computes what a model of this spec does
     */
    WeightMap weightMap(S spec, Parameters parameters, Layout layout);

    /**
     * The same for a model of any kind.
     *
     * @param factory that of the model
     * @throws LayoutException also if no layout is known for the kind
     */
    static <S extends ModelSpec> WeightMap weightMap(ModelFactory<S> factory, SequenceModel model, Layout layout) {
        if (factory instanceof ExchangeableFactory<S> exchangeable) {
            return exchangeable.weightMap(factory.specType().cast(model.spec()), model.parameters(), layout);
        }
        throw new LayoutException("a model must be of a kind that other frameworks have; got " + factory.kind()
                + ", for which no layout is known");
    }
}
