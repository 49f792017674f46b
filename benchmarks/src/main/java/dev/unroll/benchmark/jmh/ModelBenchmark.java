package dev.unroll.benchmark.jmh;

import dev.unroll.benchmark.contender.Workload;
import dev.unroll.benchmark.contender.UnrollContender;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A training step (forward, loss, backward, Adam) and an inference pass of each kind of model, on one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-Dunroll.log=OFF"})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class ModelBenchmark {

    @Param({"vector", "scalar"})
    String kernels;

    @Param({"lstm-b32-t50-f8-h64", "gru-b32-t50-f8-h64", "rnn-b32-t50-f8-h64", "transformer-causal-b32-t50-f8-h64"})
    String workload;

    private UnrollContender contender;

    @Setup
    public void setUp() {
        contender = new UnrollContender(Workload.named(workload), 1, KernelState.kernels(kernels));
    }

    @TearDown
    public void tearDown() {
        contender.close();
    }

    @Benchmark
    public double trainingStep() {
        return contender.step();
    }

    @Benchmark
    public void inferencePass() {
        contender.infer();
    }
}
