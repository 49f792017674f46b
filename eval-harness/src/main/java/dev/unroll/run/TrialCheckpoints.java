package dev.unroll.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.unroll.checkpoint.CheckpointException;
import dev.unroll.checkpoint.SafeTensors;
import dev.unroll.checkpoint.Tensor;
import dev.unroll.checkpoint.TensorFile;
import dev.unroll.gradient.FlossingPoint;
import dev.unroll.gradient.GradientPoint;
import dev.unroll.gradient.UpdateNorms;
import dev.unroll.json.CanonicalJson;
import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import dev.unroll.optimizer.OptimizerState;
import dev.unroll.run.TrialResult.CurvePoint;
import dev.unroll.training.StopSignal;
import dev.unroll.training.TrainingCheckpoints;
import dev.unroll.training.TrainingState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one trial: safetensors files {@code checkpoints/DATASET/MODEL/SEED.UPDATES.safetensors} with the
 * weights, those of the best validation and what the optimizer remembers; all other state is text in the header, with a
 * SHA-256 over everything. A file appears whole, synced to the disk; the newest two are kept, so that there is one to go
 * on from should the newest be damaged.
 */
final class TrialCheckpoints implements TrainingCheckpoints {

    private static final Logger LOG = LoggerFactory.getLogger(TrialCheckpoints.class);
    private static final int KEPT = 2;
    private static final String SUFFIX = ".safetensors";

    private final Path folder;
    private final String prefix;
    private final String owner;
    private final Parameters parameters;
    private final long nanosBetween;
    private final StopSignal stop;
    private long last = System.nanoTime();

    /**
     * @param owner         what a checkpoint must belong to: the experiment, the code and the trial
     * @param secondsBetween least time from one to the next; 0 for one after every update
     * @param stop           when requested, the next is written without waiting
     */
    TrialCheckpoints(RunFolder folder, String trial, String owner, Parameters parameters, double secondsBetween,
            StopSignal stop) {
        Path start = folder.checkpoints().resolve(trial);
        this.folder = start.getParent();
        this.prefix = start.getFileName() + ".";
        this.owner = owner + " " + trial;
        this.parameters = parameters;
        this.nanosBetween = (long) (secondsBetween * 1e9);
        this.stop = stop;
    }

    /** All of a state that is no array of weights. */
    private record Scalars(int updates, double bestLoss, int bestUpdate, double lossToBeat,
            int validationsWithoutBetter, double lossSum, int lossCount, double seconds, List<CurvePoint> curve,
            List<GradientPoint> gradients, UpdateNorms norms, List<FlossingPoint> flossings, long optimizerSteps) {
    }

    @Override
    public Optional<TrainingState> newest() {
        for (Path file : files(folder, prefix)) {
            try {
                return Optional.of(read(file));
            } catch (IOException | CheckpointException | IllegalArgumentException e) {
                LOG.warn("checkpoint {} is left out: {}", file, e.getMessage());
            }
        }
        return Optional.empty();
    }

    @Override
    public void offer(Supplier<TrainingState> state) {
        if (System.nanoTime() - last < nanosBetween && !stop.requested()) {
            return;
        }
        TrainingState now = state.get();
        try {
            Files.createDirectories(folder);
            write(folder.resolve(prefix + now.updates() + SUFFIX), now);
            // Before an older one goes.
            WholeFiles.syncFolder(folder);
            List<Path> files = files(folder, prefix);
            for (Path old : files.subList(Math.min(KEPT, files.size()), files.size())) {
                Files.deleteIfExists(old);
            }
        } catch (IOException e) {
            throw new RunFolderException("a run must be able to write its checkpoints; " + folder + " could not take one ("
                    + e + "); what had finished is kept: free some space or look at the folder's permissions, and go on"
                    + " with --resume", e);
        }
        last = System.nanoTime();
    }

    /** The learning curve in a trial's newest checkpoint; empty if there is none that can be read. */
    static List<CurvePoint> newestCurve(RunFolder folder, String trial) {
        Path start = folder.checkpoints().resolve(trial);
        for (Path file : files(start.getParent(), start.getFileName() + ".")) {
            try {
                String state = SafeTensors.read(file).metadata().get("state");
                return CanonicalJson.mapper().readValue(state, Scalars.class).curve();
            } catch (IOException | CheckpointException | IllegalArgumentException e) {
                LOG.debug("checkpoint {} has gone or is damaged", file, e);
            }
        }
        return List.of();
    }

