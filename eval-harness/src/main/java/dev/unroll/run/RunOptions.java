package dev.unroll.run;

/**
 * How a run uses the machine. Changes nothing in its results.
 *
 * @param jobs         trials at the same time; {@code null} for the processors divided by the threads
 * @param threads      of each trial; {@code null} for the processors divided by the jobs
 * @param measureSpeed whether undisturbed speed is measured after the trials; default true
 */
public record RunOptions(Integer jobs, Integer threads, Boolean measureSpeed) {

    public RunOptions {
        if (jobs != null && jobs < 1) {
            throw new IllegalArgumentException("the number of jobs must be at least 1; got " + jobs);
        }
        if (threads != null && threads < 1) {
            throw new IllegalArgumentException("the number of threads must be at least 1; got " + threads);
        }
        measureSpeed = measureSpeed == null || measureSpeed;
    }

    /**
     * The same with the numbers that were left open. Trials side by side use processors better than threads of one
     * trial, so there are as many jobs as there are processors or trials, whichever is less, and threads share what is
     * over.
     */
    RunOptions filledIn(int processors, int trials) {
        int eachTakes = threads == null ? 1 : threads;
        int side = jobs == null ? Math.max(1, Math.min(trials, processors / eachTakes)) : jobs;
        return new RunOptions(side, threads == null ? Math.max(1, processors / side) : threads, measureSpeed);
    }
}
