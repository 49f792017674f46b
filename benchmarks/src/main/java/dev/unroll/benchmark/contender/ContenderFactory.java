package dev.unroll.benchmark.contender;


/** Makes an engine's contender for a workload. */
@FunctionalInterface
public interface ContenderFactory {

    /** A model with the weights of {@link Models#create}. */
    Contender create(Workload workload, int threads);
}