    /**
     * Deletes a trial's, when it has its outcome; what cannot be deleted is left. Folders stay: other trials are about
     * to write into them.
     */
    static void clear(RunFolder folder, String trial) {
        Path start = folder.checkpoints().resolve(trial);
        for (Path file : files(start.getParent(), start.getFileName() + ".")) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.debug("checkpoint {} stays", file, e);
            }
        }
    }

    /** Deletes the folders that hold none, once no trial is left that could write. */
    static void clearFolders(RunFolder folder) {
        if (!Files.isDirectory(folder.checkpoints())) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder.checkpoints())) {
            // Refused while one is there.
            all.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("folders in {} stay", folder.checkpoints(), e);
        }
    }

    /** Deletes those of all trials, so that a run that begins anew goes on from none. */
    static void clear(RunFolder folder) {
        if (!Files.isDirectory(folder.checkpoints())) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder.checkpoints())) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new RunFolderException("a run must be able to delete its checkpoints; one in " + folder.checkpoints()
                    + " stays (" + e + "); look at the folder's permissions", e);
        }
    }

    /** The newest first. */
    private static List<Path> files(Path folder, String prefix) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(file -> updates(file, prefix) >= 0).forEach(files::add);
        } catch (IOException e) {
            LOG.warn("checkpoints in {} cannot be listed: {}", folder, e.getMessage());
        }
        files.sort((a, b) -> Long.compare(updates(b, prefix), updates(a, prefix)));
        return files;
    }

    private static long updates(Path file, String prefix) {
        String name = file.getFileName().toString();
        if (!name.startsWith(prefix) || !name.endsWith(SUFFIX) || name.length() <= prefix.length() + SUFFIX.length()) {
            return -1;
        }
        String number = name.substring(prefix.length(), name.length() - SUFFIX.length());
        return number.chars().allMatch(c -> c >= '0' && c <= '9') && number.length() < 12 ? Long.parseLong(number) : -1;
    }

    private void write(Path file, TrainingState state) throws IOException {
        List<Tensor> tensors = new ArrayList<>();
        add(tensors, "weights.", state.weights());
        if (!state.bestWeights().isEmpty()) {
            add(tensors, "best.", state.bestWeights());
        }
        state.optimizer().values().forEach((name, values) ->
                tensors.add(new Tensor("optimizer." + name, new int[] {values.length}, values)));
        String scalars = CanonicalJson.mapper().writeValueAsString(new Scalars(state.updates(), state.bestLoss(),
                state.bestUpdate(), state.lossToBeat(), state.validationsWithoutBetter(), state.lossSum(),
                state.lossCount(), state.seconds(), state.curve(), state.gradients(), state.norms(),
                state.flossings(), state.optimizer().steps()));
        SafeTensors.write(file, new TensorFile(tensors, Map.of("state", scalars, "owner", owner, "sha256",
                checksum(scalars, tensors))));
    }

    private void add(List<Tensor> tensors, String kind, List<float[]> values) {
        int next = 0;
        for (Parameter parameter : parameters) {
            tensors.add(new Tensor(kind + parameter.name(), parameter.shape(), values.get(next++)));
        }
    }

    private TrainingState read(Path file) throws IOException {
        TensorFile content = SafeTensors.read(file);
        Map<String, String> metadata = content.metadata();
        if (!owner.equals(metadata.get("owner"))) {
            throw new CheckpointException("it belongs to another experiment or version of Unroll");
        }
        if (!checksum(metadata.get("state"), content.tensors()).equals(metadata.get("sha256"))) {
            throw new CheckpointException("its checksum is not that of its content");
        }
        Scalars scalars;
        try {
            scalars = CanonicalJson.mapper().readValue(metadata.get("state"), Scalars.class);
        } catch (JsonProcessingException e) {
            throw new CheckpointException("its state cannot be read", e);
        }
        Map<String, float[]> values = new LinkedHashMap<>();
        for (Tensor tensor : content.tensors()) {
            values.put(tensor.name(), tensor.values());
        }
        Map<String, float[]> optimizer = new LinkedHashMap<>();
        values.forEach((name, array) -> {
            if (name.startsWith("optimizer.")) {
                optimizer.put(name.substring("optimizer.".length()), array);
            }
        });
        return new TrainingState(scalars.updates(), scalars.bestLoss(), scalars.bestUpdate(), scalars.lossToBeat(),
                scalars.validationsWithoutBetter(), scalars.lossSum(), scalars.lossCount(), scalars.seconds(),
                scalars.curve(), scalars.gradients(), scalars.norms(), scalars.flossings(),
                ofParameters(values, "weights."), ofParameters(values, "best."),
                new OptimizerState(scalars.optimizerSteps(), optimizer));
    }

    private List<float[]> ofParameters(Map<String, float[]> values, String kind) {
        List<float[]> list = new ArrayList<>();
        for (Parameter parameter : parameters) {
            float[] array = values.get(kind + parameter.name());
            if (array != null && array.length == parameter.size()) {
                list.add(array);
            }
        }
        if (!list.isEmpty() && list.size() < parameters.list().size() || list.isEmpty() && kind.equals("weights.")) {
            throw new CheckpointException("it is of a model with other parameters");
        }
        return list;
    }

    private static String checksum(String state, List<Tensor> tensors) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(state.getBytes(StandardCharsets.UTF_8));
            ByteBuffer buffer = ByteBuffer.allocate(1 << 13).order(ByteOrder.LITTLE_ENDIAN);
            for (Tensor tensor : tensors) {
                digest.update(tensor.name().getBytes(StandardCharsets.UTF_8));
                for (float value : tensor.values()) {
                    if (!buffer.hasRemaining()) {
                        digest.update(buffer.flip());
                        buffer.clear();
                    }
                    buffer.putInt(Float.floatToIntBits(value));
                }
                digest.update(buffer.flip());
                buffer.clear();
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
