package dev.unroll.tracking;

import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import dev.unroll.protobuf.ProtoWriter;
import dev.unroll.run.ForwardingListener;
import dev.unroll.run.RunFolderException;
import dev.unroll.run.RunListener;
import dev.unroll.run.TrialPlan;
import dev.unroll.run.TrialResult;
import dev.unroll.run.TrialResult.CurvePoint;
import dev.unroll.run.TrialTiming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes what TensorBoard shows, while a run goes on: a folder {@code DATASET/MODEL/SEED} for each trial, with the losses
 * and metrics of each validation, a histogram of each parameter's gradient at that update (clipped), and last the test
 * scores. A trial that goes on after an interruption begins another file there and says from which step on its events
 * replace the earlier ones.
 */
public final class TensorBoardLog extends ForwardingListener {

    private static final int SESSION_START = 1;

    private final Path folder;
    private final Clock clock;
    private final Map<String, EventFile> files = new ConcurrentHashMap<>();

    /** @param folder for TensorBoard's {@code --logdir} */
    public TensorBoardLog(Path folder, RunListener next) {
        this(folder, next, Clock.systemUTC());
    }

    TensorBoardLog(Path folder, RunListener next, Clock clock) {
        super(next);
        this.folder = folder;
        this.clock = clock;
    }

    @Override
    public void trialValidated(TrialPlan plan, CurvePoint point, Parameters parameters) {
        ProtoWriter summary = new ProtoWriter();
        scalar(summary, "loss/train", point.trainLoss());
        scalar(summary, "loss/validation", point.validationLoss());
        point.metrics().forEach((name, value) -> scalar(summary, "validation/" + name, value));
        for (Parameter parameter : parameters) {
            summary.message(1, new ProtoWriter().text(1, "gradient/" + parameter.name())
                    .message(5, new GradientHistogram().add(parameter.gradient()).toProto()));
        }
        write(plan, point.update(), summary);
        super.trialValidated(plan, point, parameters);
    }

    @Override
    public void trialFinished(TrialPlan plan, TrialResult result, TrialTiming timing) {
        if (!result.test().isEmpty()) {
            ProtoWriter summary = new ProtoWriter();
            result.test().forEach((name, value) -> scalar(summary, "test/" + name, value));
            write(plan, result.updates(), summary);
        }
        close(files.remove(plan.id()));
        super.trialFinished(plan, result, timing);
    }

    @Override
    public void runEnded() {
        files.values().forEach(this::close);
        files.clear();
        super.runEnded();
    }

    private static void scalar(ProtoWriter summary, String tag, double value) {
        summary.message(1, new ProtoWriter().text(1, tag).real(2, (float) value));
    }

    private void write(TrialPlan plan, int step, ProtoWriter summary) {
        try {
            EventFile file = files.get(plan.id());
            if (file == null) {
                file = open(plan, step);
                files.put(plan.id(), file);
            }
            file.write(event(step).message(5, summary).toBytes());
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private EventFile open(TrialPlan plan, int step) throws IOException {
        Path trial = folder.resolve(plan.id());
        Files.createDirectories(trial);
        String name = String.format(Locale.ROOT, "events.out.tfevents.%010d.unroll.%d", clock.millis() / 1000,
                ProcessHandle.current().pid());
        Path path = trial.resolve(name + ".0");
        for (int i = 1; Files.exists(path); i++) {
            path = trial.resolve(name + "." + i);
        }
        EventFile file = new EventFile(path);
        file.write(event(0).text(3, "brain.Event:2").toBytes());
        file.write(event(step).message(7, new ProtoWriter().integer(1, SESSION_START)).toBytes());
        return file;
    }

    private ProtoWriter event(int step) {
        return new ProtoWriter().real(1, clock.millis() / 1e3).integer(2, step);
    }

    private void close(EventFile file) {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private RunFolderException unwritable(IOException e) {
        return new RunFolderException("the folder for TensorBoard must be writable; " + folder + " is not (" + e
                + "); free some space or look at its permissions, and go on with --resume", e);
    }
}
