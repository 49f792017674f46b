package dev.unroll.run;

/**
 * How a run uses the machine. Changes nothing in its results.
 *
 * @param jobs         trials at the same time; default as many as there are processors
 * @param threads      of each trial; default the processors divided by the jobs, at least 1
 * @param measureSpeed whether undisturbed speed is measured after the trials; default true
 */
public record RunOptions(Integer jobs, Integer threads, Boolean measureSpeed) {

    public RunOptions {
        int processors = Runtime.getRuntime().availableProcessors();
        if (jobs != null && jobs < 1) {
            throw new IllegalArgumentException("the number of jobs must be at least 1; got " + jobs);
        }
        if (threads != null && threads < 1) {
            throw new IllegalArgumentException("the number of threads must be at least 1; got " + threads);
        }
        if (jobs == null) {
            jobs = threads == null ? processors : Math.max(1, processors / threads);
        }
        threads = threads == null ? Math.max(1, processors / jobs) : threads;
        measureSpeed = measureSpeed == null || measureSpeed;
    }
}
