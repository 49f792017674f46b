package dev.unroll.run;

/**
 * How a run uses the machine and its folder. Changes nothing in its results.
 *
 * @param jobs         trials at the same time; {@code null} for the processors divided by the threads
 * @param threads      of each trial; {@code null} for the processors divided by the jobs
 * @param measureSpeed whether undisturbed speed is measured after the trials; default true
 * @param entry        what becomes of a run that is in the folder already; default {@link Entry#NEW}
 * @param failFast     whether the first trial that diverges or fails ends the run; default false
 * @param checkpointSeconds least time between two checkpoints of a trial, at least 0; default 30
 */
public record RunOptions(Integer jobs, Integer threads, Boolean measureSpeed, Entry entry, Boolean failFast,
        Double checkpointSeconds) {

    /** What becomes of a run of the same experiment that is in the folder already. */
    public enum Entry {
        /** It is made again if it was complete; one that was not, but has finished trials, is refused. */
        NEW,
        /** It is made again, whatever it has. */
        RESTART,
        /** Its finished trials are kept, except those that failed; the others go on where they were. */
        RESUME,
        /** As {@link #RESUME}, but other processes may be working on it. */
        JOIN;

        boolean keeps() {
            return this == RESUME || this == JOIN;
        }
    }

    public RunOptions {
        if (jobs != null && jobs < 1) {
            throw new IllegalArgumentException("the number of jobs must be at least 1; got " + jobs);
        }
        if (threads != null && threads < 1) {
            throw new IllegalArgumentException("the number of threads must be at least 1; got " + threads);
        }
        measureSpeed = measureSpeed == null || measureSpeed;
        entry = entry == null ? Entry.NEW : entry;
        failFast = failFast != null && failFast;
        checkpointSeconds = checkpointSeconds == null ? 30.0 : checkpointSeconds;
        if (!(checkpointSeconds >= 0 && checkpointSeconds < 1e9)) {
            throw new IllegalArgumentException("the seconds between checkpoints must be at least 0 and below a billion;"
                    + " got " + checkpointSeconds);
        }
    }

    /** All else by default. */
    public RunOptions(Integer jobs, Integer threads, Boolean measureSpeed) {
        this(jobs, threads, measureSpeed, null, null, null);
    }

    /** The same with another entry. */
    public RunOptions entering(Entry other) {
        return new RunOptions(jobs, threads, measureSpeed, other, failFast, checkpointSeconds);
    }

    /**
     * The same with the numbers that were left open. Trials side by side use processors better than threads of one
     * trial, so there are as many jobs as there are processors or trials, whichever is less, and threads share what is
     * over.
     */
    RunOptions filledIn(int processors, int trials) {
        int eachTakes = threads == null ? 1 : threads;
        int side = jobs == null ? Math.max(1, Math.min(trials, processors / eachTakes)) : jobs;
        return new RunOptions(side, threads == null ? Math.max(1, processors / side) : threads, measureSpeed, entry,
                failFast, checkpointSeconds);
    }
}
